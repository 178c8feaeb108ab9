/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.sandbox;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a process again that ended although nobody asked it to, and gives up when that happens too often. Thread-safe.
 */
final class Supervisor<P extends Supervisor.Child> implements AutoCloseable {
    static final int MOST_STARTS = 5;
    static final Duration WINDOW = Duration.ofMinutes(10);
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final long CLOSE_SECONDS = 30;

    private final String what;
    private final Supplier<P> starter;
    private final LongSupplier nanoTime;
    private final Deque<Long> starts = new ArrayDeque<>();
    private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "expunge-supervisor");
        thread.setDaemon(true);
        return thread;
    });

    private P current;
    private boolean closed;

    /** A process that is looked after. */
    interface Child extends AutoCloseable {
        /** Completes with its exit code when it has ended. */
        CompletableFuture<Integer> ended();

        @Override
        void close();
    }

    /**
     * Begins to look after a process.
     *
     * @param what its name in messages
     * @param starter starts another in its place and returns when it answers
     */
    Supervisor(String what, P first, Supplier<P> starter, LongSupplier nanoTime) {
        this.what = what;
        this.starter = starter;
        this.nanoTime = nanoTime;
        this.current = first;
    }

    /** Begins to look. */
    Supervisor<P> start() {
        watch(current());
        return this;
    }

    /** The process there is now; it may have ended this moment. */
    synchronized P current() {
        return current;
    }

    private void watch(P process) {
        process.ended().thenAccept(exitCode -> {
            try {
                executor.execute(() -> replace(exitCode));
            } catch (RejectedExecutionException closing) {
                LOG.debug("the {} ended while everything is stopped", what);
            }
        });
    }

    private void replace(int exitCode) {
        if (isClosed()) {
            return;
        }
        LOG.error("the {} ended by itself with exit code {}", what, exitCode);
        while (!isClosed() && mayStart()) {
            try {
                take(starter.get());
                return;
            } catch (SandboxException failed) {
                LOG.error("the {} does not start again: {}", what, failed.getMessage());
            }
        }
    }

    private void take(P next) {
        synchronized (this) {
            if (!closed) {
                current = next;
                LOG.warn("the {} was started again and answers", what);
                watch(next);
                return;
            }
        }
        next.close();
    }

    private boolean mayStart() {
        long now = nanoTime.getAsLong();
        while (!starts.isEmpty() && now - starts.getFirst() > WINDOW.toNanos()) {
            starts.removeFirst();
        }
        if (starts.size() >= MOST_STARTS) {
            LOG.error(
                    "the {} is not started again: it was {} times within {} minutes. Stop this process, look at the log"
                            + " of the {}, and start again.",
                    what,
                    MOST_STARTS,
                    WINDOW.toMinutes(),
                    what);
            return false;
        }
        starts.addLast(now);
        return true;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Stops looking, then stops the process; waits for one that is just being started. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the {} that was being started does not stop", what);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        current().close();
    }
}
