/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

/**
 * Where jobs run: off the stream thread. Submitting never blocks, and submitting a batch that is already waiting or
 * running changes nothing. What a job finds out comes back as a {@code JobDone} on the commands topic.
 */
public interface JobRunner extends AutoCloseable {
    void submit(JobSpecification job);

    /** Stops running jobs and takes no more; they are submitted again by the next owner's wake. */
    @Override
    void close();
}
