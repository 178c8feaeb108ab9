/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EquivalenceTest {

    @ParameterizedTest
    @CsvSource({
        "-0.01, 0.01, EQUIVALENT",
        "-0.02, 0.02, EQUIVALENT",
        "0.00, 0.021, NOT_EQUIVALENT",
        "-0.03, -0.01, NOT_EQUIVALENT",
        "0.05, 0.30, NOT_EQUIVALENT",
        "-0.30, -0.05, NOT_EQUIVALENT",
        "-0.03, 0.03, TOO_FEW",
        "0.01, 0.08, TOO_FEW"
    })
    void leakingMoreAndOverUnlearningBothFail(double lower, double upper, Equivalence.Finding finding) {
        assertThat(new Equivalence(0.02).judge(new Interval(lower, upper, 0.9))).isEqualTo(finding);
        assertThat(new Equivalence(0.02).judge(new Interval(-upper, -lower, 0.9)))
                .isEqualTo(finding);
    }
}
