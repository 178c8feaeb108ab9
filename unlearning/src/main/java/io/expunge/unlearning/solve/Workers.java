/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs independent blocks of an index range on a fixed number of threads, the caller's being one of them.
 *
 * <p>The cut into blocks depends on the range alone, never on the number of threads, so work that keeps its results per
 * block gives the same bits for any parallelism.
 *
 * <p>Thread-safe: a block may run rounds of its own, and several threads may run rounds at once. Every round is drained by
 * the thread that asked for it, and a thread waits only for blocks of its own round that others have begun. Those wait for
 * rounds further inside alone, so that no two ever wait for one another. Helpers come to the latest round when they are
 * free; an earlier one may have to do with fewer. {@link #close} comes after the last round.
 */
public final class Workers implements AutoCloseable {

    /** Work on the indices {@code from} (inclusive) to {@code to} (exclusive) of block number {@code block}. */
    @FunctionalInterface
    public interface BlockTask {
        void run(int block, int from, int to);
    }

    /**
     * Waits of this many turns, some tens of microseconds, cost less than putting a thread to sleep and waking it. A solver asks
     * for the next round within that time, so that its helpers rarely sleep in the middle of a solve.
     */
    private static final int SPINS = 1 << 11;

    private final int parallelism;
    /** Grows up to one less than the parallelism, under this object's lock; read without it. */
    private final List<Helper> helpers = new CopyOnWriteArrayList<>();
    /** The latest round, for helpers to see. */
    private volatile @Nullable Round current;

    private volatile boolean closed;

    /**
     * @param parallelism threads in all, the caller's included; 1 starts none
     * @throws IllegalArgumentException when parallelism is below 1
     */
    public Workers(int parallelism) {
        if (parallelism < 1) {
            throw new IllegalArgumentException("parallelism must be at least 1, got " + parallelism);
        }
        this.parallelism = parallelism;
    }

    /** How many blocks of at most {@code blockSize} indices a range of {@code size} is cut into. */
    public static int blocks(int size, int blockSize) {
        return (int) (((long) size + blockSize - 1) / blockSize);
    }

    /**
     * Runs the task once for every block of {@code 0..size} and returns when all are done. What a block throws is thrown
     * here, after the others have ended. What the blocks wrote is seen by the caller.
     */
    public void forEachBlock(int size, int blockSize, BlockTask task) {
        Round round = new Round(size, blockSize, task);
        if (parallelism > 1 && round.blocks > 1) {
            publish(round);
        }
        round.drain();
        round.await();
    }

    /** Threads start with the first round that needs them. */
    private void publish(Round round) {
        current = round;
        int needed = Math.min(parallelism, round.blocks) - 1;
        if (helpers.size() < needed) {
            start(needed);
        }
        for (int helper = 0; helper < needed; helper++) {
            helpers.get(helper).wake();
        }
    }

    private synchronized void start(int needed) {
        while (helpers.size() < needed) {
            Helper helper = new Helper();
            helpers.add(helper);
            helper.start();
        }
    }

    /** Drains one round after the other, spinning for a while before it sleeps. */
    private final class Helper extends Thread {
        private volatile boolean asleep;

        Helper() {
            super("expunge-solver");
            setDaemon(true);
        }

        @Override
        public void run() {
            Round drained = null;
            while (!closed) {
                Round round = current;
                if (round == null || round == drained) {
                    rest(drained);
                } else {
                    round.drain();
                    drained = round;
                }
            }
        }

        private void rest(@Nullable Round drained) {
            for (int turn = 0; turn < SPINS && current == drained; turn++) {
                Thread.onSpinWait();
            }
            // Whoever publishes a round reads this flag afterwards, so either it sees the flag or this thread sees the
            // round.
            asleep = true;
            if (current == drained && !closed) {
                LockSupport.park(Workers.this);
            }
            asleep = false;
        }

        void wake() {
            if (asleep) {
                LockSupport.unpark(this);
            }
        }
    }

    /** One call's blocks. A helper that wakes too late finds none left, and nobody waits for it. */
    private static final class Round {
        private final int size;
        private final int blockSize;
        private final int blocks;
        private final BlockTask task;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private final AtomicReference<Throwable> failure = new AtomicReference<>();

        Round(int size, int blockSize, BlockTask task) {
            this.size = size;
            this.blockSize = blockSize;
            this.blocks = Workers.blocks(size, blockSize);
            this.task = task;
        }

        void drain() {
            for (int block = next.getAndIncrement(); block < blocks; block = next.getAndIncrement()) {
                int from = block * blockSize;
                try {
                    task.run(block, from, (int) Math.min((long) from + blockSize, size));
                } catch (RuntimeException | Error e) {
                    failure.compareAndSet(null, e);
                } finally {
                    done.incrementAndGet();
                }
            }
        }

        void await() {
            for (int turn = 0; done.get() < blocks; turn++) {
                if (turn < SPINS) {
                    Thread.onSpinWait();
                } else {
                    Thread.yield();
                }
            }
            Throwable thrown = failure.get();
            if (thrown instanceof Error) {
                throw (Error) thrown;
            } else if (thrown instanceof RuntimeException) {
                throw (RuntimeException) thrown;
            }
        }
    }

    /** Stops the helper threads; running blocks finish first because {@link #forEachBlock} waits for them. */
    @Override
    public void close() {
        closed = true;
        current = null;
        helpers.forEach(Helper::wake);
    }
}
