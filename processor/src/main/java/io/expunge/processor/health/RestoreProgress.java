/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.health;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** Follows the rebuilding of stores from their changelogs. Thread-safe. */
public final class RestoreProgress implements StateRestoreListener {
    private static final double NANOS = 1e9;

    private final LongSupplier nanoTime;
    private final Map<TopicPartition, Long> left = new HashMap<>();
    private long restored;
    private long busySince;
    private long busyNanos;

    /** @param nanoTime the clock, as {@link System#nanoTime} */
    public RestoreProgress(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized void onRestoreStart(TopicPartition partition, String store, long start, long end) {
        if (left.isEmpty()) {
            busySince = nanoTime.getAsLong();
        }
        left.put(partition, Math.max(0, end - start));
    }

    @Override
    public synchronized void onBatchRestored(TopicPartition partition, String store, long end, long records) {
        restored += records;
        left.computeIfPresent(partition, (key, before) -> Math.max(0, before - records));
    }

    @Override
    public void onRestoreEnd(TopicPartition partition, String store, long total) {
        ended(partition);
    }

    @Override
    public void onRestoreSuspended(TopicPartition partition, String store, long total) {
        ended(partition);
    }

    private synchronized void ended(TopicPartition partition) {
        if (left.remove(partition) != null && left.isEmpty()) {
            busyNanos += nanoTime.getAsLong() - busySince;
        }
    }

    /** Stores being restored now. */
    public synchronized int stores() {
        return left.size();
    }

    /** Offsets they have to go, at most. */
    public synchronized long records() {
        return left.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Records restored since the start. */
    public synchronized long restored() {
        return restored;
    }

    /** Seconds in which something was restored, those of a restore that goes on included. */
    public synchronized double seconds() {
        return (busyNanos + (left.isEmpty() ? 0 : nanoTime.getAsLong() - busySince)) / NANOS;
    }
}
