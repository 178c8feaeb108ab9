/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.verify;

/** What a check's outcome is worth. */
public enum CheckKind {
    /** Proved, or exact arithmetic: holds for every input. */
    CERTIFIED,
    /** Tried on examples or estimated from samples. */
    EMPIRICAL
}
