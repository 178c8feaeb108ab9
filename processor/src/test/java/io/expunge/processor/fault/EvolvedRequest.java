/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.fault;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.expunge.events.DeletionRequested;
import io.expunge.schemas.EventSchemas;
import io.expunge.schemas.SchemaRegistry;
import io.expunge.schemas.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** Requests in a schema that a later release might have, which a running processor has to ask the registry for. */
final class EvolvedRequest {
    private EvolvedRequest() {}

    /** Registers the schema and writes the request in it, in the Confluent wire format. */
    static byte[] write(SchemaRegistry registry, Topics topics, DeletionRequested request) throws IOException {
        Schema known = EventSchemas.contractOf(DeletionRequested.class);
        Schema evolved = evolved(known);
        int id = registry.register(Topics.valueSubject(topics.deletionRequests()), evolved);
        byte[] singleObject = toBytes(request);
        GenericRecord record = new GenericDatumReader<GenericRecord>(known, evolved)
                .read(null, DecoderFactory.get().binaryDecoder(singleObject, 10, singleObject.length - 10, null));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(evolved).write(record, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private static Schema evolved(Schema known) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = (ObjectNode) mapper.readTree(known.toString());
        json.withArray("fields")
                .addObject()
                .put("name", "ofALaterRelease")
                .put("type", "string")
                .put("default", "");
        return new Schema.Parser().parse(json.toString());
    }

    /** Ten bytes of header, then the record. */
    private static byte[] toBytes(DeletionRequested request) throws IOException {
        ByteBuffer buffer = request.toByteBuffer();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
