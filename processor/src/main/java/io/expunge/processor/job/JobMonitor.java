/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.unlearning.CancelledException;
import io.expunge.unlearning.ProgressMonitor;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches one job: looks every pass whether it is cancelled or late. Thread-safe. */
final class JobMonitor implements ProgressMonitor {
    private static final Logger LOG = LoggerFactory.getLogger(JobMonitor.class);

    private final String batchId;
    private final Duration deadline;
    private final LongSupplier nanoTime;
    private volatile boolean cancelled;
    private volatile OptionalLong begun = OptionalLong.empty();
    private volatile boolean running;

    JobMonitor(JobSpecification job, Duration deadline) {
        this(job, deadline, System::nanoTime);
    }

    JobMonitor(JobSpecification job, Duration deadline, LongSupplier nanoTime) {
        this.batchId = job.batchId();
        this.deadline = deadline;
        this.nanoTime = nanoTime;
    }

    /** Starts the clock, unless an earlier attempt did: a job that is tried again has no more time than one that is not. */
    void begin() {
        if (begun.isEmpty()) {
            begun = OptionalLong.of(nanoTime.getAsLong());
        }
        running = true;
    }

    /** It stops working, for good or until it tries again. */
    void pause() {
        running = false;
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
        if (begun.isPresent() && nanoTime.getAsLong() - begun.getAsLong() > deadline.toNanos()) {
            throw new DeadlineExceededException(deadline);
        }
    }
}
