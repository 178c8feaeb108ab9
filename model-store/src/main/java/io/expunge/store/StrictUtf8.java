/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * UTF-8 that refuses what it cannot say exactly. The JDK's own {@code getBytes} turns an unpaired surrogate into a
 * question mark, so two different ids would get one hash. Stateless and thread safe.
 */
public final class StrictUtf8 {

    private StrictUtf8() {}

    /**
     * Encodes a text.
     *
     * @param what names the text in the message of an error
     * @throws IllegalArgumentException if the text holds an unpaired surrogate
     */
    public static byte[] encode(String what, String text) {
        if (isAscii(text)) {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException malformed) {
            throw new IllegalArgumentException(
                    what + " holds an unpaired surrogate and has no UTF-8 form; correct it where it was produced",
                    malformed);
        }
    }

    /**
     * Decodes bytes.
     *
     * @throws CharacterCodingException if the bytes are not well-formed UTF-8
     */
    public static String decode(byte[] bytes, int offset, int length) throws CharacterCodingException {
        if (isAscii(bytes, offset, length)) {
            return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes, offset, length))
                .toString();
    }

    /** Most terms are ASCII, which needs no encoder of its own; a store reads and writes hundreds of thousands of them. */
    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAscii(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }
}
