/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.metrics;

import java.util.OptionalLong;
import java.util.TreeMap;

/** Points in time, each as often as it was added, to the second: a flood of one second is one entry. Not thread-safe. */
final class SecondCounts {
    private static final long MILLIS = 1000;

    private final TreeMap<Long, Integer> counts = new TreeMap<>();

    /**
     * Adds a point in time, or takes one away that was added.
     *
     * @param millis milliseconds since the epoch
     * @param by 1 or -1
     */
    void change(long millis, int by) {
        counts.merge(
                Math.floorDiv(millis, MILLIS), by, (before, change) -> before + change == 0 ? null : before + change);
    }

    /** The earliest second, in seconds since the epoch. */
    OptionalLong first() {
        return counts.isEmpty() ? OptionalLong.empty() : OptionalLong.of(counts.firstKey());
    }
}
