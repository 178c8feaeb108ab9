/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.events.VerificationCheck;
import io.expunge.store.ModelStoreException;
import io.expunge.unlearning.CancelledException;
import io.expunge.unlearning.ProgressMonitor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks published versions on a thread of its own while no job waits or runs; a job that arrives goes first, and the checks
 * begin anew afterwards. Of a model only the newest version is checked. What gets lost here is asked for again by the next
 * wake. Thread-safe.
 */
final class BackgroundVerification implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundVerification.class);
    private static final long CLOSE_MILLIS = 10_000;

    private final VerificationExecutor executor;
    private final BiConsumer<VerificationSpecification, List<VerificationCheck>> results;
    private final BooleanSupplier idle;
    private final Runnable rested;
    private final MemoryBudget memory;
    private final long retryMillis;
    private final Thread thread = new Thread(this::work, "expunge-verify");

    // All guarded by this.
    private final Map<String, VerificationSpecification> waiting = new LinkedHashMap<>();
    private Optional<Attempt> current = Optional.empty();
    private boolean closed;

    /** One go at a version. */
    private static final class Attempt implements ProgressMonitor {
        private final VerificationSpecification version;
        private volatile boolean cancelled;

        Attempt(VerificationSpecification version) {
            this.version = version;
        }

        @Override
        public void progress(String stage, long done, long total) {
            LOG.debug("version {} of model {}: {} {}/{}", version.version(), version.modelId(), stage, done, total);
        }

        @Override
        public void checkCancelled() {
            if (cancelled) {
                throw new CancelledException("something else goes first");
            }
        }
    }

    private BackgroundVerification(
            VerificationExecutor executor,
            BiConsumer<VerificationSpecification, List<VerificationCheck>> results,
            BooleanSupplier idle,
            Runnable rested,
            MemoryBudget memory,
            long retryMillis) {
        this.rested = rested;
        this.executor = executor;
        this.results = results;
        this.idle = idle;
        this.memory = memory;
        this.retryMillis = retryMillis;
    }

    /**
     * @param results takes what was found out; must not block
     * @param idle whether no job waits or runs; must not block
     * @param rested told after every attempt, when it is not under way any more; must not block
     * @param retryMillis how long to wait where the store, or the memory, is not there
     */
    static BackgroundVerification start(
            VerificationExecutor executor,
            BiConsumer<VerificationSpecification, List<VerificationCheck>> results,
            BooleanSupplier idle,
            Runnable rested,
            MemoryBudget memory,
            long retryMillis) {
        BackgroundVerification verification =
                new BackgroundVerification(executor, results, idle, rested, memory, retryMillis);
        verification.thread.setDaemon(true);
        verification.thread.setPriority(Thread.MIN_PRIORITY);
        verification.thread.start();
        return verification;
    }

    /** Takes a version; an older one of the model that waits or is being checked is dropped. */
    synchronized void offer(VerificationSpecification version) {
        if (isCurrent(version)) {
            return;
        }
        forsake(version.modelId());
        waiting.put(version.modelId(), version);
        notifyAll();
    }

    private boolean isCurrent(VerificationSpecification version) {
        return current.filter(attempt -> attempt.version.equals(version) && !attempt.cancelled)
                .isPresent();
    }

    /** A model is looked after elsewhere now. */
    synchronized void forsake(String modelId) {
        waiting.remove(modelId);
        current.filter(attempt -> attempt.version.modelId().equals(modelId)).ifPresent(attempt -> {
            attempt.cancelled = true;
            current = Optional.empty();
        });
    }

    /** A job has come: what runs here stops at the next look, and waits again. */
    synchronized void giveWay() {
        current.ifPresent(attempt -> attempt.cancelled = true);
    }

    /** A job has ended: maybe there is time now. */
    synchronized void goOn() {
        notifyAll();
    }

    /** Versions that wait or are being checked. */
    synchronized int open() {
        return waiting.size() + (current.isPresent() ? 1 : 0);
    }

    private void work() {
        try {
            for (Optional<Attempt> next = next(); next.isPresent(); next = next()) {
                attempt(next.get());
                rest();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whoever waits for the checks to end looks whether they have: told before, it would still find them under way. */
    private void rest() {
        synchronized (this) {
            current = Optional.empty();
        }
        rested.run();
    }

    private synchronized Optional<Attempt> next() throws InterruptedException {
        current = Optional.empty();
        while (!closed && (waiting.isEmpty() || !idle.getAsBoolean())) {
            wait();
        }
        if (closed) {
            return Optional.empty();
        }
        String modelId = waiting.keySet().iterator().next();
        Attempt attempt = new Attempt(waiting.remove(modelId));
        current = Optional.of(attempt);
        return current;
    }

    // Whatever goes wrong, the version stays unverified, which its requests and the metrics show; a wake tries again.
    private void attempt(Attempt attempt) throws InterruptedException {
        VerificationSpecification version = attempt.version;
        try {
            check(attempt);
        } catch (CancelledException interrupted) {
            putBack(attempt);
        } catch (ModelStoreException.StoreUnavailable unavailable) {
            LOG.warn("checks of model {} wait: {}", version.modelId(), unavailable.getMessage());
            putBack(attempt);
            pause();
        } catch (RuntimeException | OutOfMemoryError failed) {
            LOG.error(
                    "version {} of model {} stays without its checks until the next start",
                    version.version(),
                    version.modelId(),
                    failed);
        }
    }

    private void check(Attempt attempt) throws InterruptedException {
        long bytes = executor.estimateBytes(attempt.version);
        if (!memory.tryAcquire(bytes)) {
            if (!memory.couldEverFit(bytes)) {
                results.accept(attempt.version, VerificationChecks.outOfMemory(bytes, memory.capacity()));
                return;
            }
            putBack(attempt);
            pause();
            return;
        }
        try {
            List<VerificationCheck> checks = executor.check(attempt.version, attempt);
            attempt.checkCancelled();
            results.accept(attempt.version, checks);
        } finally {
            memory.release(bytes);
        }
    }

    private synchronized void putBack(Attempt attempt) {
        // Not what was dropped meanwhile, and never before something newer.
        if (current.filter(now -> now == attempt).isPresent()) {
            waiting.putIfAbsent(attempt.version.modelId(), attempt.version);
        }
    }

    private synchronized void pause() throws InterruptedException {
        if (!closed) {
            wait(retryMillis);
        }
    }

    /** Stops at the next look. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            current.ifPresent(attempt -> attempt.cancelled = true);
            notifyAll();
        }
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
