/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

/**
 * Carries purges out, off the stream thread. Submitting never blocks, and submitting a plan that is already being carried
 * out changes nothing. What went comes back as a {@code PurgeDone} on the commands topic.
 */
public interface Purger extends AutoCloseable {
    void submit(PurgeSpecification purge);

    /** Drops the purges of a model: it is looked after elsewhere now, or on hold. What is being erased at that moment goes. */
    void forsake(String modelId);

    /** Stops after the step at hand; the next owner's wake submits the plan again. */
    @Override
    void close();
}
