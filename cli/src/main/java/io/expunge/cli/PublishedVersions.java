/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.events.ModelVersionPublished;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/** Reads what was published. Stateless. */
final class PublishedVersions {
    private PublishedVersions() {}

    /** The versions of a model, oldest first. */
    static List<ModelVersionPublished> of(Connection connection, String modelId) {
        return read(
                        connection,
                        connection.topics().modelVersions(),
                        Optional.of(modelId),
                        ModelVersionPublished.class,
                        ModelVersionPublished::getModelId)
                .stream()
                .sorted(Comparator.comparingLong(ModelVersionPublished::getVersion))
                .toList();
    }

    /**
     * One version of a model.
     *
     * @param number which; the newest if empty
     * @throws CommandFailure if there is none
     */
    static ModelVersionPublished one(Connection connection, String modelId, Optional<Long> number) {
        List<ModelVersionPublished> versions = of(connection, modelId);
        if (versions.isEmpty()) {
            throw none(modelId);
        }
        ModelVersionPublished newest = versions.get(versions.size() - 1);
        return number.map(wanted -> versions.stream()
                        .filter(version -> version.getVersion() == wanted)
                        .findFirst()
                        .orElseThrow(() -> noSuch(modelId, wanted, newest.getVersion())))
                .orElse(newest);
    }

    /** The answer to who asks for a number that the model has not come to, or that the topic does not hold. */
    static CommandFailure noSuch(String modelId, long wanted, long newest) {
        return new CommandFailure(
                ExitCode.FAILED,
                "model '" + modelId + "' has no version " + wanted + "; its newest is " + newest + ".");
    }

    /** Every event that a topic holds now. */
    static <T extends SpecificRecord> List<T> read(Connection connection, String topic, Class<T> type) {
        try (TopicReader<T> reader = connection.reader(topic, type)) {
            return reader.readToEnd().stream()
                    .flatMap(entry -> entry.event().stream())
                    .toList();
        }
    }

    /** What a topic by model says of one model, of which one partition is read, or of all. */
    static <T extends SpecificRecord> List<T> read(
            Connection connection, String topic, Optional<String> model, Class<T> type, Function<T, String> modelId) {
        if (model.isEmpty()) {
            return read(connection, topic, type);
        }
        Set<Integer> partition = Set.of(ModelPartition.of(model.get(), connection.partitions(topic)));
        try (TopicReader<T> reader = connection.reader(topic, partition, type)) {
            return reader.readToEnd(event -> modelId.apply(event).equals(model.get())).stream()
                    .flatMap(entry -> entry.event().stream())
                    .toList();
        }
    }

    /** The answer to who asks for a model that was never published. */
    static CommandFailure none(String modelId) {
        return new CommandFailure(
                ExitCode.FAILED,
                "model '" + modelId + "' has no published version. Check the name, or publish one with 'expunge train"
                        + " --model " + modelId + " --data FILE'.");
    }
}
