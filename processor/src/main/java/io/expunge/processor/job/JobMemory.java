/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.store.ArtifactSize;
import io.expunge.store.ContentHash;
import io.expunge.store.ModelStore;
import io.expunge.store.ModelStoreException;

/** How much heap a job on an artifact may need, from its manifest alone. Stateless. */
final class JobMemory {
    /** Parameter-sized arrays of doubles a solve keeps: iterate, gradient, direction, curvature pairs, block sums. */
    private static final long PARAMETER_VECTORS = 30;
    /** Counts, features and their copies, in bytes for each non-zero. */
    private static final long BYTES_PER_NON_ZERO = 64;
    /** A term as text in lists and maps, and its part in the trie. */
    private static final long BYTES_PER_TERM = 400;

    private JobMemory() {}

    static long estimate(ModelStore store, String hash) {
        if (!ContentHash.isHash(hash)) {
            return 0;
        }
        try {
            ArtifactSize size = store.open(new ContentHash(hash)).size();
            long parameters = 8L * size.terms() * size.classes() * PARAMETER_VECTORS;
            long scores = 8L * size.documents() * size.classes() * 6;
            return parameters + scores + BYTES_PER_NON_ZERO * size.nonZeros() + BYTES_PER_TERM * size.terms();
        } catch (ModelStoreException.StoreUnavailable unavailable) {
            throw unavailable;
        } catch (ModelStoreException unreadable) {
            return 0; // the job itself says what is wrong
        }
    }
}
