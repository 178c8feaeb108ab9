/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.perturbation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.expunge.unlearning.Seeds;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class AnalyticGaussianMechanismTest {

    @Property(tries = 200, seed = Seeds.PROPERTY)
    void theNoiseIsEnoughAndHardlyMore(
            @ForAll @DoubleRange(min = 0.01, max = 20) double epsilon,
            @ForAll @DoubleRange(min = 1, max = 12) double digits,
            @ForAll @DoubleRange(min = 1e-6, max = 1e3) @Scale(9) double sensitivity) {
        double delta = Math.pow(10, -digits);
        double sigma = AnalyticGaussianMechanism.standardDeviation(epsilon, delta, sensitivity);
        assertThat(AnalyticGaussianMechanism.delta(epsilon, sensitivity, sigma))
                .isLessThanOrEqualTo(delta * (1 + 1e-9));
        assertThat(AnalyticGaussianMechanism.delta(epsilon, sensitivity, sigma * 0.999))
                .isGreaterThan(delta);
    }

    /** δ is the integral of what one density has above e^ε times the other: Simpson's rule on the privacy loss. */
    @Property(tries = 50, seed = Seeds.PROPERTY)
    void deltaIsTheExcessOfOneDensityOverTheOther(
            @ForAll @DoubleRange(min = 0, max = 5) double epsilon,
            @ForAll @DoubleRange(min = 0.05, max = 4) double mu) {
        int steps = 400_000;
        double from = -12;
        double width = (24 + mu) / steps;
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            double x = from + i * width;
            double excess = Math.max(0, density(x - mu) - Math.exp(epsilon) * density(x));
            sum += excess * (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2);
        }
        assertThat(AnalyticGaussianMechanism.delta(epsilon, mu, 1)).isCloseTo(sum * width / 3, within(1e-8));
    }

    private static double density(double x) {
        return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    @Test
    void theClassicalFormulaAsksForAQuarterMoreAtEpsilonOne() {
        double classical = Math.sqrt(2 * Math.log(1.25 / 1e-6));
        double analytic = AnalyticGaussianMechanism.standardDeviation(1, 1e-6, 1);
        assertThat(classical / analytic).isBetween(1.24, 1.26);
    }

    @Test
    void largeEpsilonNeedsNoOverflow() {
        assertThat(AnalyticGaussianMechanism.delta(800, 1, 0.01)).isBetween(0.0, 1.0);
        assertThat(AnalyticGaussianMechanism.standardDeviation(800, 1e-9, 1)).isBetween(0.02, 0.04);
    }

    @Test
    void whatIsOutOfRangeIsNamed() {
        assertThatThrownBy(() -> AnalyticGaussianMechanism.standardDeviation(-1, 1e-6, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("epsilon");
        assertThatThrownBy(() -> AnalyticGaussianMechanism.standardDeviation(1, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("delta");
        assertThatThrownBy(() -> AnalyticGaussianMechanism.delta(1, Double.NaN, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sensitivity");
    }
}
