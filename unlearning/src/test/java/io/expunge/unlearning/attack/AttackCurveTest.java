/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.unlearning.Seeds;
import io.expunge.unlearning.statistics.RocCurve;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class AttackCurveTest {
    private static final int MOST_POINTS = 800;

    private static double[] scores(SplittableRandom random, int howMany, double shift) {
        return random.doubles(howMany).map(score -> score + shift).toArray();
    }

    /** On a logarithmic axis a step counts by its share of the rate, not by its size. */
    @Property(tries = 30, seed = Seeds.PROPERTY)
    void whatIsLeftOutIsNearToWhatIsKept(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 9_000) int positives, @ForAll boolean leaks) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] members = scores(random, positives, leaks ? 0.2 : 0);
        double[] others = scores(random, 4_000, 0);
        List<RocCurve.Point> kept = AttackCurve.of("any", AttackCurve.Attacked.RELEASED, members, others)
                .points();
        List<RocCurve.Point> all = RocCurve.of(members, others).points();
        assertThat(kept).hasSizeLessThan(MOST_POINTS).startsWith(new RocCurve.Point(0, 0));
        assertThat(kept.get(kept.size() - 1)).isEqualTo(new RocCurve.Point(1, 1));
        int at = 0;
        for (RocCurve.Point point : all) {
            while (at + 1 < kept.size() && notBeyond(kept.get(at + 1), point)) {
                at++;
            }
            assertThat(point.truePositiveRate() - kept.get(at).truePositiveRate())
                    .isLessThan(step(point.truePositiveRate()));
            assertThat(point.falsePositiveRate() - kept.get(at).falsePositiveRate())
                    .isLessThan(step(point.falsePositiveRate()));
        }
    }

    private static boolean notBeyond(RocCurve.Point kept, RocCurve.Point point) {
        return kept.falsePositiveRate() <= point.falsePositiveRate()
                && kept.truePositiveRate() <= point.truePositiveRate();
    }

    private static double step(double rate) {
        return Math.max(1e-4, 0.02 * rate);
    }
}
