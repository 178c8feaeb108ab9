/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.perturbation;

import io.expunge.unlearning.perturbation.UniformDigits.Digits;
import java.math.BigInteger;

/**
 * Draws from a Gaussian of mean 0 that was rounded to a grid, exactly: a grid point is as probable as the interval of the
 * real Gaussian that rounds to it, to the last bit, as far as the source's bits are fair. Where the model lies on the grid,
 * adding such noise is the same as adding the real Gaussian and rounding, so all that is proved of the Gaussian mechanism
 * holds for it, and the low bits of floating-point noise (Mironov 2012) are not there to be attacked.
 *
 * <p>The real normal deviate comes from algorithm N of Karney 2016, "Sampling exactly from the normal distribution", which
 * draws digits only as far as they matter. Not thread-safe: the source is drawn from in order.
 */
public final class RoundedGaussian {
    private static final int DIGIT = 62;

    private final Digits digits;
    private final BigInteger factor;
    private final int shift;

    private RoundedGaussian(Digits digits, BigInteger factor, int shift) {
        this.digits = digits;
        this.factor = factor;
        this.shift = shift;
    }

    /**
     * @param standardDeviation σ, above 0
     * @param gridExponent the grid is the multiples of 2^gridExponent
     * @throws IllegalArgumentException if σ is not above 0 and finite
     */
    public static RoundedGaussian of(RandomBits bits, double standardDeviation, int gridExponent) {
        return of(new Digits(bits, DIGIT), standardDeviation, gridExponent);
    }

    static RoundedGaussian of(Digits digits, double standardDeviation, int gridExponent) {
        if (!(standardDeviation > 0) || Double.isInfinite(standardDeviation)) {
            throw new IllegalArgumentException(
                    "the standard deviation must be above 0 and finite, got " + standardDeviation);
        }
        int exponent = Math.max(Math.getExponent(standardDeviation), Double.MIN_EXPONENT) - 52;
        BigInteger mantissa = BigInteger.valueOf((long) Math.scalb(standardDeviation, -exponent));
        return new RoundedGaussian(digits, mantissa, exponent - gridExponent);
    }

    /**
     * The next draw, as a number of grid steps.
     *
     * @throws ArithmeticException if it does not fit a long, which takes a σ beyond 2^56 steps
     */
    public long next() {
        while (true) {
            int whole = whole();
            if (!keepsWhole(whole)) {
                continue;
            }
            UniformDigits fraction = new UniformDigits(digits);
            if (!keepsFraction(whole, fraction)) {
                continue;
            }
            boolean negative = new UniformDigits(digits).isBelowHalf();
            long steps = rounded(whole, fraction);
            return negative ? -steps : steps;
        }
    }

    /** k with probability proportional to e^(−k/2): step N1. */
    private int whole() {
        int whole = 0;
        while (rootOfE()) {
            whole++;
        }
        return whole;
    }

    /** Step N2, with probability e^(−k(k−1)/2). */
    private boolean keepsWhole(int whole) {
        for (long trial = (long) whole * (whole - 1); trial > 0; trial--) {
            if (!rootOfE()) {
                return false;
            }
        }
        return true;
    }

    /** Step N4, with probability e^(−x(2k+x)/2), as k + 1 tries of algorithm B. */
    private boolean keepsFraction(int whole, UniformDigits fraction) {
        for (int trial = 0; trial <= whole; trial++) {
            if (!algorithmB(whole, fraction)) {
                return false;
            }
        }
        return true;
    }

    /** Algorithm H: true with probability e^(−1/2). */
    private boolean rootOfE() {
        UniformDigits last = new UniformDigits(digits);
        if (!last.isBelowHalf()) {
            return true;
        }
        boolean odd = true;
        while (true) {
            UniformDigits next = new UniformDigits(digits);
            if (!next.isBelow(last)) {
                return !odd;
            }
            last = next;
            odd = !odd;
        }
    }

    /** Algorithm B: true with probability e^(−x(2k+x)/(2k+2)). */
    private boolean algorithmB(int whole, UniformDigits fraction) {
        UniformDigits last = fraction;
        boolean even = true;
        while (true) {
            UniformDigits next = new UniformDigits(digits);
            if (!next.isBelow(last) || !belowShare(whole, fraction)) {
                return even;
            }
            last = next;
            even = !even;
        }
    }

    /** True with probability (2k+x)/(2k+2): one of 2k + 2 equal parts, the last but one of which is cut at x. */
    private boolean belowShare(int whole, UniformDigits fraction) {
        int part = uniform(2 * whole + 2);
        return part < 2 * whole || (part == 2 * whole && new UniformDigits(digits).isBelow(fraction));
    }

    /** Uniform in 0..bound−1, by bits that are rejected together. */
    private int uniform(int bound) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(bound - 1);
        while (true) {
            int value = 0;
            for (int drawn = 0; drawn < bits; drawn += digits.width()) {
                value = (value << Math.min(digits.width(), bits - drawn))
                        | (int) (digits.next() >>> Math.max(0, digits.width() - (bits - drawn)));
            }
            if (value < bound) {
                return value;
            }
        }
    }

    /** ⌊σ(k+x)/grid + 1/2⌋, with as many digits of x as decide it. */
    private long rounded(int whole, UniformDigits fraction) {
        for (int count = 1; ; count++) {
            int width = digits.width() * count;
            BigInteger below = BigInteger.valueOf(whole).shiftLeft(width).add(fraction.firstDigits(count));
            BigInteger low = steps(below, width);
            if (low.equals(steps(below.add(BigInteger.ONE), width))) {
                return low.longValueExact();
            }
        }
    }

    /** ⌊factor · numerator · 2^(shift−width) + 1/2⌋. */
    private BigInteger steps(BigInteger numerator, int width) {
        BigInteger doubled = factor.multiply(numerator).shiftLeft(1);
        int right = width - shift;
        BigInteger scaled = right >= 0
                ? doubled.add(BigInteger.ONE.shiftLeft(right))
                : doubled.shiftLeft(-right).add(BigInteger.ONE);
        return scaled.shiftRight(right >= 0 ? right + 1 : 1);
    }
}
