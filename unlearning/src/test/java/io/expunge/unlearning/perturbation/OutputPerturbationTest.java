/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.perturbation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.unlearning.Seeds;
import java.math.BigDecimal;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class OutputPerturbationTest {
    private static final BigDecimal STEPS = BigDecimal.valueOf(2).pow(40);

    private static RoundedGaussian noise() {
        return RoundedGaussian.of(
                new SplittableRandom(Seeds.EXAMPLE)::nextLong, 2.55e-3, OutputPerturbation.GRID_EXPONENT);
    }

    @Property(tries = 200, seed = Seeds.PROPERTY)
    void gridPointsAreMultiplesOfTheGridAndNear(
            @ForAll @DoubleRange(min = -2000, max = 2000) double large,
            @ForAll @DoubleRange(min = -1e-9, max = 1e-9) @Scale(15) double small) {
        double[] weights = {large, small};
        double[] grid = OutputPerturbation.onGrid(weights);
        for (int i = 0; i < grid.length; i++) {
            assertThat(new BigDecimal(grid[i])
                            .multiply(STEPS)
                            .stripTrailingZeros()
                            .scale())
                    .isLessThanOrEqualTo(0);
            assertThat(Math.abs(grid[i] - weights[i])).isLessThanOrEqualTo(0x1p-41);
        }
    }

    /** The sum is exact before it is rounded to float32: against decimal arithmetic. */
    @Property(tries = 50, seed = Seeds.PROPERTY)
    void theSumIsExact(@ForAll @DoubleRange(min = -2000, max = 2000) double weight) {
        double[] grid = OutputPerturbation.onGrid(new double[] {weight, -weight, weight / 1e6});
        float[] released = OutputPerturbation.perturb(grid, noise());
        RoundedGaussian again = noise();
        for (int i = 0; i < grid.length; i++) {
            BigDecimal exact =
                    new BigDecimal(grid[i]).add(BigDecimal.valueOf(again.next()).divide(STEPS));
            assertThat(released[i]).isEqualTo(exact.floatValue());
        }
    }

    @Test
    void whatLiesBesideTheGridOrFarOutIsRefused() {
        assertThatThrownBy(() -> OutputPerturbation.perturb(new double[] {0x1p-41}, noise()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("weight 0");
        assertThatThrownBy(() -> OutputPerturbation.onGrid(new double[] {4096}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2048");
        assertThatThrownBy(() -> OutputPerturbation.onGrid(new double[] {Double.NaN}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
