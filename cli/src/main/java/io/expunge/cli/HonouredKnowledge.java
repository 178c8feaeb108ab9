/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.events.AuditRecorded;
import io.expunge.events.ModelVersionPublished;
import io.expunge.processor.command.Reinstatement;
import io.expunge.processor.model.ReturnsTold;
import io.expunge.store.ContentHash;
import io.expunge.store.HeadHint;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.ModelStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;

/** What a model was told to forget, as topics and store show it to those who train. Stateless. */
final class HonouredKnowledge {
    private HonouredKnowledge() {}

    /**
     * Up to the head that is announced, less the classes that are reinstated. Where this user may not read the topics the
     * store alone is asked: then less may be found here than the processor refuses, and a reinstated class is refused here.
     */
    static HonouredDeletions of(Connection connection, ModelStore store, String modelId) {
        HonouredDeletions honoured =
                permitted(() -> of(store, head(connection, modelId), modelId)).orElseGet(() -> of(store, modelId));
        return honoured.classes().isEmpty()
                ? honoured
                : without(
                        honoured,
                        permitted(() -> reinstated(connection, modelId)).orElse(List.of()));
    }

    private static Optional<ContentHash> head(Connection connection, String modelId) {
        return events(connection, connection.topics().modelHeads(), modelId, ModelVersionPublished.class).stream()
                .filter(version -> version.getModelId().equals(modelId))
                .reduce((first, second) -> second)
                .map(version -> new ContentHash(version.getContentHash()));
    }

    /** Up to the head that the store has heard of. Of reinstated classes only the topics know. */
    static HonouredDeletions of(ModelStore store, String modelId) {
        return of(store, store.head(modelId).map(HeadHint::artifact), modelId);
    }

    private static HonouredDeletions of(ModelStore store, Optional<ContentHash> head, String modelId) {
        HonouredDeletions shown =
                head.map(hash -> store.open(hash).honouredDeletions()).orElse(HonouredDeletions.NONE);
        return shown.and(store.remembered().of(modelId));
    }

    private static HonouredDeletions without(HonouredDeletions honoured, List<Reinstatement> reinstated) {
        List<String> classes = new ArrayList<>(honoured.classes());
        reinstated.forEach(one -> classes.remove(one.label()));
        return new HonouredDeletions(honoured.documents(), honoured.subjects(), classes);
    }

    private static List<Reinstatement> reinstated(Connection connection, String modelId) {
        ReturnsTold told = new ReturnsTold();
        events(connection, connection.topics().audit(), modelId, AuditRecorded.class).stream()
                .filter(record -> record.getModelId().equals(modelId))
                .forEach(told::read);
        return told.returns().reinstated();
    }

    /** What is read, or empty where this user has no right to. */
    private static <T> Optional<T> permitted(Supplier<T> reading) {
        try {
            return Optional.of(reading.get());
        } catch (KafkaException refused) {
            if (refused instanceof AuthorizationException || refused.getCause() instanceof AuthorizationException) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    private static <T extends SpecificRecord> List<T> events(
            Connection connection, String topic, String modelId, Class<T> type) {
        int partition = ModelPartition.of(modelId, connection.partitions(topic));
        try (TopicReader<T> reader = connection.reader(topic, Set.of(partition), type)) {
            return reader.readToEnd().stream()
                    .flatMap(entry -> entry.event().stream())
                    .toList();
        }
    }
}
