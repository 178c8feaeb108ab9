/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import io.expunge.schemas.MalformedRecordException.Defect;
import java.nio.ByteBuffer;

/** The Confluent wire format: a zero byte, the schema's id as four bytes big-endian, then Avro binary. Stateless. */
final class WireFormat {
    /** Bytes before the Avro payload. */
    static final int HEADER_LENGTH = 1 + Integer.BYTES;

    private static final byte MAGIC = 0;

    private WireFormat() {}

    static byte[] header(int schemaId) {
        return ByteBuffer.allocate(HEADER_LENGTH).put(MAGIC).putInt(schemaId).array();
    }

    /** The schema id in front of a payload. */
    static int schemaId(byte[] bytes) {
        if (bytes.length < HEADER_LENGTH) {
            throw new MalformedRecordException(
                    Defect.TOO_SHORT,
                    bytes.length + " bytes: the Confluent wire format needs at least " + HEADER_LENGTH);
        }
        if (bytes[0] != MAGIC) {
            throw new MalformedRecordException(
                    Defect.WRONG_MAGIC_BYTE,
                    "first byte " + (bytes[0] & 0xff) + " instead of 0: not the Confluent wire format;"
                            + " let the producer use a Confluent-compatible Avro serializer");
        }
        int id = ByteBuffer.wrap(bytes).getInt(1);
        if (id < 0) {
            // Not asked: what a registry says to a question it was never meant for may look like an outage.
            throw new MalformedRecordException(
                    Defect.UNKNOWN_SCHEMA, "schema id " + id + " is negative; no schema has such");
        }
        return id;
    }
}
