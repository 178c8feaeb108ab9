/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.unlearning.CancelledException;
import io.expunge.unlearning.ProgressMonitor;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches one job: looks every pass whether it is cancelled or late. Thread-safe. */
final class JobMonitor implements ProgressMonitor {
    private static final Logger LOG = LoggerFactory.getLogger(JobMonitor.class);

    private final String batchId;
    private final Duration deadline;
    private volatile boolean cancelled;
    private volatile long begun = System.nanoTime();

    JobMonitor(JobSpecification job, Duration deadline) {
        this.batchId = job.batchId();
        this.deadline = deadline;
    }

    void begin() {
        begun = System.nanoTime();
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
        if (System.nanoTime() - begun > deadline.toNanos()) {
            throw new DeadlineExceededException(deadline);
        }
    }
}
