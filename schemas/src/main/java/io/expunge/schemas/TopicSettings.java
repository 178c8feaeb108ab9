/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import java.time.Duration;

/**
 * What an operator decides about the topics.
 *
 * @param prefix what every topic name starts with
 * @param modelPartitions N, the partitions of every topic that is partitioned by model; fixed when the topics are created
 * @param intakePartitions partitions of the intake, status and dead-letter topics; may be raised later for intake
 * @param replicationFactor copies of every partition; 3 or more also asks for two in-sync copies on every write
 * @param requestRetention how long requests and registrations stay readable
 * @param commandRetention how long internal commands stay; longer than any outage the processor is to survive
 * @param deadLetterRetention how long refused records stay
 */
public record TopicSettings(
        String prefix,
        int modelPartitions,
        int intakePartitions,
        short replicationFactor,
        Duration requestRetention,
        Duration commandRetention,
        Duration deadLetterRetention) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException naming the setting that is out of range
     */
    public TopicSettings {
        requirePositive("modelPartitions", modelPartitions);
        requirePositive("intakePartitions", intakePartitions);
        requirePositive("replicationFactor", replicationFactor);
        requirePositive("requestRetention in milliseconds", requestRetention.toMillis());
        requirePositive("commandRetention in milliseconds", commandRetention.toMillis());
        requirePositive("deadLetterRetention in milliseconds", deadLetterRetention.toMillis());
    }

    /** One broker, four partitions, requests for 30 days, commands for 14, dead letters for 90. */
    public static TopicSettings defaults() {
        return new TopicSettings(
                Topics.DEFAULT_PREFIX, 4, 4, (short) 1, Duration.ofDays(30), Duration.ofDays(14), Duration.ofDays(90));
    }

    /** The same under another prefix. */
    public TopicSettings withPrefix(String value) {
        return new TopicSettings(
                value,
                modelPartitions,
                intakePartitions,
                replicationFactor,
                requestRetention,
                commandRetention,
                deadLetterRetention);
    }

    /** The same with another number of partitions by model. */
    public TopicSettings withModelPartitions(int value) {
        return new TopicSettings(
                prefix,
                value,
                intakePartitions,
                replicationFactor,
                requestRetention,
                commandRetention,
                deadLetterRetention);
    }

    /** The same with another number of intake partitions. */
    public TopicSettings withIntakePartitions(int value) {
        return new TopicSettings(
                prefix,
                modelPartitions,
                value,
                replicationFactor,
                requestRetention,
                commandRetention,
                deadLetterRetention);
    }

    /** The same with another replication factor. */
    public TopicSettings withReplicationFactor(int value) {
        return new TopicSettings(
                prefix,
                modelPartitions,
                intakePartitions,
                (short) value,
                requestRetention,
                commandRetention,
                deadLetterRetention);
    }

    /** The same with another retention of requests and registrations. */
    public TopicSettings withRequestRetention(Duration value) {
        return new TopicSettings(
                prefix,
                modelPartitions,
                intakePartitions,
                replicationFactor,
                value,
                commandRetention,
                deadLetterRetention);
    }

    /** The names these settings give. */
    public Topics topics() {
        return new Topics(prefix);
    }

    private static void requirePositive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException("topic setting " + name + " is " + value + "; it must be at least 1");
        }
    }
}
