/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.codec;

import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Encodes one type with a leading format version, so that a later release can read what an earlier one left in a
 * changelog. Implementations are stateless and thread-safe.
 */
public interface BinaryCodec<T> {
    /** The version {@link #write} writes; a reader accepts this and all before. */
    int version();

    void write(BinaryWriter out, T value);

    T read(BinaryReader in, int version);

    default byte[] encode(T value) {
        BinaryWriter out = new BinaryWriter().writeByte(version());
        write(out, value);
        return out.toByteArray();
    }

    /** Decodes all of the bytes, or throws {@link MalformedBytesException} saying what is wrong. */
    default T decode(byte[] bytes) {
        BinaryReader in = new BinaryReader(bytes);
        int version = in.readByte();
        if (version < 1 || version > version()) {
            throw new MalformedBytesException("format version " + version + " is not between 1 and " + version()
                    + "; a newer release wrote it, or these are no bytes of ours");
        }
        T value = read(in, version);
        in.requireEnd();
        return value;
    }

    /** A Kafka serde; null stays null, which is what a tombstone is. */
    @SuppressWarnings("NullAway") // Kafka's serdes pass tombstones as null
    default Serde<T> serde() {
        Serializer<T> serializer = (topic, value) -> value == null ? null : encode(value);
        Deserializer<T> deserializer = (topic, bytes) -> bytes == null ? null : decode(bytes);
        return Serdes.serdeFrom(serializer, deserializer);
    }
}
