/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import io.expunge.schemas.TopicFinding.Problem;
import io.expunge.schemas.TopicSpec.PartitionRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/** Compares a topic as wanted with a topic as it is. Stateless. */
final class TopicComparison {
    private TopicComparison() {}

    static List<TopicFinding> compare(TopicSpec spec, TopicState state) {
        List<TopicFinding> findings = new ArrayList<>();
        if (spec.partitionRule() == PartitionRule.MODEL && state.partitions() != spec.partitions()) {
            findings.add(partitions(spec, state));
        }
        if (state.replicas() < spec.replicationFactor()) {
            findings.add(replication(spec, state));
        }
        spec.configs().forEach((key, wanted) -> {
            String actual = state.configs().getOrDefault(key, "");
            if (!satisfies(key, wanted, actual)) {
                findings.add(configuration(spec.name(), key, wanted, actual));
            }
        });
        return findings;
    }

    // More room than asked for harms nobody; everything else has to be as wanted.
    private static boolean satisfies(String key, String wanted, String actual) {
        boolean atLeast =
                key.equals(TopicConfig.MAX_MESSAGE_BYTES_CONFIG) || key.equals(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG);
        return wanted.equals(actual)
                || (atLeast && actual.matches("\\d{1,18}") && Long.parseLong(actual) >= Long.parseLong(wanted));
    }

    private static TopicFinding partitions(TopicSpec spec, TopicState state) {
        return new TopicFinding(
                spec.name(),
                Problem.PARTITIONS,
                "it has " + state.partitions() + " partitions; every topic by model needs " + spec.partitions() + ".",
                "Set the number of model partitions to the one the topics were created with, or recreate the topic while"
                        + " it is empty. Adding partitions would move models away from their history.");
    }

    private static TopicFinding replication(TopicSpec spec, TopicState state) {
        return new TopicFinding(
                spec.name(),
                Problem.REPLICATION,
                "a partition has " + state.replicas() + " copies, wanted are " + spec.replicationFactor() + ".",
                "Reassign its partitions with kafka-reassign-partitions, or lower the replication factor setting.");
    }

    private static TopicFinding configuration(String topic, String key, String wanted, String actual) {
        return new TopicFinding(
                topic,
                PROBLEMS.getOrDefault(key, Problem.CONFIGURATION),
                key + " is " + actual + ", wanted is " + wanted + ".",
                "Run: kafka-configs --alter --entity-type topics --entity-name " + topic + " --add-config " + key + "="
                        + wanted);
    }

    private static final Map<String, Problem> PROBLEMS = Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG, Problem.CLEANUP_POLICY,
            TopicConfig.RETENTION_MS_CONFIG, Problem.RETENTION,
            TopicConfig.RETENTION_BYTES_CONFIG, Problem.RETENTION);
}
