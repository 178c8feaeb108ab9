/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.service;

import io.expunge.schemas.TopicAdministration;
import io.expunge.schemas.TopicCatalogue;
import io.expunge.schemas.TopicFinding;
import io.expunge.schemas.TopicSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** What must be true before the first record is read. */
final class StartUpChecks {
    private StartUpChecks() {}

    /** The topics exist, and those keyed by model have as many partitions as the configuration says. */
    static void topics(ProcessorConfiguration configuration) {
        TopicSettings settings = TopicSettings.defaults()
                .withPrefix(configuration.topicPrefix())
                .withModelPartitions(configuration.modelPartitions())
                .withReplicationFactor(configuration.replicationFactor());
        Map<String, Object> clients = new HashMap<>(configuration.clientProperties());
        try (Admin admin = Admin.create(clients)) {
            List<String> findings = new TopicAdministration(admin)
                    .check(TopicCatalogue.of(settings)).stream()
                            .filter(StartUpChecks::isFatal)
                            .map(TopicFinding::toString)
                            .toList();
            if (!findings.isEmpty()) {
                throw new StartUpException(findings);
            }
        }
    }

    /** Retention and the like is an operator's choice; a missing topic or a wrong number of partitions is not. */
    private static boolean isFatal(TopicFinding finding) {
        return finding.problem() == TopicFinding.Problem.MISSING
                || finding.problem() == TopicFinding.Problem.PARTITIONS;
    }
}
