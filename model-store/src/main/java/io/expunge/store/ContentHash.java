/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 by which an artifact, or a file of one, is named. Immutable; ordered as text.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record ContentHash(String hex) implements Comparable<ContentHash> {

    private static final int DIGITS = 64;

    /** @throws IllegalArgumentException if {@code hex} is not 64 lower-case hexadecimal digits */
    public ContentHash {
        if (!isHash(hex)) {
            throw new IllegalArgumentException(
                    "A content hash is 64 lower-case hexadecimal digits; got " + hex.length() + " characters");
        }
    }

    /** Returns whether a text could be a content hash. */
    public static boolean isHash(String text) {
        return text.length() == DIGITS && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    /** Hashes bytes. */
    public static ContentHash of(byte[] bytes) {
        try {
            return new ContentHash(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform must have SHA-256; this one has not", impossible);
        }
    }

    @Override
    public int compareTo(ContentHash other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
