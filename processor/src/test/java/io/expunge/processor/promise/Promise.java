/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.promise;

import io.expunge.events.AuditRecorded;
import io.expunge.events.DeletionRequested;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.RequestStatusChanged;

/**
 * Something the processor promises. Told of everything that a subscriber who reads committed records gets to see, at the
 * moment it is seen and in the order of its partition, and judges at the end; what is wrong at once is thrown at once.
 * Owned by one thread.
 */
public interface Promise {
    /** The broker acknowledged a request; called before anything that came of it is told. */
    default void acknowledged(DeletionRequested request) {}

    /** A status was seen. */
    default void status(RequestStatusChanged status) {}

    /** A version was seen on the topic of versions. */
    default void version(ModelVersionPublished version) {}

    /** A version was seen on the topic of heads. */
    default void head(ModelVersionPublished version) {}

    /** A record of the audit chain was seen. */
    default void audit(AuditRecorded record) {}

    /**
     * Judges, when nothing moves any more.
     *
     * @throws AssertionError saying what was promised and what was seen
     */
    void judge();
}
