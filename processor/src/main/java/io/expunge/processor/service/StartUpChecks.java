/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.service;

import io.expunge.processor.model.ModelStores;
import io.expunge.schemas.TopicAdministration;
import io.expunge.schemas.TopicCatalogue;
import io.expunge.schemas.TopicFinding;
import io.expunge.schemas.TopicSettings;
import io.expunge.schemas.Topics;
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

    /**
     * A ledger that is empty while versions were published is a lost one: going on would number versions again from 1 and
     * forget which deletions were honoured.
     */
    static void ledger(ProcessorConfiguration configuration) {
        String versions = new Topics(configuration.topicPrefix()).modelVersions();
        String ledger = configuration.applicationId() + "-" + ModelStores.MODELS + "-changelog";
        try (Admin admin = Admin.create(new HashMap<>(configuration.clientProperties()))) {
            TopicAdministration topics = new TopicAdministration(admin);
            if (topics.holdsRecords(versions) && !topics.holdsRecords(ledger)) {
                throw new StartUpException(List.of("topic " + versions + " holds published versions, but the ledger of"
                        + " application '" + configuration.applicationId() + "' (topic " + ledger
                        + ") is empty. Start with the expunge.application-id that published them, or restore that topic"
                        + " from a backup; starting anew would announce versions twice."));
            }
        }
    }

    /** Retention and the like is an operator's choice; a missing topic or a wrong number of partitions is not. */
    private static boolean isFatal(TopicFinding finding) {
        return finding.problem() == TopicFinding.Problem.MISSING
                || finding.problem() == TopicFinding.Problem.PARTITIONS;
    }
}
