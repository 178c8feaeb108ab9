/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.unlearning.Seeds;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ExponentialTest {

    @Property(seed = Seeds.PROPERTY, tries = 2000)
    void isTheExponentialToTheLastBits(@ForAll @DoubleRange(min = -708, max = 30) double x) {
        double exact = StrictMath.exp(x);
        assertThat(Math.abs(Exponential.exp(x) - exact)).isLessThanOrEqualTo(3 * Math.ulp(exact));
    }

    @Property(seed = Seeds.PROPERTY, tries = 1000)
    void isTheExponentialNearZeroToo(@ForAll @DoubleRange(min = -2, max = 2) double x) {
        double exact = StrictMath.exp(x);
        assertThat(Math.abs(Exponential.exp(x) - exact)).isLessThanOrEqualTo(3 * Math.ulp(exact));
    }

    @Test
    void knowsItsEnds() {
        assertThat(Exponential.exp(0)).isEqualTo(1);
        assertThat(Exponential.exp(-709)).isZero();
        assertThat(Exponential.exp(Double.NEGATIVE_INFINITY)).isZero();
        assertThat(Exponential.exp(Double.NaN)).isNaN();
    }
}
