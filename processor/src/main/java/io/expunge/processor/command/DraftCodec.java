/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.command;

import io.expunge.events.ModelVersionPublished;
import io.expunge.processor.codec.MalformedBytesException;
import io.expunge.schemas.AvroDecoder;
import io.expunge.schemas.Decoded;
import io.expunge.schemas.InMemorySchemaRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * The draft of a version event inside a command: Avro's single-object encoding, which names its schema by fingerprint
 * and so needs no registry. Reading goes through the bounded decoder of the contracts, because Avro's own allocates
 * whatever a damaged length says. Thread-safe.
 */
final class DraftCodec {
    private static final short MARKER = (short) 0xC301;
    private static final int HEADER = Short.BYTES + Long.BYTES;
    private static final Schema SCHEMA = ModelVersionPublished.getClassSchema();

    /** Schemas that earlier releases wrote drafts in, which may still stand on the commands topic. */
    private static final List<Schema> EARLIER =
            List.of(kept("model-version-published-2.avsc"), kept("model-version-published-3.avsc"));

    /** Holds the schemas a draft may be written in; a changed contract puts the one before beside the newest. */
    private final InMemorySchemaRegistry schemas = new InMemorySchemaRegistry();

    private final Map<Long, Integer> schemaIds = new HashMap<>();
    private final AvroDecoder<ModelVersionPublished> decoder = new AvroDecoder<>(schemas, ModelVersionPublished.class);

    DraftCodec() {
        EARLIER.forEach(this::accept);
        accept(SCHEMA);
    }

    private void accept(Schema schema) {
        schemaIds.put(SchemaNormalization.parsingFingerprint64(schema), schemas.register("draft", schema));
    }

    private static Schema kept(String name) {
        try (InputStream in = DraftCodec.class.getResourceAsStream(name)) {
            return new Schema.Parser().parse(Objects.requireNonNull(in, name));
        } catch (IOException e) {
            throw new UncheckedIOException("the schema " + name + " of this program cannot be read", e);
        }
    }

    byte[] encode(ModelVersionPublished draft) {
        try {
            ByteBuffer buffer = draft.toByteBuffer();
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new MalformedBytesException("the draft of a version event cannot be written: " + e.getMessage());
        }
    }

    ModelVersionPublished decode(byte[] bytes) {
        int schemaId = schemaId(bytes);
        ByteBuffer framed = ByteBuffer.allocate(1 + Integer.BYTES + bytes.length - HEADER);
        framed.put((byte) 0).putInt(schemaId).put(bytes, HEADER, bytes.length - HEADER);
        Decoded<ModelVersionPublished> decoded = decoder.decode(framed.array());
        if (decoded instanceof Decoded.Malformed<ModelVersionPublished> malformed) {
            throw new MalformedBytesException("the draft of a version event is broken: "
                    + malformed.reason().getMessage());
        }
        return decoded.orThrow();
    }

    private int schemaId(byte[] bytes) {
        if (bytes.length < HEADER) {
            throw new MalformedBytesException("the draft of a version event has no header");
        }
        ByteBuffer header = ByteBuffer.wrap(bytes);
        Integer id = header.getShort() == MARKER
                ? schemaIds.get(header.order(ByteOrder.LITTLE_ENDIAN).getLong())
                : null;
        if (id == null) {
            throw new MalformedBytesException("the draft of a version event is of a schema this release does not know");
        }
        return id;
    }
}
