/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairedProportionsTest {

    /** Every outcome is summed up, so nothing here is left to chance. */
    @ParameterizedTest
    @CsvSource({"20, 0, 0.1", "20, 0.05, 0.05", "40, 0.02, 0.2", "40, 0.3, 0.3", "60, 0.01, 0", "60, 0, 0.9"})
    void theIntervalHoldsTheChangeAsOftenAsItSays(int trials, double up, double down) {
        double held = 0;
        for (int gained = 0; gained <= trials; gained++) {
            double ofGained = BinomialDistribution.of(trials, up).probability(gained);
            for (int lost = 0; lost <= trials - gained && ofGained > 0; lost++) {
                double ofBoth = ofGained
                        * BinomialDistribution.of(trials - gained, down / (1 - up))
                                .probability(lost);
                Interval interval = new PairedProportions(gained, lost, trials).interval(0.9);
                held += interval.contains(up - down) ? ofBoth : 0;
            }
        }
        assertThat(held).isGreaterThanOrEqualTo(0.9);
    }

    @Test
    void itShrinksAsItemsCome() {
        assertThat(new PairedProportions(2, 8, 100).interval(0.9).width())
                .isGreaterThan(new PairedProportions(20, 80, 1000).interval(0.9).width());
        assertThat(new PairedProportions(2, 8, 100).difference()).isCloseTo(-0.06, within(1e-15));
    }

    @Test
    void moreChangesThanItemsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PairedProportions(3, 3, 5));
    }
}
