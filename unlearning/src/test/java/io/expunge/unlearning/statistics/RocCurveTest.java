/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.expunge.unlearning.Seeds;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RocCurveTest {

    private static double[] scores(List<Integer> whole) {
        return whole.stream().mapToDouble(value -> value / 4.0).toArray();
    }

    @Property(tries = 300, seed = Seeds.PROPERTY)
    void theAreaIsTheShareOfPairsInOrder(
            @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 0, max = 12) Integer> positives,
            @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 0, max = 12) Integer> negatives) {
        double inOrder = 0;
        for (int positive : positives) {
            for (int negative : negatives) {
                inOrder += positive > negative ? 1 : positive == negative ? 0.5 : 0;
            }
        }
        RocCurve curve = RocCurve.of(scores(positives), scores(negatives));
        assertThat(curve.area()).isCloseTo(inOrder / (positives.size() * negatives.size()), within(1e-12));
    }

    @Property(tries = 200, seed = Seeds.PROPERTY)
    void thePointsEncloseTheArea(
            @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 0, max = 12) Integer> positives,
            @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 0, max = 12) Integer> negatives) {
        RocCurve curve = RocCurve.of(scores(positives), scores(negatives));
        List<RocCurve.Point> points = curve.points();
        double area = 0;
        for (int i = 1; i < points.size(); i++) {
            RocCurve.Point before = points.get(i - 1);
            RocCurve.Point here = points.get(i);
            assertThat(here.falsePositiveRate()).isGreaterThanOrEqualTo(before.falsePositiveRate());
            assertThat(here.truePositiveRate()).isGreaterThanOrEqualTo(before.truePositiveRate());
            area += (here.falsePositiveRate() - before.falsePositiveRate())
                    * (here.truePositiveRate() + before.truePositiveRate())
                    / 2;
        }
        assertThat(area).isCloseTo(curve.area(), within(1e-12));
        assertThat(points.get(points.size() - 1)).isEqualTo(new RocCurve.Point(1, 1));
    }

    @Test
    void aThresholdIsReadOffTheCurve() {
        RocCurve curve = RocCurve.of(new double[] {5, 4, 3, 1}, new double[] {3.5, 2, 0, 0});
        assertThat(curve.truePositiveRateAt(0)).isEqualTo(0.5);
        assertThat(curve.truePositiveRateAt(0.25)).isEqualTo(0.75);
        assertThat(curve.truePositiveRateAt(0.24)).isEqualTo(0.5);
    }

    @Test
    void noScoresAndNoNumbersAreRefused() {
        assertThatThrownBy(() -> RocCurve.of(new double[0], new double[1])).hasMessageContaining("positives are empty");
        assertThatThrownBy(() -> RocCurve.of(new double[1], new double[] {Double.NaN}))
                .hasMessageContaining("negatives are not all numbers");
    }
}
