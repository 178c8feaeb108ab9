/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks.plot;

import java.util.ArrayList;
import java.util.List;

/**
 * Where values lie on an axis.
 *
 * @param least the value at the axis's beginning; above 0 if logarithmic
 * @param most the value at its end, above {@code least}
 * @param from pixel of the beginning
 * @param to pixel of the end, which may be the smaller one
 * @param logarithmic or linear
 */
public record Scale(double least, double most, double from, double to, boolean logarithmic) {
    private static final int MOST_TICKS = 6;

    public Scale {
        if (!(least < most) || logarithmic && !(least > 0)) {
            throw new IllegalArgumentException("no axis from " + least + " to " + most
                    + (logarithmic ? ": a logarithmic one begins above 0" : ""));
        }
    }

    public static Scale logarithmic(double least, double most, double from, double to) {
        return new Scale(least, most, from, to, true);
    }

    public static Scale linear(double least, double most, double from, double to) {
        return new Scale(least, most, from, to, false);
    }

    /** The pixel of a value; one beyond an end is put at that end. */
    public double at(double value) {
        double inside = Math.min(most, Math.max(least, value));
        double share = logarithmic
                ? (StrictMath.log(inside) - StrictMath.log(least)) / (StrictMath.log(most) - StrictMath.log(least))
                : (inside - least) / (most - least);
        return from + (to - from) * share;
    }

    /** Round values: powers of ten, or multiples of 1, 2 or 5 times one. */
    public List<Double> ticks() {
        return logarithmic ? powers() : multiples();
    }

    private List<Double> powers() {
        List<Double> powers = new ArrayList<>();
        for (int exponent = -12; exponent <= 12; exponent++) {
            double power = Double.parseDouble("1e" + exponent);
            if (power >= least * (1 - 1e-9) && power <= most * (1 + 1e-9)) {
                powers.add(power);
            }
        }
        return powers;
    }

    private List<Double> multiples() {
        double step = Double.parseDouble("1e" + (int) Math.floor(StrictMath.log10(most - least) - 1));
        for (int i = 0; (most - least) / step > MOST_TICKS; i++) {
            step *= i % 3 == 1 ? 2.5 : 2;
        }
        List<Double> multiples = new ArrayList<>();
        for (long i = (long) Math.ceil(least / step); i * step <= most * (1 + 1e-9); i++) {
            multiples.add(i * step);
        }
        return multiples;
    }
}
