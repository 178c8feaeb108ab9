/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.fault;

import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.job.JobExecutor;
import io.expunge.processor.job.JobSpecification;
import io.expunge.unlearning.ProgressMonitor;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Jobs that misbehave on demand, and a clock that can be stepped. Thread-safe. */
final class JobFaults {
    /** How a job misbehaves. */
    enum Kind {
        /** It does not. */
        NONE,
        /** It throws what nobody foresaw. */
        THROW,
        /** It looks at its monitor for ever and gets nowhere. */
        ENDLESS,
        /** It says that it needs more memory than there is. */
        HUGE
    }

    private static final Clock REAL = Clock.systemUTC();

    private final AtomicLong offset = new AtomicLong();
    private volatile Kind kind = Kind.NONE;

    void set(Kind wanted) {
        kind = wanted;
    }

    /** Steps the clock by so many milliseconds, which may be negative. */
    void stepClock(long milliseconds) {
        offset.addAndGet(milliseconds);
    }

    JobExecutor around(JobExecutor executor) {
        return new JobExecutor() {
            @Override
            public Outcome execute(JobSpecification job, ProgressMonitor monitor) {
                if (job instanceof JobSpecification.Unlearning) {
                    misbehave(monitor);
                }
                return executor.execute(job, monitor);
            }

            @Override
            public long estimateBytes(JobSpecification job) {
                return kind == Kind.HUGE && job instanceof JobSpecification.Unlearning
                        ? Long.MAX_VALUE
                        : executor.estimateBytes(job);
            }

            @Override
            public void forgetAllBut(String modelId, Optional<String> headHash) {
                executor.forgetAllBut(modelId, headHash);
            }
        };
    }

    private void misbehave(ProgressMonitor monitor) {
        if (kind == Kind.THROW) {
            throw new IllegalStateException("a fault was asked for");
        }
        while (kind == Kind.ENDLESS) {
            monitor.checkCancelled();
            Thread.onSpinWait();
        }
    }

    Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return REAL.instant().plusMillis(offset.get());
            }
        };
    }
}
