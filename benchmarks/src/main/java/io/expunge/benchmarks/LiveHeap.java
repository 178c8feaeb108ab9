/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Objects;

/** How many bytes are live: what a full collection leaves, looked at again and again while something runs. */
final class LiveHeap {
    private LiveHeap() {}

    /** The most seen live while the work ran, in bytes. */
    static long peakOf(Runnable work) throws InterruptedException {
        Sampler sampler = new Sampler();
        sampler.start();
        try {
            work.run();
        } finally {
            sampler.done = true;
            sampler.join();
        }
        return sampler.peak;
    }

    private static final class Sampler extends Thread {
        private volatile boolean done;
        private volatile long peak;

        @Override
        public void run() {
            while (!done) {
                peak = Math.max(peak, now());
            }
        }
    }

    /** What a collection leaves now, as the collector counts it; what is allocated after its end is not included. */
    static long now() {
        System.gc();
        return afterLastCollection();
    }

    /** What the last collection of each part of the heap left. */
    static long afterLastCollection() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getCollectionUsage)
                .filter(Objects::nonNull)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
    }
}
