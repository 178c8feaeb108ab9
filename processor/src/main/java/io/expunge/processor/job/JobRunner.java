/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import java.time.Duration;

/**
 * Where jobs run: off the stream thread. Submitting never blocks, and submitting a batch that is already waiting or
 * running changes nothing. What a job finds out comes back as a {@code JobDone} on the commands topic.
 */
public interface JobRunner extends AutoCloseable {
    void submit(JobSpecification job);

    /**
     * Tells of a model's head, so that idle time can be spent on what may be asked of it. Advice: never blocks, repeating
     * it changes nothing, and losing it costs time only. What was prepared for an earlier head is discarded.
     */
    void prepare(Preparation head);

    /** A model is looked after elsewhere now; what was prepared for it is discarded, its purges dropped. Never blocks. */
    void forsake(String modelId);

    /** Carries out a purge that is committed, if this runner does that. Never blocks; repeating it changes nothing. */
    default void purge(PurgeSpecification purge) {
        // For those that only do jobs.
    }

    /**
     * Tells of a published version that is to be checked when there is time; an older one of the model is dropped. Never
     * blocks, and repeating it changes nothing. What comes of it is sent as a command.
     */
    void verify(VerificationSpecification version);

    /** A model's versions are checked elsewhere now. Never blocks. */
    void abandonVerification(String modelId);

    /** Drops the purges of a model that is on hold; what is being erased at that moment goes. Never blocks. */
    default void dropPurges(String modelId) {
        // For those that only do jobs.
    }

    /** Jobs at work or waiting. */
    default int open() {
        return 0;
    }

    /**
     * Takes no more jobs, drops those that wait, and lets those that run send their results, for as long as patience
     * lasts. Blocks until they have; close still has to follow.
     *
     * @return jobs that were still running when patience ended
     */
    default int finish(Duration patience) {
        return 0;
    }

    /** Stops running jobs and takes no more; they are submitted again by the next owner's wake. */
    @Override
    void close();
}
