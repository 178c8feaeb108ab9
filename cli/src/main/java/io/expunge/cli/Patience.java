/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import java.time.Duration;

/**
 * How long to wait, counted by the monotonic clock from when it was made.
 *
 * @param start reading of the monotonic clock in nanoseconds
 * @param limit how long
 */
record Patience(long start, Duration limit) {

    /** Starts counting now. */
    static Patience of(Duration limit) {
        return new Patience(System.nanoTime(), limit);
    }

    boolean isOver() {
        return System.nanoTime() - start >= limit.toNanos();
    }
}
