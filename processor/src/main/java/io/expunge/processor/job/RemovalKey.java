/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.processor.job.JobSpecification.Wanted;
import io.expunge.processor.request.RemovalTarget;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Names the removal of one whole class from one artifact by one method. Together with the settings of the process it
 * decides every bit of the result, whoever asks for it and how often.
 */
record RemovalKey(String modelId, String baseHash, String method, String label) {

    /** The one class a batch comes to, if it comes to nothing else. */
    static Optional<RemovalKey> of(JobSpecification.Unlearning job) {
        Set<RemovalTarget> targets = job.requests().stream().map(Wanted::target).collect(Collectors.toSet());
        return targets.size() == 1 && targets.iterator().next() instanceof RemovalTarget.OfClass ofClass
                ? Optional.of(new RemovalKey(job.modelId(), job.baseHash(), job.method(), ofClass.label()))
                : Optional.empty();
    }

    /** What the staging area calls it. */
    String stagingKey() {
        return String.join("\n", baseHash, method, label);
    }
}
