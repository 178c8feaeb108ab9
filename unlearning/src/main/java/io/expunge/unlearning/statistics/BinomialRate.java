/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.statistics;

import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * A rate observed in independent trials, with the exact interval of Clopper and Pearson (1934), which holds the true rate
 * at least as often as it says, however few the trials.
 *
 * @param hits 0 to trials
 * @param trials above 0
 */
public record BinomialRate(int hits, int trials) {

    public BinomialRate {
        if (trials < 1 || hits < 0 || hits > trials) {
            throw new IllegalArgumentException(hits + " hits in " + trials + " trials is no rate");
        }
    }

    public double value() {
        return (double) hits / trials;
    }

    /**
     * The two-sided interval.
     *
     * @param confidence between 0 and 1, both excluded
     */
    public Interval interval(double confidence) {
        double tail = (1 - confidence) / 2;
        return new Interval(lowerBound(1 - tail), upperBound(1 - tail), confidence);
    }

    /** The rate is below this with a confidence, one-sided. */
    public double upperBound(double confidence) {
        return hits == trials
                ? 1
                : BetaDistribution.of(hits + 1.0, trials - hits).inverseCumulativeProbability(confidence);
    }

    /** The rate is above this with a confidence, one-sided. */
    public double lowerBound(double confidence) {
        return hits == 0
                ? 0
                : BetaDistribution.of(hits, trials - hits + 1.0).inverseCumulativeProbability(1 - confidence);
    }

    /**
     * The fewest trials without a hit that show a rate to be at most this.
     *
     * @param rate between 0 and 1, both excluded
     */
    public static int trialsToShow(double rate, double confidence) {
        return (int) Math.ceil(StrictMath.log1p(-confidence) / StrictMath.log1p(-rate));
    }
}
