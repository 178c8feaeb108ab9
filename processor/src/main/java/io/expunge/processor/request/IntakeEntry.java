/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.request;

import java.util.Optional;

/** What the intake hands to the model sub-topology, keyed by model id. */
public sealed interface IntakeEntry {
    String modelId();

    /** Identity within the model. */
    String id();

    /** Hash of everything that matters in the record; equal for a retry, different for other content under the same id. */
    String contentHash();

    /** Where the record stood, for the dead letter that a conflicting duplicate becomes. */
    Coordinates coordinates();

    /**
     * A deletion request.
     *
     * @param dueBy legal deadline, milliseconds since the epoch
     * @param refusal why the request cannot be served whatever the model's state is
     * @param note what the requester should know although the request is served
     */
    record Request(
            String modelId,
            String id,
            String contentHash,
            Coordinates coordinates,
            RemovalTarget target,
            Optional<String> caseId,
            String requester,
            long requestedAt,
            Optional<Long> dueBy,
            Optional<String> legalBasis,
            Optional<String> method,
            Optional<Reason> refusal,
            Optional<Reason> note)
            implements IntakeEntry {}

    /**
     * An artifact asks to become the next version.
     *
     * @param artifact content hash, as received; whether the store holds it is for the admission job to find out
     */
    record Registration(
            String modelId,
            String id,
            String contentHash,
            Coordinates coordinates,
            String artifact,
            String registeredBy,
            long registeredAt)
            implements IntakeEntry {}
}
