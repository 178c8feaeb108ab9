/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.perturbation;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.unlearning.Seeds;
import io.expunge.unlearning.perturbation.UniformDigits.Digits;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Chi-squared tests at fixed seeds; each would fail a correct sampler under one seed in a million. */
class RoundedGaussianTest {
    private static final double ERROR_RATE = 1e-6;
    private static final int DRAWS = 400_000;

    private static RandomBits bits(long seed) {
        return new SplittableRandom(seed)::nextLong;
    }

    /** Narrow digits make comparisons go on beyond the first digit, which wide ones do once in 2^62. */
    @ParameterizedTest
    @CsvSource({"1, 1.7", "2, 0.4", "5, 3.0", "62, 1.7", "62, 0.4", "62, 9.3"})
    void everyGridPointIsAsProbableAsWhatRoundsToIt(int width, double sigma) {
        RoundedGaussian noise = RoundedGaussian.of(new Digits(bits(Seeds.EXAMPLE + width), width), sigma, 0);
        int most = (int) Math.ceil(3.5 * sigma);
        long[] seen = new long[2 * most + 1];
        for (int i = 0; i < DRAWS; i++) {
            seen[(int) Math.max(-most, Math.min(most, noise.next())) + most]++;
        }
        assertThat(chiSquared(seen, most, sigma)).isLessThan(critical(seen.length - 1));
    }

    private static double chiSquared(long[] seen, int most, double sigma) {
        NormalDistribution normal = NormalDistribution.of(0, sigma);
        double statistic = 0;
        for (int point = -most; point <= most; point++) {
            double from = point == -most ? Double.NEGATIVE_INFINITY : point - 0.5;
            double to = point == most ? Double.POSITIVE_INFINITY : point + 0.5;
            double expected = DRAWS * normal.probability(from, to);
            statistic += Math.pow(seen[point + most] - expected, 2) / expected;
        }
        return statistic;
    }

    private static double critical(int degreesOfFreedom) {
        return ChiSquaredDistribution.of(degreesOfFreedom).inverseSurvivalProbability(ERROR_RATE);
    }

    /** On the grid that models use, cut into a hundred intervals of equal probability. */
    @Test
    void aFineGridIsNormal() {
        double sigma = 2.55e-3;
        RoundedGaussian noise = RoundedGaussian.of(bits(Seeds.EXAMPLE), sigma, OutputPerturbation.GRID_EXPONENT);
        NormalDistribution normal = NormalDistribution.of(0, sigma);
        long[] seen = new long[100];
        for (int i = 0; i < DRAWS; i++) {
            seen[(int) (100 * normal.cumulativeProbability(noise.next() * 0x1p-40))]++;
        }
        double statistic = 0;
        for (long count : seen) {
            statistic += Math.pow(count - DRAWS / 100.0, 2) / (DRAWS / 100.0);
        }
        assertThat(statistic).isLessThan(critical(99));
    }

    /** Naive floating-point noise has holes; here the low bits are as fair as any. */
    @Test
    void theLowBitsAreFair() {
        RoundedGaussian noise = RoundedGaussian.of(bits(Seeds.EXAMPLE + 1), 2.55e-3, OutputPerturbation.GRID_EXPONENT);
        long[] seen = new long[16];
        for (int i = 0; i < DRAWS; i++) {
            seen[(int) (noise.next() & 15)]++;
        }
        double statistic = 0;
        for (long count : seen) {
            statistic += Math.pow(count - DRAWS / 16.0, 2) / (DRAWS / 16.0);
        }
        assertThat(statistic).isLessThan(critical(15));
    }

    /** One and a half percent more noise is found, so the tests above can fail. */
    @Test
    void oneAndAHalfPercentMoreNoiseIsFound() {
        RoundedGaussian noise = RoundedGaussian.of(bits(Seeds.EXAMPLE + 2), 9.3 * 1.015, 0);
        int most = 33;
        long[] seen = new long[2 * most + 1];
        for (int i = 0; i < DRAWS; i++) {
            seen[(int) Math.max(-most, Math.min(most, noise.next())) + most]++;
        }
        assertThat(chiSquared(seen, most, 9.3)).isGreaterThan(critical(seen.length - 1));
    }
}
