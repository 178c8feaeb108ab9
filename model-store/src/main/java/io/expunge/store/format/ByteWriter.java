/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.format;

import io.expunge.store.StrictUtf8;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Grows a byte array by variable-length integers, texts and fixed fields. Not thread safe. */
final class ByteWriter {

    private byte[] buffer;
    private int length;

    ByteWriter(int expectedBytes) {
        buffer = new byte[Math.max(64, expectedBytes)];
    }

    /** Writes a non-negative number in groups of seven bits, the least significant first. */
    void varint(int value) {
        reserve(5);
        int rest = value;
        while (rest > 0x7f) {
            buffer[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[length++] = (byte) rest;
    }

    void text(String what, String text) {
        byte[] bytes = StrictUtf8.encode(what, text);
        varint(bytes.length);
        bytes(bytes);
    }

    void bytes(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
    }

    /** Writes eight bytes, the most significant first. */
    void fixed(long value) {
        reserve(Long.BYTES);
        for (int shift = 56; shift >= 0; shift -= 8) {
            buffer[length++] = (byte) (value >>> shift);
        }
    }

    /** Ends with the CRC-32C of everything before, as eight bytes. */
    byte[] sealed() {
        CRC32C checksum = new CRC32C();
        checksum.update(buffer, 0, length);
        fixed(checksum.getValue());
        return Arrays.copyOf(buffer, length);
    }

    private void reserve(int more) {
        int needed = Math.addExact(length, more);
        if (needed > buffer.length) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, buffer.length * 2L)));
        }
    }
}
