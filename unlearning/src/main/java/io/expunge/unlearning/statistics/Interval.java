/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.statistics;

/**
 * An interval that holds a quantity with some confidence.
 *
 * @param lower not above upper
 * @param upper not below lower
 * @param confidence the share of such intervals that hold the quantity, between 0 and 1
 */
public record Interval(double lower, double upper, double confidence) {

    public Interval {
        if (!(lower <= upper)) {
            throw new IllegalArgumentException("no interval: " + lower + " to " + upper);
        }
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("confidence must lie between 0 and 1, got " + confidence);
        }
    }

    public double width() {
        return upper - lower;
    }

    public boolean contains(double value) {
        return lower <= value && value <= upper;
    }

    /** Whether all of it lies between two values, ends included. */
    public boolean liesWithin(double least, double most) {
        return least <= lower && upper <= most;
    }
}
