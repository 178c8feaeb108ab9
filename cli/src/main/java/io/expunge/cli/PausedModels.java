/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.events.AuditKind;
import io.expunge.events.AuditRecorded;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;

/** Which models are paused, as the audit log tells. Stateless. */
final class PausedModels {
    private PausedModels() {}

    /** A line for each paused model; none where this user may not read the audit log, which a privacy team need not. */
    static List<String> lines(Connection connection, Optional<String> model) {
        try {
            return read(connection, model).values().stream()
                    .filter(record -> "PAUSE".equals(record.getFacts().get("verb")))
                    .map(PausedModels::line)
                    .toList();
        } catch (KafkaException refused) {
            if (refused instanceof AuthorizationException || refused.getCause() instanceof AuthorizationException) {
                return List.of();
            }
            throw refused;
        }
    }

    /** The newest order about each model as a whole that changed something. */
    private static Map<String, AuditRecorded> read(Connection connection, Optional<String> model) {
        String topic = connection.topics().audit();
        Map<String, AuditRecorded> newest = new TreeMap<>();
        try (TopicReader<AuditRecorded> reader = reader(connection, topic, model)) {
            reader.readToEnd().forEach(entry -> entry.event()
                    .filter(record -> model.map(record.getModelId()::equals).orElse(true))
                    .filter(PausedModels::pausesOrResumes)
                    .ifPresent(record -> newest.put(record.getModelId(), record)));
        }
        return newest;
    }

    private static TopicReader<AuditRecorded> reader(Connection connection, String topic, Optional<String> model) {
        int partitions = connection.partitions(topic);
        return model.isPresent()
                ? connection.reader(topic, Set.of(ModelPartition.of(model.get(), partitions)), AuditRecorded.class)
                : connection.reader(topic, AuditRecorded.class);
    }

    private static boolean pausesOrResumes(AuditRecorded record) {
        String verb = record.getFacts().getOrDefault("verb", "");
        return record.getKind() == AuditKind.OPERATOR
                && "DONE".equals(record.getFacts().get("outcome"))
                && (verb.equals("PAUSE") || verb.equals("RESUME"));
    }

    private static String line(AuditRecorded record) {
        return "! Model " + record.getModelId() + " is paused since " + Statuses.time(record.getRecordedAt()) + " by "
                + record.getFacts().getOrDefault("operator", "somebody") + " ("
                + record.getFacts().getOrDefault("reason", "") + "); its requests wait until 'expunge resume'.";
    }
}
