/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Kafka serializer for one record type in the Confluent wire format. It never registers a schema: a schema comes into
 * being by an operator's decision, not by a record. The id of a topic's subject is looked up at the first record, or
 * earlier by {@link #prepare}, and remembered. A null value (a tombstone) stays null. Thread-safe; closing it does not
 * close the registry.
 *
 * @param <T> the record type
 */
public final class ConfluentAvroSerializer<T extends SpecificRecord> implements Serializer<T> {
    private final SchemaRegistry registry;
    private final Schema contract;
    private final DatumWriter<T> writer;
    private final Map<String, Integer> idByTopic = new ConcurrentHashMap<>();

    public ConfluentAvroSerializer(SchemaRegistry registry, Class<T> type) {
        EventTrust.establish();
        this.registry = registry;
        this.contract = EventSchemas.contractOf(type);
        SpecificData data = SpecificData.getForClass(type);
        this.writer = new SpecificDatumWriter<>(data.getSchema(type), data);
    }

    /**
     * Looks up the id for a topic now, so that a missing subject or a registry that is down shows at start.
     *
     * @return the schema's id
     * @throws SchemaNotFoundException if the subject lacks this schema
     * @throws RegistryUnavailableException if the registry cannot be asked
     */
    public int prepare(String topic) {
        Integer known = idByTopic.get(topic);
        if (known != null) {
            return known;
        }
        int id = registry.idOf(Topics.valueSubject(topic), contract);
        idByTopic.put(topic, id);
        return id;
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable T value) {
        return value == null ? null : encode(prepare(topic), value);
    }

    private byte[] encode(int schemaId, T value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        out.writeBytes(WireFormat.header(schemaId));
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        try {
            writer.write(value, encoder);
            encoder.flush();
        } catch (IOException | AvroRuntimeException | ClassCastException | NullPointerException unwritable) {
            throw new SerializationException(
                    "a " + contract.getFullName() + " does not fit its own schema; is a required field unset?",
                    unwritable);
        }
        return out.toByteArray();
    }
}
