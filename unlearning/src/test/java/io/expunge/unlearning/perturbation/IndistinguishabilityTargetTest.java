/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.perturbation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.expunge.unlearning.Seeds;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

class IndistinguishabilityTargetTest {
    private static final int RELEASES = 200_000;
    private static final double ERROR_RATE = 1e-6;

    /** The figures of the design's mathematics. */
    @Test
    void theNoiseIsThatOfTheDesign() {
        assertThat(new IndistinguishabilityTarget(1e-3, 1, 1e-6).standardDeviation())
                .isCloseTo(0.0085, within(1e-4));
        assertThat(new IndistinguishabilityTarget(3e-4, 1, 1e-6).standardDeviation())
                .isCloseTo(0.00255, within(2e-5));
    }

    /**
     * The best distinguisher of two points 2τ apart answers by a threshold on the line between them. With the noise promised,
     * what it gains over e^ε times its error is δ; with half of it, more. Each bound fails a correct release under one
     * seed in a million.
     */
    @Test
    void theBestDistinguisherGainsDeltaAndNoMore() {
        IndistinguishabilityTarget target = new IndistinguishabilityTarget(3e-4, 1, 0.01);
        assertThat(gain(target, target.standardDeviation())).isLessThanOrEqualTo(target.delta() + tolerance());
        assertThat(gain(target, target.standardDeviation())).isGreaterThanOrEqualTo(target.delta() - tolerance());
        assertThat(gain(target, 0.5 * target.standardDeviation())).isGreaterThan(target.delta() + tolerance());
    }

    /** Both shares are below 0.3, so their noise is below that of 0.3; the second counts e^ε-fold. */
    private static double tolerance() {
        double most = BinomialDistribution.of(RELEASES, 0.3).inverseSurvivalProbability(ERROR_RATE / 4);
        return (1 + Math.E) * (most / RELEASES - 0.3);
    }

    private static double gain(IndistinguishabilityTarget target, double sigma) {
        double threshold = sigma * sigma * target.epsilon() / target.sensitivity();
        double near = share(target.sensitivity() / 2, sigma, threshold, Seeds.EXAMPLE);
        double far = share(-target.sensitivity() / 2, sigma, threshold, Seeds.EXAMPLE + 1);
        return near - Math.exp(target.epsilon()) * far;
    }

    private static double share(double at, double sigma, double threshold, long seed) {
        double[] weight = OutputPerturbation.onGrid(new double[] {at});
        RoundedGaussian noise =
                RoundedGaussian.of(new SplittableRandom(seed)::nextLong, sigma, OutputPerturbation.GRID_EXPONENT);
        int above = 0;
        for (int i = 0; i < RELEASES; i++) {
            above += OutputPerturbation.perturb(weight, noise)[0] > threshold ? 1 : 0;
        }
        return (double) above / RELEASES;
    }

    @Test
    void whatCannotBePromisedIsRefused() {
        assertThatThrownBy(() -> new IndistinguishabilityTarget(0, 1, 1e-6)).hasMessageContaining("tau");
        assertThatThrownBy(() -> new IndistinguishabilityTarget(1e-4, 0, 1e-6)).hasMessageContaining("epsilon");
        assertThatThrownBy(() -> new IndistinguishabilityTarget(1e-4, 1, 1)).hasMessageContaining("delta");
        assertThatThrownBy(() -> new IndistinguishabilityTarget(1e-4, Double.NaN, 0.5))
                .hasMessageContaining("epsilon");
    }
}
