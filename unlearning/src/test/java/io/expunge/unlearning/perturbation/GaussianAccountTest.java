/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.perturbation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.expunge.unlearning.Seeds;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GaussianAccountTest {

    /** The figures of the design's mathematics: releases at (1, 1e-6) each, and what they come to at δ = 1e-6. */
    @ParameterizedTest
    @CsvSource({"1, 1.0", "5, 2.4", "10, 3.5", "50, 8.9", "200, 20.9"})
    void releasesAtOneComeTo(int releases, double epsilon) {
        IndistinguishabilityTarget target = new IndistinguishabilityTarget(3e-4, 1, 1e-6);
        GaussianAccount account = GaussianAccount.EMPTY;
        for (int i = 0; i < releases; i++) {
            account = target.charge(account);
        }
        assertThat(account.epsilon(1e-6)).isCloseTo(epsilon, within(0.05));
        assertThat(account.releases()).isEqualTo(releases);
    }

    @Property(tries = 200, seed = Seeds.PROPERTY)
    void epsilonIsTheSmallestThatHolds(
            @ForAll @IntRange(min = 1, max = 300) int releases,
            @ForAll @DoubleRange(min = 0.01, max = 1) double ratio,
            @ForAll @DoubleRange(min = 2, max = 10) double digits) {
        double delta = Math.pow(10, -digits);
        GaussianAccount account = GaussianAccount.EMPTY;
        for (int i = 0; i < releases; i++) {
            account = account.with(ratio, 1);
        }
        double epsilon = account.epsilon(delta);
        assertThat(account.delta(epsilon)).isLessThanOrEqualTo(delta);
        if (epsilon > 0) {
            assertThat(account.delta(epsilon * (1 - 1e-6))).isGreaterThan(delta * (1 - 1e-9));
        }
    }

    @Property(tries = 100, seed = Seeds.PROPERTY)
    void theOrderOfReleasesDoesNotMatter(
            @ForAll @DoubleRange(min = 0.01, max = 3) double a, @ForAll @DoubleRange(min = 0.01, max = 3) double b) {
        GaussianAccount ab = GaussianAccount.EMPTY.with(a, 1).with(1, b);
        GaussianAccount ba = GaussianAccount.EMPTY.with(1, b).with(a, 1);
        assertThat(ab.mu()).isCloseTo(ba.mu(), within(1e-12 * ab.mu()));
        assertThat(ab.mu()).isCloseTo(Math.hypot(a, 1 / b), within(1e-12 * ab.mu()));
    }
}
