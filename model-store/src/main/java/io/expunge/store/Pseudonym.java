/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

import java.util.Comparator;
import java.util.HexFormat;

/**
 * What stands for a document id, a subject key or a class name wherever the name itself must not be kept: the first
 * 128 bits of a keyed hash. Without the key it can be neither made nor guessed. Immutable; ordered as its hexadecimal
 * form.
 *
 * @param high the first 64 bits, big-endian
 * @param low  the next 64 bits
 */
public record Pseudonym(long high, long low) implements Comparable<Pseudonym> {

    /** Bytes of the binary form. */
    public static final int BYTES = 16;

    private static final Comparator<Pseudonym> ORDER = Comparator.comparing(Pseudonym::high, Long::compareUnsigned)
            .thenComparing(Pseudonym::low, Long::compareUnsigned);

    /**
     * Reads the form that {@link #toString} writes.
     *
     * @throws IllegalArgumentException if it is not 32 lower-case hexadecimal digits
     */
    public static Pseudonym parse(String hex) {
        if (hex.length() != 2 * BYTES || !hex.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            throw new IllegalArgumentException("A pseudonym is 32 lower-case hexadecimal digits");
        }
        return new Pseudonym(
                Long.parseUnsignedLong(hex, 0, BYTES, 16), Long.parseUnsignedLong(hex, BYTES, 2 * BYTES, 16));
    }

    @Override
    public int compareTo(Pseudonym other) {
        return ORDER.compare(this, other);
    }

    /** Returns 32 lower-case hexadecimal digits. */
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }
}
