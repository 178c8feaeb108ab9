/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.testing;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;

/** How many bytes are live: what a full collection leaves, seen again and again while something runs. */
public final class LiveHeap {
    private LiveHeap() {}

    /** The most that was seen live while the work ran, above what was live before; a lower bound of the true peak. */
    public static long peakOf(Runnable work) {
        long before = live();
        Sampler sampler = new Sampler();
        sampler.start();
        try {
            work.run();
        } finally {
            sampler.done = true;
            join(sampler);
        }
        return sampler.peak - before;
    }

    private static final class Sampler extends Thread {
        private volatile boolean done;
        private volatile long peak;

        @Override
        public void run() {
            while (!done) {
                peak = Math.max(peak, live());
            }
        }
    }

    private static void join(Sampler sampler) {
        try {
            sampler.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** As the collector itself counted it: what is allocated between its end and a look at it is not included. */
    private static long live() {
        System.gc();
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .map(MemoryPoolMXBean::getCollectionUsage)
                .filter(usage -> usage != null)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
    }
}
