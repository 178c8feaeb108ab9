/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.perturbation;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * A number drawn uniformly from the interval [0, 1), of which only as many digits are drawn as somebody looks at. What is
 * decided by comparing two of them is therefore exact. Not thread-safe.
 */
final class UniformDigits {
    private final Digits source;
    private long[] digits = new long[1];
    private int drawn;

    /** Where digits come from; a digit has some fixed number of bits. */
    static final class Digits {
        private final RandomBits bits;
        private final int width;

        /** @param width bits of a digit, 1 to 62; few of them make long comparisons frequent, which tests want */
        Digits(RandomBits bits, int width) {
            this.bits = bits;
            this.width = width;
        }

        long next() {
            return bits.next() >>> (Long.SIZE - width);
        }

        int width() {
            return width;
        }
    }

    UniformDigits(Digits source) {
        this.source = source;
    }

    private long digit(int place) {
        while (drawn <= place) {
            if (drawn == digits.length) {
                digits = Arrays.copyOf(digits, 2 * drawn);
            }
            digits[drawn++] = source.next();
        }
        return digits[place];
    }

    /** Whether this number is below another; ends with probability one. */
    boolean isBelow(UniformDigits other) {
        int place = 0;
        while (digit(place) == other.digit(place)) {
            place++;
        }
        return digit(place) < other.digit(place);
    }

    /** Whether this number is below one half. */
    boolean isBelowHalf() {
        return digit(0) < 1L << (source.width() - 1);
    }

    /** ⌊this · 2^(width·count)⌋: the first {@code count} digits. */
    BigInteger firstDigits(int count) {
        BigInteger value = BigInteger.ZERO;
        for (int place = 0; place < count; place++) {
            value = value.shiftLeft(source.width()).or(BigInteger.valueOf(digit(place)));
        }
        return value;
    }
}
