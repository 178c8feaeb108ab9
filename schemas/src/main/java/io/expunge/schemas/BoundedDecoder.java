/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.avro.AvroTypeException;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Avro binary from a byte array, for bytes nobody vouches for. Avro's own decoder allocates what a length prefix says
 * before it looks at the bytes, so seven bytes can ask for gigabytes; this one first compares every length and count with
 * what is left. Blocks may not claim more items than bytes remain, nor all together more than there are bytes, so that the
 * time is bounded as well: large arrays of items that take no bytes (null) are refused with that, and none of our contracts
 * has such. Not thread-safe; use once.
 */
final class BoundedDecoder extends Decoder {
    private static final int MOST_VARINT_BYTES = 10;

    /** What Java reads where bytes are no UTF-8; also a character that a text may hold. */
    private static final char REPLACEMENT = '\uFFFD';

    private final byte[] bytes;
    private int position;
    private long itemsLeft;

    BoundedDecoder(byte[] bytes, int start) {
        this.bytes = bytes;
        this.position = start;
        this.itemsLeft = bytes.length;
    }

    /** Bytes not yet read. */
    int remaining() {
        return bytes.length - position;
    }

    @Override
    public void readNull() {}

    @Override
    public boolean readBoolean() throws IOException {
        byte value = bytes[advance(1)];
        if (value != 0 && value != 1) {
            throw new AvroTypeException("boolean byte " + value);
        }
        return value == 1;
    }

    @Override
    public int readInt() throws IOException {
        long value = readLong();
        if (value != (int) value) {
            throw new AvroTypeException("int out of range");
        }
        return (int) value;
    }

    @Override
    public long readLong() throws IOException {
        long zigzag = 0;
        for (int i = 0; i < MOST_VARINT_BYTES; i++) {
            byte next = bytes[advance(1)];
            zigzag |= (long) (next & 0x7f) << (7 * i);
            if (next >= 0) {
                return (zigzag >>> 1) ^ -(zigzag & 1);
            }
        }
        throw new AvroTypeException("variable-length number longer than " + MOST_VARINT_BYTES + " bytes");
    }

    @Override
    public float readFloat() throws IOException {
        return Float.intBitsToFloat(Integer.reverseBytes(ByteBuffer.wrap(bytes).getInt(advance(Float.BYTES))));
    }

    @Override
    public double readDouble() throws IOException {
        return Double.longBitsToDouble(Long.reverseBytes(ByteBuffer.wrap(bytes).getLong(advance(Double.BYTES))));
    }

    @Override
    public Utf8 readString(@Nullable Utf8 old) throws IOException {
        return new Utf8(readString());
    }

    @Override
    public String readString() throws IOException {
        int length = readLength();
        int start = advance(length);
        String text = new String(bytes, start, length, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            requireUtf8(start, length);
        }
        return text;
    }

    /** What is no UTF-8 would become another text: an id in Latin-1 would name nobody, and nobody would be forgotten. */
    private void requireUtf8(int start, int length) throws IOException {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, length));
    }

    @Override
    public void skipString() throws IOException {
        skipBytes();
    }

    @Override
    public ByteBuffer readBytes(@Nullable ByteBuffer old) throws IOException {
        byte[] copy = new byte[readLength()];
        readFixed(copy, 0, copy.length);
        return ByteBuffer.wrap(copy);
    }

    @Override
    public void skipBytes() throws IOException {
        advance(readLength());
    }

    @Override
    public void readFixed(byte[] target, int start, int length) throws IOException {
        System.arraycopy(bytes, advance(length), target, start, length);
    }

    @Override
    public void skipFixed(int length) throws IOException {
        advance(length);
    }

    @Override
    public int readEnum() throws IOException {
        return readInt();
    }

    @Override
    public int readIndex() throws IOException {
        return readInt();
    }

    @Override
    public long readArrayStart() throws IOException {
        return readBlockCount();
    }

    @Override
    public long arrayNext() throws IOException {
        return readBlockCount();
    }

    @Override
    public long skipArray() throws IOException {
        return skipSizedBlocks();
    }

    @Override
    public long readMapStart() throws IOException {
        return readBlockCount();
    }

    @Override
    public long mapNext() throws IOException {
        return readBlockCount();
    }

    @Override
    public long skipMap() throws IOException {
        return skipSizedBlocks();
    }

    /** Avro: a negative count is followed by the block's size in bytes. */
    private long readBlockCount() throws IOException {
        long count = readLong();
        if (count < 0) {
            count = -count;
            readLong();
        }
        return checkedCount(count);
    }

    private long skipSizedBlocks() throws IOException {
        long count = readLong();
        while (count < 0) {
            advance(readLength());
            count = readLong();
        }
        return checkedCount(count);
    }

    /** Every item takes a byte of its own, an inner block's end if nothing else: so all counts together are bounded too. */
    private long checkedCount(long count) throws IOException {
        if (count < 0 || count > remaining() || count > itemsLeft) {
            throw new EOFException("blocks claim more items than there are bytes");
        }
        itemsLeft -= count;
        return count;
    }

    private int readLength() throws IOException {
        long length = readLong();
        if (length < 0 || length > remaining()) {
            throw new EOFException("a length goes beyond the record's end");
        }
        return (int) length;
    }

    /** Moves on and returns where it stood. */
    private int advance(int length) throws IOException {
        if (length < 0 || length > remaining()) {
            throw new EOFException("the record ends in the middle of a value");
        }
        int start = position;
        position += length;
        return start;
    }
}
