/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import io.expunge.schemas.MalformedRecordException.Defect;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads one record type from bytes nobody vouches for. What a newer writer added is skipped, what an older one lacked
 * takes its default, and enum symbols unknown here become the enum's default. Memory stays in proportion to the bytes
 * given, whatever lengths they claim. Thread-safe; the registry is asked once per schema id.
 *
 * @param <T> the record type
 */
public final class AvroDecoder<T extends SpecificRecord> {
    private final SchemaRegistry registry;
    private final SpecificData data;
    private final Schema readerSchema;
    private final Map<Integer, DatumReader<T>> readers = new ConcurrentHashMap<>();

    public AvroDecoder(SchemaRegistry registry, Class<T> type) {
        EventTrust.establish();
        this.registry = registry;
        this.data = SpecificData.getForClass(type);
        this.readerSchema = data.getSchema(type);
    }

    /**
     * Decodes a record's value in the Confluent wire format.
     *
     * @throws RegistryUnavailableException if the writer's schema could not be asked for; the bytes may be good
     */
    public Decoded<T> decode(byte @Nullable [] bytes) {
        if (bytes == null) {
            return new Decoded.Malformed<>(new MalformedRecordException(Defect.NULL_VALUE, "the record has no value"));
        }
        try {
            int schemaId = WireFormat.schemaId(bytes);
            DatumReader<T> reader = readerFor(schemaId);
            return new Decoded.Value<>(read(reader, bytes), schemaId);
        } catch (MalformedRecordException malformed) {
            return new Decoded.Malformed<>(malformed);
        }
    }

    private DatumReader<T> readerFor(int schemaId) {
        DatumReader<T> known = readers.get(schemaId);
        if (known != null) {
            return known;
        }
        DatumReader<T> reader = new SpecificDatumReader<>(writerSchema(schemaId), readerSchema, data);
        readers.put(schemaId, reader);
        return reader;
    }

    private Schema writerSchema(int schemaId) {
        Schema writer;
        try {
            writer = registry.schemaById(schemaId);
        } catch (SchemaNotFoundException unknown) {
            throw new MalformedRecordException(Defect.UNKNOWN_SCHEMA, String.valueOf(unknown.getMessage()), unknown);
        }
        if (!sameRecord(writer)) {
            throw new MalformedRecordException(
                    Defect.OTHER_TYPE,
                    "schema id " + schemaId + " is a " + writer.getFullName() + ", expected "
                            + readerSchema.getFullName());
        }
        return writer;
    }

    private boolean sameRecord(Schema writer) {
        return writer.getType() == Schema.Type.RECORD
                && (writer.getFullName().equals(readerSchema.getFullName())
                        || readerSchema.getAliases().contains(writer.getFullName()));
    }

    // Avro reports bytes that do not fit by many unchecked exceptions (union index, UUID text, recursion without end);
    // inside this one call they all mean the same.
    private T read(DatumReader<T> reader, byte[] bytes) {
        BoundedDecoder decoder = new BoundedDecoder(bytes, WireFormat.HEADER_LENGTH);
        T value;
        try {
            value = reader.read(null, decoder);
        } catch (IOException | RuntimeException | StackOverflowError unreadable) {
            throw new MalformedRecordException(
                    Defect.NOT_AVRO,
                    "the bytes are no " + readerSchema.getFullName() + " ("
                            + unreadable.getClass().getSimpleName() + ")");
        }
        if (decoder.remaining() > 0) {
            throw new MalformedRecordException(
                    Defect.TRAILING_BYTES, decoder.remaining() + " bytes follow the end of the record");
        }
        return value;
    }
}
