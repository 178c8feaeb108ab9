/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs independent blocks of an index range on a fixed number of threads, the caller's being one of them.
 *
 * <p>The cut into blocks depends on the range alone, never on the number of threads, so work that keeps its results per
 * block gives the same bits for any parallelism. Use from one thread at a time.
 */
public final class Workers implements AutoCloseable {

    /** Work on the indices {@code from} (inclusive) to {@code to} (exclusive) of block number {@code block}. */
    @FunctionalInterface
    public interface BlockTask {
        void run(int block, int from, int to);
    }

    private final int parallelism;
    private final ExecutorService helpers;

    /**
     * @param parallelism threads in all, the caller's included; 1 starts none
     * @throws IllegalArgumentException when parallelism is below 1
     */
    public Workers(int parallelism) {
        if (parallelism < 1) {
            throw new IllegalArgumentException("parallelism must be at least 1, got " + parallelism);
        }
        this.parallelism = parallelism;
        this.helpers = Executors.newFixedThreadPool(parallelism, Workers::daemon);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "expunge-solver");
        thread.setDaemon(true);
        return thread;
    }

    /** How many blocks of at most {@code blockSize} indices a range of {@code size} is cut into. */
    public static int blocks(int size, int blockSize) {
        return (int) (((long) size + blockSize - 1) / blockSize);
    }

    /** Runs the task once for every block of {@code 0..size} and returns when all are done. */
    public void forEachBlock(int size, int blockSize, BlockTask task) {
        int blocks = blocks(size, blockSize);
        AtomicInteger next = new AtomicInteger();
        Runnable drain = () -> {
            for (int block = next.getAndIncrement(); block < blocks; block = next.getAndIncrement()) {
                int from = block * blockSize;
                task.run(block, from, (int) Math.min((long) from + blockSize, size));
            }
        };
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (int helper = 1; helper < Math.min(parallelism, blocks); helper++) {
            running.add(CompletableFuture.runAsync(drain, helpers));
        }
        drain.run();
        running.forEach(CompletableFuture::join);
    }

    /** Stops the helper threads; running blocks finish first because {@link #forEachBlock} waits for them. */
    @Override
    public void close() {
        helpers.shutdown();
    }
}
