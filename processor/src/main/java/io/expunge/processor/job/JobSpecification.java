/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.processor.command.Reinstatement;
import io.expunge.processor.request.RemovalTarget;
import io.expunge.store.HonouredDeletions;
import java.util.List;
import java.util.Optional;

/**
 * A job: a pure function of what is named here, so that any instance may run it at any time and get the same bits.
 *
 * @param baseHash content hash of the head; empty for a first registration
 */
public sealed interface JobSpecification {
    String modelId();

    String batchId();

    String baseHash();

    /** On which terms what is made may be released. */
    ReleaseTerms terms();

    /**
     * Make a version without what the requests name.
     *
     * @param lossAcceptedBy the operator who accepts what that costs the classes that stay; empty while nobody does
     */
    record Unlearning(
            String modelId,
            String batchId,
            String baseHash,
            String method,
            List<Wanted> requests,
            Optional<String> lossAcceptedBy,
            ReleaseTerms terms)
            implements JobSpecification {
        public Unlearning {
            requests = List.copyOf(requests);
        }

        /** One whose cost nobody has accepted, and whose result is released as it is. */
        public Unlearning(String modelId, String batchId, String baseHash, String method, List<Wanted> requests) {
            this(modelId, batchId, baseHash, method, requests, Optional.empty(), ReleaseTerms.PLAIN);
        }
    }

    /**
     * Look at a registered artifact and admit or refuse it.
     *
     * @param remembered deletions to honour that the head does not show
     * @param reinstated classes that the head says to do without, and that may come in again
     */
    record Admission(
            String modelId,
            String batchId,
            String baseHash,
            String registrationId,
            String artifact,
            String registeredBy,
            HonouredDeletions remembered,
            List<Reinstatement> reinstated,
            ReleaseTerms terms)
            implements JobSpecification {
        public Admission {
            reinstated = List.copyOf(reinstated);
        }

        /** One whose result is released as it is. */
        public Admission(
                String modelId,
                String batchId,
                String baseHash,
                String registrationId,
                String artifact,
                String registeredBy,
                HonouredDeletions remembered,
                List<Reinstatement> reinstated) {
            this(
                    modelId,
                    batchId,
                    baseHash,
                    registrationId,
                    artifact,
                    registeredBy,
                    remembered,
                    reinstated,
                    ReleaseTerms.PLAIN);
        }
    }

    /**
     * Take the state of an older version up again, without whatever was to be forgotten since.
     *
     * @param headVersion number of the head
     * @param to number of the older version
     * @param artifact its artifact; empty if only the lineage of the head tells
     * @param remembered deletions to honour that the head does not show
     * @param reinstated classes that may be there in versions published after they were allowed again, and in no other
     */
    record Rollback(
            String modelId,
            String batchId,
            String baseHash,
            long headVersion,
            long to,
            Optional<String> artifact,
            String method,
            HonouredDeletions remembered,
            List<Reinstatement> reinstated,
            ReleaseTerms terms)
            implements JobSpecification {
        public Rollback {
            reinstated = List.copyOf(reinstated);
        }

        /** One whose result is released as it is. */
        public Rollback(
                String modelId,
                String batchId,
                String baseHash,
                long headVersion,
                long to,
                Optional<String> artifact,
                String method,
                HonouredDeletions remembered,
                List<Reinstatement> reinstated) {
            this(
                    modelId,
                    batchId,
                    baseHash,
                    headVersion,
                    to,
                    artifact,
                    method,
                    remembered,
                    reinstated,
                    ReleaseTerms.PLAIN);
        }
    }

    /**
     * Train the head again from zero, without anything that was to be forgotten, because a verdict failed.
     *
     * @param failedVersion number of the version whose verdict that was
     * @param remembered deletions to honour that the head does not show
     */
    record Repair(
            String modelId,
            String batchId,
            String baseHash,
            long failedVersion,
            HonouredDeletions remembered,
            ReleaseTerms terms)
            implements JobSpecification {
        /** The one method that owes the head nothing but its documents. */
        public static final String METHOD = "retrain";
    }

    /** One request of a batch. */
    record Wanted(String requestId, RemovalTarget target) {}
}
