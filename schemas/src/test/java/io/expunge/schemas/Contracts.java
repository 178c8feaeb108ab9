/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import io.expunge.events.ClassRemoval;
import io.expunge.events.DeletionRequested;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;

/** What the tests know about the contracts, by plain Avro alone. */
final class Contracts {
    static final String TOPIC = "expunge.some-topic";

    private Contracts() {}

    /** Every record type that travels. */
    static List<Class<? extends SpecificRecord>> types() {
        return Topics.withDefaultPrefix().valueTypes().values().stream()
                .distinct()
                .toList();
    }

    static DeletionRequested request() {
        return DeletionRequested.newBuilder()
                .setRequestId(new UUID(7, 11))
                .setModelId("news")
                .setTarget(new ClassRemoval("sport"))
                .setRequester("privacy desk")
                .setRequestedAt(Instant.ofEpochMilli(1_700_000_000_000L))
                .build();
    }

    static GenericRecord random(Schema schema, Random random) {
        GenericRecord datum = (GenericRecord)
                new RandomData(schema, 1, random.nextInt()).iterator().next();
        for (Schema.Field field : schema.getFields()) {
            if (field.schema().getLogicalType() != null
                    && field.schema().getLogicalType().getName().equals("uuid")) {
                datum.put(field.pos(), new UUID(random.nextLong(), random.nextLong()).toString());
            }
        }
        return datum;
    }

    /** Frames a record as any Confluent-compatible producer would. */
    static byte[] frame(int schemaId, GenericRecord datum) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0);
        out.writeBytes(ByteBuffer.allocate(4).putInt(schemaId).array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        try {
            new GenericDatumWriter<GenericRecord>(datum.getSchema()).write(datum, encoder);
            encoder.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    /** Reads framed bytes as any Confluent-compatible consumer would. */
    static GenericRecord unframe(SchemaRegistry registry, byte[] bytes) {
        return unframe(registry.schemaById(ByteBuffer.wrap(bytes).getInt(1)), bytes);
    }

    private static GenericRecord unframe(Schema writer, byte[] bytes) {
        try {
            return new GenericDatumReader<GenericRecord>(writer)
                    .read(null, DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Equality of values, whatever class their strings have. */
    static boolean same(GenericRecord left, GenericRecord right) {
        return normal(left).equals(normal(right));
    }

    private static GenericRecord normal(GenericRecord datum) {
        return unframe(datum.getSchema(), frame(1, datum));
    }
}
