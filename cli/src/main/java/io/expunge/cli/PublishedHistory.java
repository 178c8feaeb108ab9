/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.events.AuditKind;
import io.expunge.events.AuditRecorded;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.UnlearningVerified;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * The published versions of one or all models, joined with their verdicts and purge receipts. Immutable.
 *
 * @param models for each model its versions by number
 * @param auditRead whether this login could read the audit log, without which nobody knows what was purged
 */
record PublishedHistory(SortedMap<String, SortedMap<Long, PublishedVersion>> models, boolean auditRead) {
    /** Identity of a version; events meet under it, whichever comes first. */
    private record Key(String modelId, long version) {}

    /** What a receipt is about. */
    private record Erased(String modelId, String contentHash) {}

    /** Reads the topics, and the sizes from the store if there is one. */
    static PublishedHistory read(Connection connection, Optional<String> model, ArtifactSizes sizes) {
        List<ModelVersionPublished> versions = PublishedVersions.read(
                connection,
                connection.topics().modelVersions(),
                model,
                ModelVersionPublished.class,
                ModelVersionPublished::getModelId);
        if (versions.isEmpty()) {
            return new PublishedHistory(new TreeMap<>(), true);
        }
        List<UnlearningVerified> verdicts = PublishedVersions.read(
                connection,
                connection.topics().verifications(),
                model,
                UnlearningVerified.class,
                UnlearningVerified::getModelId);
        Optional<List<AuditRecorded>> audit = audit(connection, model);
        return new PublishedHistory(join(versions, verdicts, audit.orElse(List.of()), sizes), audit.isPresent());
    }

    /** Nothing where this user may not read the audit log, which a privacy team need not. */
    private static Optional<List<AuditRecorded>> audit(Connection connection, Optional<String> model) {
        try {
            return Optional.of(PublishedVersions.read(
                    connection, connection.topics().audit(), model, AuditRecorded.class, AuditRecorded::getModelId));
        } catch (KafkaException refused) {
            if (refused instanceof AuthorizationException || refused.getCause() instanceof AuthorizationException) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    /** Joins what was read, in whatever order it came. */
    static SortedMap<String, SortedMap<Long, PublishedVersion>> join(
            List<ModelVersionPublished> versions,
            List<UnlearningVerified> verdicts,
            List<AuditRecorded> audit,
            ArtifactSizes sizes) {
        Map<Key, List<UnlearningVerified>> judged = new HashMap<>();
        verdicts.stream()
                .sorted(Comparator.comparing(UnlearningVerified::getVerifiedAt))
                .forEach(verdict -> judged.computeIfAbsent(
                                new Key(verdict.getModelId(), verdict.getVersion()), key -> new ArrayList<>())
                        .add(verdict));
        Map<Erased, AuditRecorded> purged = receipts(audit);
        SortedMap<String, SortedMap<Long, ModelVersionPublished>> events = new TreeMap<>();
        versions.forEach(version -> events.computeIfAbsent(version.getModelId(), key -> new TreeMap<>())
                .put(version.getVersion(), version));
        SortedMap<String, SortedMap<Long, PublishedVersion>> joined = new TreeMap<>();
        events.forEach((modelId, ofModel) ->
                ofModel.forEach((number, event) -> joined.computeIfAbsent(modelId, key -> new TreeMap<>())
                        .put(
                                number,
                                new PublishedVersion(
                                        event,
                                        judged.getOrDefault(new Key(modelId, number), List.of()),
                                        Optional.ofNullable(purged.get(new Erased(modelId, event.getContentHash()))),
                                        sizes.of(event.getContentHash()),
                                        number.equals(ofModel.lastKey())))));
        return joined;
    }

    private static Map<Erased, AuditRecorded> receipts(List<AuditRecorded> audit) {
        Map<Erased, AuditRecorded> receipts = new HashMap<>();
        audit.stream()
                .filter(record -> record.getKind() == AuditKind.PURGED)
                .forEach(record -> receipts.put(
                        new Erased(record.getModelId(), record.getFacts().getOrDefault("contentHash", "")), record));
        return receipts;
    }

    /** The versions of a model by number; empty if it has none. */
    SortedMap<Long, PublishedVersion> of(String modelId) {
        return models.getOrDefault(modelId, new TreeMap<>());
    }

    /** Every version of every model, oldest first. */
    List<PublishedVersion> all() {
        return models.values().stream()
                .flatMap(ofModel -> ofModel.values().stream())
                .toList();
    }
}
