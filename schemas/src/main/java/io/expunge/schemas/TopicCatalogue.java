/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import io.expunge.schemas.TopicSpec.Cleanup;
import io.expunge.schemas.TopicSpec.Direction;
import io.expunge.schemas.TopicSpec.PartitionRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.TopicConfig;

/**
 * All topics with everything one has to know to create, check or document them. Immutable.
 *
 * @param settings what the catalogue was made from
 * @param topics every topic, inputs first, outputs last
 */
public record TopicCatalogue(TopicSettings settings, List<TopicSpec> topics) {
    /** 10,000 document ids of generous length fit. */
    private static final int INTAKE_MESSAGE_BYTES = 2 * 1024 * 1024;

    /** A dead letter carries what intake took and its headers. */
    private static final int DEAD_LETTER_MESSAGE_BYTES = INTAKE_MESSAGE_BYTES + 64 * 1024;

    /** Copies the list. */
    public TopicCatalogue {
        topics = List.copyOf(topics);
    }

    /** The catalogue for some settings. */
    public static TopicCatalogue of(TopicSettings settings) {
        return new Builder(settings).build();
    }

    /**
     * One topic by its full name.
     *
     * @throws IllegalArgumentException if the catalogue has no such topic
     */
    public TopicSpec topic(String name) {
        return topics.stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no topic '" + name + "' in the catalogue"));
    }

    /** Holds what the entries have in common, so that the table below reads as a table. */
    private record Builder(TopicSettings settings, Topics names) {
        private static final String BY_MODEL = "model id";
        private static final Optional<Duration> FOR_EVER = Optional.empty();

        private Builder(TopicSettings settings) {
            this(settings, settings.topics());
        }

        private TopicCatalogue build() {
            return new TopicCatalogue(
                    settings,
                    List.of(
                            input(names.deletionRequests(), "Requests to forget a class, documents or a data subject."),
                            input(
                                    names.modelRegistrations(),
                                    "Trained artifacts that ask to become a model's next version."),
                            commands(),
                            requestStatus(),
                            forEver(names.modelVersions(), "Every published version of every model, in order."),
                            modelHeads(),
                            forEver(names.verifications(), "Verdicts on published versions, check by check."),
                            forEver(names.audit(), "The hash-chained audit log of every model."),
                            deadLetters()));
        }

        private TopicSpec input(String name, String purpose) {
            return spec(
                    name,
                    purpose,
                    Direction.INPUT,
                    BY_MODEL,
                    PartitionRule.OWN,
                    Cleanup.DELETE,
                    Optional.of(settings.requestRetention()),
                    stampedByBroker(INTAKE_MESSAGE_BYTES));
        }

        private TopicSpec commands() {
            return spec(
                    names.commands(),
                    "What moves the processor and is no request: finished jobs, wake-ups, operators.",
                    Direction.INTERNAL,
                    BY_MODEL,
                    PartitionRule.MODEL,
                    Cleanup.DELETE,
                    Optional.of(settings.commandRetention()),
                    stampedByBroker(INTAKE_MESSAGE_BYTES));
        }

        private TopicSpec requestStatus() {
            return spec(
                    names.requestStatus(),
                    "Where every request stands; the newest value per request counts.",
                    Direction.OUTPUT,
                    "model id + request id",
                    PartitionRule.OWN,
                    Cleanup.COMPACT,
                    FOR_EVER,
                    Map.of());
        }

        private TopicSpec modelHeads() {
            return spec(
                    names.modelHeads(),
                    "The newest version of every model, for servers that start or catch up.",
                    Direction.OUTPUT,
                    BY_MODEL,
                    PartitionRule.MODEL,
                    Cleanup.COMPACT,
                    FOR_EVER,
                    Map.of());
        }

        private TopicSpec forEver(String name, String purpose) {
            return spec(
                    name, purpose, Direction.OUTPUT, BY_MODEL, PartitionRule.MODEL, Cleanup.DELETE, FOR_EVER, Map.of());
        }

        private TopicSpec deadLetters() {
            return spec(
                    names.deadLetters(),
                    "Records that could not be taken in, with the reason in their headers.",
                    Direction.OUTPUT,
                    "as received",
                    PartitionRule.OWN,
                    Cleanup.DELETE,
                    Optional.of(settings.deadLetterRetention()),
                    stampedByBroker(DEAD_LETTER_MESSAGE_BYTES));
        }

        // The broker's clock, because retention counts from the timestamp and a producer's may be years off.
        private static Map<String, String> stampedByBroker(int messageBytes) {
            return Map.of(
                    TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                    "LogAppendTime",
                    TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                    String.valueOf(messageBytes));
        }

        private TopicSpec spec(
                String name,
                String purpose,
                Direction direction,
                String key,
                PartitionRule rule,
                Cleanup cleanup,
                Optional<Duration> retention,
                Map<String, String> extra) {
            int partitions = rule == PartitionRule.MODEL ? settings.modelPartitions() : settings.intakePartitions();
            return new TopicSpec(
                    name,
                    purpose,
                    direction,
                    key,
                    Optional.ofNullable(names.valueTypes().get(name)),
                    partitions,
                    rule,
                    settings.replicationFactor(),
                    cleanup,
                    retention,
                    extra);
        }
    }
}
