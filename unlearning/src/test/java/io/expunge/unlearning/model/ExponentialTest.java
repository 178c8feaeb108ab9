/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.unlearning.Seeds;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExponentialTest {

    /** StrictMath itself is within one unit in the last place, so this proves four at the points tried. */
    @Test
    void agreesWithStrictMathToThreeUnitsInTheLastPlace() {
        SplittableRandom random = new SplittableRandom(Seeds.EXAMPLE);
        double worst = 0;
        for (int i = 0; i < 200_000; i++) {
            double x = -StrictMath.pow(10, random.nextDouble(-18, StrictMath.log10(-Exponential.SMALLEST)));
            double exact = StrictMath.exp(x);
            worst = Math.max(worst, Math.abs(Exponential.exp(x) - exact) / Math.ulp(exact));
        }
        assertThat(worst).isLessThanOrEqualTo(3);
    }

    @Test
    void theEndsAreExact() {
        assertThat(Exponential.exp(0)).isEqualTo(1);
        assertThat(Exponential.exp(-0.0)).isEqualTo(1);
        assertThat(Exponential.exp(Double.NEGATIVE_INFINITY)).isEqualTo(0);
        assertThat(Exponential.exp(Math.nextDown(Exponential.SMALLEST))).isEqualTo(0);
        assertThat(Exponential.exp(Exponential.SMALLEST)).isGreaterThan(0);
        assertThat(Exponential.exp(Double.NaN)).isNaN();
    }
}
