/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinomialRateTest {

    /** The bounds are where the binomial tails reach half of what is left of the confidence. */
    @ParameterizedTest
    @CsvSource({"1, 10", "5, 10", "9, 10", "3, 396", "1, 2995", "1900, 1901"})
    void theBoundsAreWhereTheTailsEnd(int hits, int trials) {
        Interval interval = new BinomialRate(hits, trials).interval(0.95);
        assertThat(BinomialDistribution.of(trials, interval.upper()).cumulativeProbability(hits))
                .isCloseTo(0.025, within(1e-9));
        assertThat(BinomialDistribution.of(trials, interval.lower()).survivalProbability(hits - 1))
                .isCloseTo(0.025, within(1e-9));
    }

    @Test
    void extremesReachTheEnds() {
        assertThat(new BinomialRate(0, 20).interval(0.9).lower()).isZero();
        assertThat(new BinomialRate(20, 20).interval(0.9).upper()).isEqualTo(1);
        assertThat(new BinomialRate(0, 20).upperBound(0.95)).isCloseTo(1 - Math.pow(0.05, 1 / 20.0), within(1e-12));
    }

    /** For any true rate, the interval holds it at least as often as it says: summed over all outcomes, no sampling. */
    @ParameterizedTest
    @CsvSource({"20, 0.01", "20, 0.3", "50, 0.5", "50, 0.98"})
    void theIntervalHoldsTheRateAsOftenAsItSays(int trials, double rate) {
        double held = 0;
        for (int hits = 0; hits <= trials; hits++) {
            if (new BinomialRate(hits, trials).interval(0.9).contains(rate)) {
                held += BinomialDistribution.of(trials, rate).probability(hits);
            }
        }
        assertThat(held).isGreaterThanOrEqualTo(0.9);
    }

    @Test
    void aTenthOfAPercentTakesAlmostThreeThousandTrials() {
        assertThat(BinomialRate.trialsToShow(0.001, 0.95)).isEqualTo(2995);
        assertThat(new BinomialRate(0, 2995).upperBound(0.95)).isLessThanOrEqualTo(0.001);
        assertThat(new BinomialRate(0, 2994).upperBound(0.95)).isGreaterThan(0.001);
    }

    @Test
    void moreHitsThanTrialsAreRefused() {
        assertThatThrownBy(() -> new BinomialRate(3, 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
