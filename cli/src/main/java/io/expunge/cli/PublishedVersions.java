/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.events.ModelVersionPublished;
import java.util.Comparator;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** Reads what was published. Stateless. */
final class PublishedVersions {
    private PublishedVersions() {}

    /** The versions of a model, oldest first. */
    static List<ModelVersionPublished> of(Connection connection, String modelId) {
        return read(connection, connection.topics().modelVersions(), ModelVersionPublished.class).stream()
                .filter(version -> version.getModelId().equals(modelId))
                .sorted(Comparator.comparingLong(ModelVersionPublished::getVersion))
                .toList();
    }

    /** Every event that a topic holds now. */
    static <T extends SpecificRecord> List<T> read(Connection connection, String topic, Class<T> type) {
        try (TopicReader<T> reader = connection.reader(topic, type)) {
            return reader.readToEnd().stream()
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
