/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.expunge.unlearning.method.EffortPoint;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ReportsTest {

    @Test
    void theSpreadOfOddAndEvenNumbersOfRuns() {
        assertThat(Spread.of(3, 1, 2)).isEqualTo(new Spread(2, 1, 3));
        assertThat(Spread.of(4, 1, 2, 10)).isEqualTo(new Spread(3, 1, 10));
        assertThat(Spread.of(0.5).text()).isEqualTo("0.500 (0.500..0.500)");
        assertThatIllegalArgumentException().isThrownBy(Spread::of).withMessageContaining("at least 1 run");
    }

    @Test
    void optionsMayStandAnywhereAndUnknownOnesAreNamed() {
        assertThat(Arguments.parse("bbc-news", "--json", "agnews").sets())
                .containsExactly(DataSet.BBC_NEWS, DataSet.AGNEWS);
        assertThat(Arguments.parse("--json").json()).isTrue();
        assertThat(Arguments.parse().sets()).containsExactly(DataSet.values());
        assertThat(Arguments.parse("--json").number(7)).isEqualTo(7);
        assertThat(Arguments.parse("12").number(7)).isEqualTo(12);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.parse("--yaml"))
                .withMessageContaining("--yaml");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.parse("0").number(7));
    }

    @Test
    void contendersAreFoundByTheNameOfTheirRow() {
        for (Contender contender : Contender.all()) {
            assertThat(Contender.named(contender.name())).isEqualTo(contender);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Contender.named("magic"))
                .withMessageContaining("default (auto)");
    }

    @Test
    void aBarWantsSpeedAndNearness() {
        TableRow row = row(0.25).against(5);
        assertThat(row.ratio()).hasValue(20);
        assertThat(Bar.of(DataSet.TWENTY_NEWSGROUPS, row).met()).isTrue();
        assertThat(Bar.of(DataSet.TWENTY_NEWSGROUPS, row(0.26).against(5)).met())
                .isFalse();
        assertThat(Bar.of(DataSet.BBC_NEWS, row(0.4).against(5)).met()).isTrue();
        assertThat(new Bar("any", 10, 100, 1.1e-4).met()).isFalse();
        assertThat(new Bar("any", 10, 9, 1e-6).text()).endsWith("NOT MET");
    }

    @Test
    void aRowShowsWhatIsKnownAndNoMore() {
        TableRow row = row(0.25);
        assertThat(row.text()).contains("0.250").contains("1.00e-05").endsWith("-");
        assertThat(row.text()).hasSameSizeAs(TableRow.header());
        ObjectMapper mapper = new ObjectMapper();
        assertThat(row.json(mapper.createObjectNode()).has("ratio")).isFalse();
        assertThat(row.against(1).json(mapper.createObjectNode()).path("ratio").asDouble())
                .isEqualTo(4);
    }

    @Test
    void whatTheScriptPrintsIsRead() throws IOException {
        String printed =
                """
                {"scikit_learn": "1.2.1", "iterations": 20, "accuracy": 0.97, "vectorise_seconds": [2.0, 1.0, 4.0],
                 "fit_seconds": [0.3, 0.1, 0.2], "published_step_seconds": [0.5]}
                """;
        ScikitLearn.Measured measured = ScikitLearn.measured(new ObjectMapper().readTree(printed), new double[] {1, 2});
        assertThat(measured.fit()).isEqualTo(new Spread(0.2, 0.1, 0.3));
        assertThat(measured.vectorise().median()).isEqualTo(2);
        assertThat(measured.publishedStep().most()).isEqualTo(0.5);
        assertThat(measured.iterations()).isEqualTo(20);
    }

    @Test
    void distancesAreRelativeToTheOptimum() {
        Optimum optimum = new Optimum(new double[] {3, 4}, 5);
        assertThat(optimum.relativeDistance(new double[] {3, 4})).isZero();
        assertThat(optimum.relativeDistance(new double[] {0, 0})).isCloseTo(1, within(1e-15));
        assertThatIllegalArgumentException().isThrownBy(() -> optimum.relativeDistance(new double[1]));
    }

    @Test
    void curvesAreJoinedByTheMedianOfTheirSeconds() {
        List<EffortPoint> medians =
                CurveReport.medians(List.of(List.of(point(1)), List.of(point(9)), List.of(point(2))));
        assertThat(medians).containsExactly(point(2));
    }

    @Test
    void theCurveIsDrawnWithOneMarkAPoint() {
        EffortPoint tight = new EffortPoint(1e-5, 4, 30, 9e-6, 0.9);
        String svg = CurvePlot.svg("set", List.of(point(1), tight));
        assertThat(svg).startsWith("<svg").endsWith("</svg>\n").doesNotContain("NaN");
        assertThat(svg.split("<circle", -1)).hasSize(3);
        assertThat(CurvePlot.svg("one point", List.of(point(1)))).doesNotContain("NaN");
    }

    private static EffortPoint point(double seconds) {
        return new EffortPoint(1e-2, seconds, 10, 9e-3, 0.9);
    }

    private static TableRow row(double seconds) {
        return new TableRow(
                "set",
                "method",
                "solver",
                Spread.of(seconds),
                OptionalDouble.of(12.5),
                OptionalDouble.of(9e-5),
                OptionalDouble.of(1e-5),
                OptionalDouble.of(0.9),
                OptionalDouble.empty());
    }
}
