/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import java.time.Duration;

/** Jobs, and the purges beside them. Thread-safe as both are. */
public final class PurgingJobRunner implements JobRunner {
    private final JobRunner jobs;
    private final Purger purger;

    /** Takes over both; closing this closes them. */
    public PurgingJobRunner(JobRunner jobs, Purger purger) {
        this.jobs = jobs;
        this.purger = purger;
    }

    @Override
    public void submit(JobSpecification job) {
        jobs.submit(job);
    }

    @Override
    public void prepare(Preparation head) {
        jobs.prepare(head);
    }

    @Override
    public void forsake(String modelId) {
        purger.forsake(modelId);
        jobs.forsake(modelId);
    }

    @Override
    public void purge(PurgeSpecification purge) {
        purger.submit(purge);
    }

    @Override
    public void verify(VerificationSpecification version) {
        jobs.verify(version);
    }

    @Override
    public void abandonVerification(String modelId) {
        jobs.abandonVerification(modelId);
    }

    @Override
    public void dropPurges(String modelId) {
        purger.forsake(modelId);
    }

    @Override
    public int open() {
        return jobs.open();
    }

    @Override
    public int finish(Duration patience) {
        return jobs.finish(patience);
    }

    @Override
    public void close() {
        purger.close();
        jobs.close();
    }
}
