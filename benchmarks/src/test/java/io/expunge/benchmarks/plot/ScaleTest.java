/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScaleTest {

    @Test
    void everyDecadeIsAsLong() {
        Scale scale = Scale.logarithmic(1e-4, 1, 0, 400);
        assertThat(scale.at(1e-4)).isZero();
        assertThat(scale.at(1e-3)).isCloseTo(100, within(1e-9));
        assertThat(scale.at(1)).isCloseTo(400, within(1e-9));
        assertThat(scale.ticks()).containsExactly(1e-4, 1e-3, 1e-2, 0.1, 1.0);
    }

    @Test
    void anAxisMayPointUpwards() {
        Scale scale = Scale.linear(0, 10, 200, 100);
        assertThat(scale.at(5)).isCloseTo(150, within(1e-9));
        assertThat(scale.at(10)).isCloseTo(100, within(1e-9));
    }

    @Test
    void whatLiesBeyondStandsAtTheEnd() {
        Scale scale = Scale.logarithmic(1e-3, 1, 50, 350);
        assertThat(scale.at(0)).isEqualTo(50);
        assertThat(scale.at(7)).isCloseTo(350, within(1e-9));
    }

    @Test
    void ticksAreRoundAndFew() {
        assertThat(Scale.linear(0, 60, 0, 1).ticks()).containsExactly(0.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0);
        for (double most : new double[] {0.7, 3, 31, 47, 88, 1234}) {
            assertThat(Scale.linear(0, most, 0, 1).ticks()).hasSizeBetween(3, 7).allMatch(tick -> tick <= most);
        }
    }

    @Test
    void noAxisBeginsAtTheLogarithmOfZero() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scale.logarithmic(0, 1, 0, 1))
                .withMessageContaining("above 0");
        assertThatIllegalArgumentException().isThrownBy(() -> Scale.linear(1, 1, 0, 1));
    }
}
