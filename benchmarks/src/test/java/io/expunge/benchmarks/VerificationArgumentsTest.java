/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class VerificationArgumentsTest {

    @Test
    void optionsMayStandAnywhere() {
        VerificationArguments asked = VerificationArguments.parse("bbc-news", "--plots", "here", "--json", "agnews");
        assertThat(asked.common().sets()).containsExactly(DataSet.BBC_NEWS, DataSet.AGNEWS);
        assertThat(asked.common().json()).isTrue();
        assertThat(asked.plots().orElseThrow()).hasFileName("here");
        assertThat(VerificationArguments.parse().common().sets()).containsExactly(DataSet.values());
        assertThat(VerificationArguments.parse("--help").help()).isTrue();
    }

    @Test
    void whatIsWrongIsNamed() {
        refused("needs a path", "--plots");
        refused("needs a path", "--plots", "--json");
        refused("reuters", "reuters");
        refused("--yaml", "--yaml");
        refused("--from", "--from", "figures.json");
        refused("--from", "--from", "figures.json", "--plots", "here", "bbc-news");
    }

    private static void refused(String said, String... arguments) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VerificationArguments.parse(arguments))
                .withMessageContaining(said);
    }

    @Test
    void theRunnerAnswersArgumentsThatAreWrongWithTwo() {
        assertThat(VerificationReport.run("--yaml")).isEqualTo(2);
        assertThat(VerificationReport.run("--help")).isZero();
        assertThat(VerificationReport.run("--from", "/nowhere/figures.json", "--plots", "target/none"))
                .isEqualTo(3);
    }
}
