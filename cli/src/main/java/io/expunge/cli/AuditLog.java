/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.events.AuditRecorded;
import io.expunge.events.ModelVersionPublished;
import io.expunge.processor.audit.AuditChainCopy;
import io.expunge.processor.audit.AuditEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/** Reads the audit log, and what the version events say of it. Stateless. */
final class AuditLog {
    private AuditLog() {}

    /** A chain with the place of each of its records. */
    record Chain(AuditChainCopy copy, List<String> places) {}

    /**
     * The chains, as they stand: of one model, or of all.
     *
     * <p>The versions are read first: what they name was committed with them, so a version that comes meanwhile does no harm.
     */
    static Map<String, Chain> read(Connection connection, Optional<String> model) {
        Map<String, SortedMap<Long, String>> versions = new TreeMap<>();
        entries(connection, connection.topics().modelVersions(), model, ModelVersionPublished.class)
                .forEach(entry -> entry.event()
                        .ifPresent(version -> versions.computeIfAbsent(version.getModelId(), key -> new TreeMap<>())
                                .put(version.getVersion(), version.getAuditHash())));
        Map<String, List<AuditEntry>> records = new TreeMap<>();
        Map<String, List<String>> places = new TreeMap<>();
        String topic = connection.topics().audit();
        entries(connection, topic, model, AuditRecorded.class)
                .forEach(entry -> entry.event().ifPresent(record -> {
                    records.computeIfAbsent(record.getModelId(), key -> new ArrayList<>())
                            .add(AuditEntry.of(record));
                    places.computeIfAbsent(record.getModelId(), key -> new ArrayList<>())
                            .add(topic + "-" + entry.partition() + "@" + entry.offset());
                }));
        Map<String, Chain> chains = new TreeMap<>();
        Stream.concat(versions.keySet().stream(), records.keySet().stream())
                .distinct()
                .filter(modelId -> model.map(modelId::equals).orElse(true))
                .forEach(modelId -> chains.put(
                        modelId,
                        new Chain(
                                new AuditChainCopy(
                                        modelId,
                                        records.getOrDefault(modelId, List.of()),
                                        versions.getOrDefault(modelId, new TreeMap<>())),
                                places.getOrDefault(modelId, List.of()))));
        return chains;
    }

    /** What a topic by model says of one model, or of all. */
    static <T extends SpecificRecord> List<TopicReader.Entry<T>> entries(
            Connection connection, String topic, Optional<String> model, Class<T> type) {
        try (TopicReader<T> reader = model.isPresent()
                ? connection.reader(topic, Set.of(ModelPartition.of(model.get(), connection.partitions(topic))), type)
                : connection.reader(topic, type)) {
            List<TopicReader.Entry<T>> entries = reader.readToEnd();
            if (reader.unreadable() > 0) {
                throw new CommandFailure(
                        ExitCode.FAILED,
                        "topic " + topic + " holds " + reader.unreadable()
                                + " record(s) that cannot be read as what belongs there; somebody else writes to it. Check"
                                + " its access rules with 'expunge topics acls'.");
            }
            return entries;
        }
    }
}
