/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.format;

import io.expunge.store.ModelStoreException.ArtifactCorrupt;
import io.expunge.store.StrictUtf8;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Reads what {@link ByteWriter} wrote and believes nothing of it. Not thread safe. */
final class ByteReader {

    private final String file;
    private final byte[] bytes;
    private final int end;
    private int position;

    /** Starts after the magic, having checked it and, unless the format is foreign, the checksum at the end. */
    ByteReader(String file, byte[] bytes, byte[] magic, int format) {
        this.file = file;
        this.bytes = bytes;
        this.end = bytes.length - Long.BYTES;
        if (end <= magic.length || !Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length)) {
            throw new ArtifactCorrupt(file, "a file that begins as ours do", "another beginning");
        }
        position = magic.length;
        CanonicalJson.requireFormat(file, varint(), format);
        requireChecksum();
    }

    int varint() {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int group = bytes[advance(1)];
            boolean overflows = shift == 28 && (group & 0x78) != 0;
            value |= (group & 0x7f) << shift;
            if (group >= 0 && !overflows) {
                return value;
            }
        }
        throw corrupt("a number below 2^31");
    }

    /** Reads how many things follow, each of at least some bytes, so that the answer is safe to allocate for. */
    int count(String things, int leastBytesEach) {
        int count = varint();
        if ((long) count * leastBytesEach > end - position) {
            throw corrupt("as many " + things + " as announced");
        }
        return count;
    }

    String text() {
        int length = count("bytes of a text", 1);
        try {
            return StrictUtf8.decode(bytes, advance(length), length);
        } catch (CharacterCodingException malformed) {
            throw corrupt("UTF-8 text");
        }
    }

    long fixed() {
        return longAt(advance(Long.BYTES));
    }

    void requireEnd() {
        if (position != end) {
            throw corrupt("its end");
        }
    }

    ArtifactCorrupt corrupt(String expected) {
        return new ArtifactCorrupt(file, expected, "something else at byte " + position);
    }

    private void requireChecksum() {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, end);
        if (checksum.getValue() != longAt(end)) {
            throw new ArtifactCorrupt(file, "content of the checksum it ends with", "other content");
        }
    }

    private int advance(int length) {
        if (length > end - position) {
            throw corrupt("more bytes");
        }
        int start = position;
        position += length;
        return start;
    }

    private long longAt(int start) {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = value << 8 | (bytes[start + i] & 0xff);
        }
        return value;
    }
}
