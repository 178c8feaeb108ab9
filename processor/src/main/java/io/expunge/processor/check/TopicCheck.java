/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.check;

import io.expunge.schemas.TopicAdministration;
import io.expunge.schemas.TopicFinding;
import java.util.List;

/** The topics exist and are as the catalogue wants them. */
final class TopicCheck implements Check {
    @Override
    public String name() {
        return "topics";
    }

    @Override
    public boolean needsBrokers() {
        return true;
    }

    @Override
    public List<Finding> examine(Surroundings surroundings) {
        List<TopicFinding> found = new TopicAdministration(surroundings.admin()).check(surroundings.catalogue());
        if (found.isEmpty()) {
            String all = surroundings.configuration().topicPrefix() + "*";
            return List.of(Finding.ok(name(), all, "all topics are as they should be."));
        }
        return found.stream().map(this::finding).toList();
    }

    /** Retention and the like is an operator's choice; a missing topic or a wrong number of partitions is not. */
    private Finding finding(TopicFinding found) {
        boolean fatal =
                found.problem() == TopicFinding.Problem.MISSING || found.problem() == TopicFinding.Problem.PARTITIONS;
        return new Finding(
                name(),
                fatal ? Finding.Severity.ERROR : Finding.Severity.WARNING,
                found.topic(),
                found.what(),
                found.remedy());
    }
}
