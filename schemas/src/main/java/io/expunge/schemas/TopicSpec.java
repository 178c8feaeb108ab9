/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * What one topic is for and has to be like.
 *
 * @param name full name
 * @param purpose one sentence for people
 * @param direction who writes and who reads it
 * @param key what its keys are, for people
 * @param value the Avro record of its values; empty where values are not Avro
 * @param partitions how many it is created with
 * @param partitionRule whether that number may differ later
 * @param replicationFactor copies of every partition
 * @param cleanup what the broker throws away
 * @param retention how long records stay; empty for ever. Says nothing about a compacted topic
 * @param extraConfigs topic configuration beyond cleanup and retention
 */
public record TopicSpec(
        String name,
        String purpose,
        Direction direction,
        String key,
        Optional<Class<? extends SpecificRecord>> value,
        int partitions,
        PartitionRule partitionRule,
        short replicationFactor,
        Cleanup cleanup,
        Optional<Duration> retention,
        Map<String, String> extraConfigs) {

    /** Copies the configuration. */
    public TopicSpec {
        extraConfigs = Map.copyOf(extraConfigs);
    }

    /** Who writes and who reads a topic. */
    public enum Direction {
        /** Written by producers, read by the processor. */
        INPUT,
        /** Written and read by the processor and its tools. */
        INTERNAL,
        /** Written by the processor, read by subscribers. */
        OUTPUT
    }

    /** How many partitions a topic may have. */
    public enum PartitionRule {
        /** Exactly as many as there are model partitions: the topic is joined with others by model. */
        MODEL,
        /** Any number. */
        OWN
    }

    /** What a broker throws away. */
    public enum Cleanup {
        /** Records older than the retention. */
        DELETE("delete"),
        /** All but the newest record of each key. */
        COMPACT("compact");

        private final String policy;

        Cleanup(String policy) {
            this.policy = policy;
        }

        /** The value of {@code cleanup.policy}. */
        public String policy() {
            return policy;
        }
    }

    /** The whole topic configuration, sorted by key. */
    public Map<String, String> configs() {
        Map<String, String> configs = new TreeMap<>(extraConfigs);
        configs.put("cleanup.policy", cleanup.policy());
        if (cleanup == Cleanup.DELETE) {
            configs.put(
                    "retention.ms",
                    String.valueOf(retention.map(Duration::toMillis).orElse(-1L)));
            configs.put("retention.bytes", "-1");
        }
        if (replicationFactor >= 3) {
            configs.put("min.insync.replicas", "2");
        }
        return configs;
    }
}
