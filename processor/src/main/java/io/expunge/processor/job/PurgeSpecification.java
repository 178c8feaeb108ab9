/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.store.HonouredDeletions;
import java.util.List;
import java.util.Set;

/**
 * A purge that was planned and committed.
 *
 * @param planSequence audit sequence of the plan
 * @param headHash the model's head
 * @param targets what the plan names
 * @param live artifacts that must not go whatever the plan says: the head, versions that are kept, what waits to be
 *     admitted
 * @param batchInFlight id of the batch whose artifact may be there before anybody was told; empty of an artifact that is
 *     no version
 * @param remembered deletions to honour that no artifact shows
 * @param orphanMillis how old an orphan has to be
 */
public record PurgeSpecification(
        String modelId,
        long planSequence,
        String headHash,
        List<Target> targets,
        Set<String> live,
        String batchInFlight,
        HonouredDeletions remembered,
        long orphanMillis) {
    public PurgeSpecification {
        targets = List.copyOf(targets);
        live = Set.copyOf(live);
    }

    /**
     * One artifact.
     *
     * @param certain whether it goes whatever its training set holds
     * @param forgottenBy the artifact that no longer holds what this one may; empty of an artifact that is
     *     no version
     */
    public record Target(String contentHash, boolean certain, String forgottenBy) {}
}
