/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads what {@link BinaryWriter} wrote. Every length is checked against the bytes that are left before anything is
 * allocated, so that foreign bytes end in {@link MalformedBytesException} and never in an exhausted heap. Not thread-safe.
 */
public final class BinaryReader {
    private final ByteBuffer in;

    public BinaryReader(byte[] bytes) {
        this.in = ByteBuffer.wrap(bytes);
    }

    public int readByte() {
        require(1);
        return in.get() & 0xFF;
    }

    public boolean readBoolean() {
        int value = readByte();
        if (value > 1) {
            throw new MalformedBytesException("a boolean is " + value);
        }
        return value == 1;
    }

    public long readLong() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int part = readByte();
            value |= (long) (part & 0x7F) << shift;
            if ((part & 0x80) == 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new MalformedBytesException("a number is longer than ten bytes");
    }

    public long readFixedLong() {
        require(Long.BYTES);
        return in.getLong();
    }

    public int readInt() {
        long value = readLong();
        if (value != (int) value) {
            throw new MalformedBytesException("a number does not fit an int: " + value);
        }
        return (int) value;
    }

    public byte[] readBytes() {
        int length = readInt();
        require(length);
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    public String readString() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(readBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedBytesException("a text is not UTF-8");
        }
    }

    public <T> Optional<T> readOptional(Function<BinaryReader, T> reader) {
        return readBoolean() ? Optional.of(reader.apply(this)) : Optional.empty();
    }

    public Optional<String> readOptionalString() {
        return readOptional(BinaryReader::readString);
    }

    public Optional<Long> readOptionalLong() {
        return readOptional(BinaryReader::readLong);
    }

    public <T> List<T> readList(Function<BinaryReader, T> reader) {
        int size = readInt();
        require(size);
        List<T> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            values.add(reader.apply(this));
        }
        return List.copyOf(values);
    }

    public <T extends Enum<T>> T readEnum(Class<T> type) {
        String name = readString();
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException e) {
            throw new MalformedBytesException("no " + type.getSimpleName() + " is called " + name);
        }
    }

    /** Ends the reading; left-over bytes mean that these bytes are something else. */
    public void requireEnd() {
        if (in.hasRemaining()) {
            throw new MalformedBytesException(in.remaining() + " bytes are left over");
        }
    }

    private void require(int bytes) {
        if (bytes < 0 || bytes > in.remaining()) {
            throw new MalformedBytesException(bytes + " bytes are announced, " + in.remaining() + " are left");
        }
    }
}
