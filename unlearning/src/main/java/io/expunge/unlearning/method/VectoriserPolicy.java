/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

/** What becomes of vocabulary and document frequencies, which are statistics of the forgotten documents as well. */
public enum VectoriserPolicy {
    /** Fitted again to the retained documents: the new version equals what the whole pipeline would have made of them. */
    REFIT,
    /** Left as it was, for comparison with published methods: terms and frequencies of the forgotten stay behind. */
    FROZEN
}
