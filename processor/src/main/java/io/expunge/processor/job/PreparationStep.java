/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.unlearning.CancelledException;
import io.expunge.unlearning.ProgressMonitor;

/** One class of one head to prepare, and the way to stop that: it cancels at the next look. Thread-safe. */
final class PreparationStep implements ProgressMonitor {
    private final Preparation head;
    private final String label;
    private volatile boolean cancelled;

    PreparationStep(Preparation head, String label) {
        this.head = head;
        this.label = label;
    }

    Preparation head() {
        return head;
    }

    String label() {
        return label;
    }

    boolean isOf(String modelId) {
        return head.modelId().equals(modelId);
    }

    /** The same to do, not cancelled. */
    PreparationStep again() {
        return new PreparationStep(head, label);
    }

    void cancel() {
        cancelled = true;
    }

    @Override
    public void progress(String stage, long done, long total) {
        // Nobody waits for this.
    }

    @Override
    public void checkCancelled() {
        if (cancelled) {
            throw new CancelledException("something else goes first");
        }
    }
}
