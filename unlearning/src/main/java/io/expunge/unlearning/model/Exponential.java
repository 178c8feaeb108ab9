/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.model;

/** eˣ for x ≤ 0 in a fixed sequence of additions and products: the same bits on every machine, in a few nanoseconds. */
final class Exponential {

    /** Under this the result would be subnormal; it's 0 then. */
    static final double SMALLEST = -708;

    private static final double LOG2_E = 1.4426950408889634;
    /** ln 2 = HIGH + LOW, the high part with so few bits that its product with an exponent is exact. */
    private static final double LN2_HIGH = 6.93147180369123816490e-01;

    private static final double LN2_LOW = 1.90821492927058770002e-10;
    /** 1.5·2⁵²: adding it leaves a rounded whole number in the low bits. */
    private static final double ROUNDER = 6755399441055744.0;

    private Exponential() {}

    /** eˣ within four units in the last place, for x from {@link #SMALLEST} to 700; 0 below. */
    static double exp(double x) {
        if (x < SMALLEST) {
            return 0;
        }
        double shifted = x * LOG2_E + ROUNDER;
        double exponent = shifted - ROUNDER;
        double r = x - exponent * LN2_HIGH - exponent * LN2_LOW;
        // Taylor's polynomial of degree 12 on |r| ≤ ln(2)/2 leaves less than 2e-16.
        double r2 = r * r;
        double r4 = r2 * r2;
        double low = (1 + r) + r2 * (1.0 / 2 + r * (1.0 / 6));
        double middle = (1.0 / 24 + r * (1.0 / 120)) + r2 * (1.0 / 720 + r * (1.0 / 5040));
        double high = (1.0 / 40320 + r * (1.0 / 362880)) + r2 * (1.0 / 3628800 + r * (1.0 / 39916800));
        double value = low + r4 * (middle + r4 * (high + r4 * (1.0 / 479001600)));
        return value * Double.longBitsToDouble((((long) (int) exponent) + 1023) << 52);
    }
}
