/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.processor.request.RemovalTarget;
import io.expunge.store.HonouredDeletions;
import java.util.List;

/**
 * A job: a pure function of what is named here, so that any instance may run it at any time and get the same bits.
 *
 * @param baseHash content hash of the head; empty for a first registration
 */
public sealed interface JobSpecification {
    String modelId();

    String batchId();

    String baseHash();

    /** Make a version without what the requests name. */
    record Unlearning(String modelId, String batchId, String baseHash, String method, List<Wanted> requests)
            implements JobSpecification {
        public Unlearning {
            requests = List.copyOf(requests);
        }
    }

    /**
     * Look at a registered artifact and admit or refuse it.
     *
     * @param remembered deletions to honour that the head does not show
     */
    record Admission(
            String modelId,
            String batchId,
            String baseHash,
            String registrationId,
            String artifact,
            String registeredBy,
            HonouredDeletions remembered)
            implements JobSpecification {}

    /** One request of a batch. */
    record Wanted(String requestId, RemovalTarget target) {}
}
