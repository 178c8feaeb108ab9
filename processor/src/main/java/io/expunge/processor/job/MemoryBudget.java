/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

/** Heap that running jobs share. Thread-safe. */
final class MemoryBudget {
    private final long capacity;
    private long free;

    MemoryBudget(long capacity) {
        this.capacity = capacity;
        this.free = capacity;
    }

    boolean couldEverFit(long bytes) {
        return bytes <= capacity;
    }

    synchronized void acquire(long bytes) throws InterruptedException {
        while (free < bytes) {
            wait();
        }
        free -= bytes;
    }

    synchronized boolean tryAcquire(long bytes) {
        boolean fits = free >= bytes;
        free -= fits ? bytes : 0;
        return fits;
    }

    long capacity() {
        return capacity;
    }

    synchronized long used() {
        return capacity - free;
    }

    synchronized void release(long bytes) {
        free += bytes;
        notifyAll();
    }
}
