/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.attack;

import io.expunge.unlearning.ProgressMonitor;

/** Tells the watcher of an audit which solve it is at, and nothing of the steps inside one; passes cancellation on from everywhere. */
final class SolveSteps implements ProgressMonitor {
    private final ProgressMonitor watcher;
    private final long total;
    private long done;

    SolveSteps(ProgressMonitor watcher, long total) {
        this.watcher = watcher;
        this.total = total;
    }

    /** The next solve begins. */
    void next(String what) {
        watcher.checkCancelled();
        watcher.progress(what, done++, Math.max(total, done));
    }

    @Override
    public void progress(String stage, long finished, long units) {
        // A solver's passes say nothing about how far the audit is.
    }

    @Override
    public void checkCancelled() {
        watcher.checkCancelled();
    }
}
