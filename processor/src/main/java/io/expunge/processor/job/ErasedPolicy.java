/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

/** What becomes of a registered artifact that holds what its model was told to forget. */
public enum ErasedPolicy {
    /** The registration is refused. */
    REFUSE,
    /** It is published without it: unlearned, verified and proved like any version. */
    DROP
}
