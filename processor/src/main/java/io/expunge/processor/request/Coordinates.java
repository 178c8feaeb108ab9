/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.request;

import java.util.Optional;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Where a record was read. */
public record Coordinates(String topic, int partition, long offset) {
    /** Where a processor's record was read, as its context says; a place that cannot be if it does not. */
    public static Coordinates of(Optional<RecordMetadata> metadata) {
        return metadata.map(at -> new Coordinates(at.topic(), at.partition(), at.offset()))
                .orElseGet(() -> new Coordinates("", -1, -1));
    }

    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
