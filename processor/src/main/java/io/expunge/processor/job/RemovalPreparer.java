/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.unlearning.ProgressMonitor;

/** Works out removals that nobody has asked for yet, on the calling thread. Implementations are thread-safe. */
public interface RemovalPreparer {
    /**
     * Prepares the removal of one class, so that a batch asking for just that finds its answer.
     *
     * @return whether there is room for more of this head
     * @throws io.expunge.store.ModelStoreException if the store cannot be read or written
     * @throws io.expunge.unlearning.CancelledException if the monitor cancelled it; nothing is kept then
     */
    boolean prepare(Preparation head, String label, ProgressMonitor monitor);

    /** Bytes of heap that preparing is expected to need. */
    long estimateBytes(Preparation head);

    /** Discards everything prepared for a model. */
    void discard(String modelId);
}
