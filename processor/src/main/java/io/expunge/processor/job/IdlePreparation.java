/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.store.ModelStoreException;
import io.expunge.unlearning.CancelledException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works ahead on a thread of its own while no job waits or runs; a job that arrives goes first. Everything here may get
 * lost without harm, except that what was prepared for a head that moved is discarded before anything else. Thread-safe.
 */
final class IdlePreparation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IdlePreparation.class);
    private static final long CLOSE_MILLIS = 10_000;

    private final RemovalPreparer preparer;
    private final BooleanSupplier idle;
    private final MemoryBudget memory;
    private final Thread thread = new Thread(this::work, "expunge-prepare");

    // All guarded by this.
    private final Map<String, Preparation> heads = new HashMap<>();
    private final Deque<PreparationStep> steps = new ArrayDeque<>();
    private final Set<String> discards = new LinkedHashSet<>();
    private Optional<PreparationStep> current = Optional.empty();
    private boolean closed;

    private IdlePreparation(RemovalPreparer preparer, BooleanSupplier idle, MemoryBudget memory) {
        this.preparer = preparer;
        this.idle = idle;
        this.memory = memory;
    }

    /** @param idle whether no job waits or runs; must not block */
    static IdlePreparation start(RemovalPreparer preparer, BooleanSupplier idle, MemoryBudget memory) {
        IdlePreparation preparation = new IdlePreparation(preparer, idle, memory);
        preparation.thread.setDaemon(true);
        preparation.thread.setPriority(Thread.MIN_PRIORITY);
        preparation.thread.start();
        return preparation;
    }

    /** Takes a head to work on; what was prepared for another head of the model is discarded. */
    synchronized void offer(Preparation head) {
        if (head.equals(heads.put(head.modelId(), head))) {
            return;
        }
        drop(head.modelId());
        head.classes().forEach(label -> steps.addLast(new PreparationStep(head, label)));
    }

    /** Discards what was prepared for a model and works on it no more. */
    synchronized void forsake(String modelId) {
        if (heads.remove(modelId) != null) {
            drop(modelId);
        }
    }

    private synchronized void drop(String modelId) {
        steps.removeIf(step -> step.isOf(modelId));
        current.filter(step -> step.isOf(modelId)).ifPresent(PreparationStep::cancel);
        discards.add(modelId);
        notifyAll();
    }

    /** A job has come: what runs here stops at the next look. */
    synchronized void giveWay() {
        current.ifPresent(PreparationStep::cancel);
    }

    /** A job has ended: maybe there is time now. */
    synchronized void goOn() {
        notifyAll();
    }

    private void work() {
        try {
            for (Optional<Runnable> task = next(); task.isPresent(); task = next()) {
                task.get().run();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for something to do, empty at the end. Discarding goes before everything and is not skipped at the end. */
    private synchronized Optional<Runnable> next() throws InterruptedException {
        current = Optional.empty();
        while (discards.isEmpty() && !closed && (steps.isEmpty() || !idle.getAsBoolean())) {
            wait();
        }
        if (!discards.isEmpty()) {
            String modelId = discards.iterator().next();
            discards.remove(modelId);
            return Optional.of(() -> discard(modelId));
        }
        if (closed) {
            return Optional.empty();
        }
        PreparationStep step = steps.removeFirst();
        current = Optional.of(step);
        return Optional.of(() -> prepare(step));
    }

    private void discard(String modelId) {
        try {
            preparer.discard(modelId);
        } catch (ModelStoreException unavailable) {
            LOG.warn(
                    "what was prepared for model {} could not be discarded; it goes at the next start: {}",
                    modelId,
                    unavailable.getMessage());
        }
    }

    // Whatever goes wrong, the batch that asks for this class will say so to somebody; here nobody has asked.
    @SuppressWarnings("CatchAndPrintStackTrace")
    private void prepare(PreparationStep step) {
        try {
            if (!attempt(step)) {
                giveUp(step);
            }
        } catch (CancelledException interrupted) {
            putBack(step);
        } catch (OutOfMemoryError | ModelStoreException impossible) {
            LOG.info("nothing is prepared for model {}: {}", step.head().modelId(), impossible.getMessage());
            giveUp(step);
        } catch (RuntimeException failed) {
            LOG.info(
                    "the removal of class '{}' from model {} is not prepared: {}",
                    step.label(),
                    step.head().modelId(),
                    failed.getMessage());
        }
    }

    /** @return whether to go on with this head */
    private boolean attempt(PreparationStep step) {
        long bytes = preparer.estimateBytes(step.head());
        if (!memory.tryAcquire(bytes)) {
            step.checkCancelled();
            return false;
        }
        try {
            return preparer.prepare(step.head(), step.label(), step);
        } finally {
            memory.release(bytes);
        }
    }

    private synchronized void giveUp(PreparationStep step) {
        steps.removeIf(other -> other.head().equals(step.head()));
    }

    private synchronized void putBack(PreparationStep step) {
        if (step.head().equals(heads.get(step.head().modelId()))) {
            steps.addFirst(step.again());
        }
    }

    /** Stops at the next look; what is still to be discarded is. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            current.ifPresent(PreparationStep::cancel);
            notifyAll();
        }
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
