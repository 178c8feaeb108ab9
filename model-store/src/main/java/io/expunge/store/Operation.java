/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

/** What made an artifact out of its base. */
public enum Operation {
    /** Trained or imported; it has no base, or replaces one on purpose. */
    TRAINED,
    /** Its base without the documents or classes of a batch. */
    UNLEARNED,
    /** An earlier state taken up again, with every later deletion still honoured. */
    ROLLED_BACK
}
