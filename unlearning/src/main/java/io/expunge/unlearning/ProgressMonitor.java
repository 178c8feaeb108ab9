/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning;

/**
 * How long work reports where it is and learns that it is no longer wanted.
 *
 * <p>Implementations are called from the thread that does the work, often, and should return at once.
 */
public interface ProgressMonitor {

    /** Says nothing and never cancels. Safe to share between threads. */
    ProgressMonitor NONE = new ProgressMonitor() {
        @Override
        public void progress(String stage, long done, long total) {
            // Nobody is watching.
        }

        @Override
        public void checkCancelled() {
            // Nobody cancels.
        }
    };

    /**
     * Reports a step.
     *
     * @param stage what is being done, in words a person reads
     * @param done units finished so far
     * @param total units in all, or 0 where nobody can know
     */
    void progress(String stage, long done, long total);

    /**
     * Gives the watcher a chance to stop the work; called at least once a pass over the data.
     *
     * @throws CancelledException if the work should stop now
     */
    void checkCancelled();
}
