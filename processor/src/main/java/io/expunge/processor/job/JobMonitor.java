/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.unlearning.CancelledException;
import io.expunge.unlearning.ProgressMonitor;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one job: looks every pass whether it is cancelled or late. The attempts at a job share its time, and only time
 * at work counts: neither the wait between two attempts nor the last, vain wait for the store within one. Thread-safe.
 */
final class JobMonitor implements ProgressMonitor {
    private static final Logger LOG = LoggerFactory.getLogger(JobMonitor.class);

    private final String batchId;
    private final Duration deadline;
    private final LongSupplier nanoTime;
    private volatile boolean cancelled;
    private volatile boolean running;
    /** Nanoseconds that earlier attempts took. */
    private long spent;
    /** When this attempt began, and when it last looked here. */
    private long begun;

    private long seen;

    JobMonitor(JobSpecification job, Duration deadline) {
        this(job, deadline, System::nanoTime);
    }

    JobMonitor(JobSpecification job, Duration deadline, LongSupplier nanoTime) {
        this.batchId = job.batchId();
        this.deadline = deadline;
        this.nanoTime = nanoTime;
    }

    /** An attempt starts; its time is added to what earlier ones took. */
    synchronized void begin() {
        begun = nanoTime.getAsLong();
        seen = begun;
        running = true;
    }

    /**
     * The attempt ended, for good or until the job is tried again. It counts up to its last look here: what came after, if
     * it is tried again, was a wait for a store that did not answer.
     */
    synchronized void pause() {
        if (running) {
            spent += seen - begun;
            running = false;
        }
    }

    boolean isRunning() {
        return running;
    }

    void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void progress(String stage, long done, long total) {
        LOG.debug("batch {}: {} {}/{}", batchId, stage, done, total);
    }

    @Override
    public void checkCancelled() {
        if (cancelled) {
            throw new CancelledException("the service stops");
        }
        if (isLate()) {
            throw new DeadlineExceededException(deadline);
        }
    }

    private synchronized boolean isLate() {
        if (running) {
            seen = nanoTime.getAsLong();
        }
        return spent + (running ? seen - begun : 0) > deadline.toNanos();
    }
}
