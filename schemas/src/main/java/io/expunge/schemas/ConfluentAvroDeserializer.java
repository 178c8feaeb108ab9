/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Kafka deserializer for one record type in the Confluent wire format. A null value (a tombstone) stays null. Throws
 * {@link MalformedRecordException} or {@link RegistryUnavailableException}. Thread-safe; closing it does not close the
 * registry.
 *
 * @param <T> the record type
 */
public final class ConfluentAvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {
    private final AvroDecoder<T> decoder;

    public ConfluentAvroDeserializer(SchemaRegistry registry, Class<T> type) {
        this.decoder = new AvroDecoder<>(registry, type);
    }

    @Override
    public @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
        return bytes == null ? null : decoder.decode(bytes).orThrow();
    }
}
