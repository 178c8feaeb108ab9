/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import io.expunge.unlearning.ProgressMonitor;

/** Tells where long work is, on standard error, every few seconds. Not thread-safe. */
final class SlowProgress implements ProgressMonitor {
    private static final long PAUSE_NANOSECONDS = 5_000_000_000L;

    private final String what;
    private long last = System.nanoTime();

    SlowProgress(String what) {
        this.what = what;
    }

    @Override
    public void progress(String stage, long done, long total) {
        if (System.nanoTime() - last > PAUSE_NANOSECONDS) {
            Machine.progress("%s: %s (%d of %d)", what, stage, done, total);
            last = System.nanoTime();
        }
    }

    @Override
    public void checkCancelled() {
        // Who has enough of it ends the process.
    }
}
