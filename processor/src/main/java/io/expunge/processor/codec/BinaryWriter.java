/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.codec;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Appends primitive values to a growing byte array: variable-length integers, length-prefixed UTF-8. Not thread-safe. */
public final class BinaryWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);

    public BinaryWriter writeByte(int value) {
        out.write(value);
        return this;
    }

    public BinaryWriter writeBoolean(boolean value) {
        return writeByte(value ? 1 : 0);
    }

    /** Writes a signed number in 1 to 10 bytes, small magnitudes short. */
    public BinaryWriter writeLong(long value) {
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    /** Writes eight bytes, big-endian: for numbers that are as good as random, such as hashes. */
    public BinaryWriter writeFixedLong(long value) {
        out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
        return this;
    }

    public BinaryWriter writeInt(int value) {
        return writeLong(value);
    }

    public BinaryWriter writeBytes(byte[] bytes) {
        writeInt(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    public BinaryWriter writeString(String value) {
        return writeBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    public <T> BinaryWriter writeOptional(Optional<T> value, BiConsumer<BinaryWriter, T> writer) {
        writeBoolean(value.isPresent());
        value.ifPresent(present -> writer.accept(this, present));
        return this;
    }

    public BinaryWriter writeOptionalString(Optional<String> value) {
        return writeOptional(value, BinaryWriter::writeString);
    }

    public BinaryWriter writeOptionalLong(Optional<Long> value) {
        return writeOptional(value, BinaryWriter::writeLong);
    }

    public <T> BinaryWriter writeList(List<T> values, BiConsumer<BinaryWriter, T> writer) {
        writeInt(values.size());
        values.forEach(value -> writer.accept(this, value));
        return this;
    }

    public byte[] toByteArray() {
        return out.toByteArray();
    }
}
