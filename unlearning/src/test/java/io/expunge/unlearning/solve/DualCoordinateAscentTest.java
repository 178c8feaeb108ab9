/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.unlearning.CancelledException;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.solve.DualAscentResult.Ending;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When an ascent stops, told by a problem whose movements are written down beforehand. */
class DualCoordinateAscentTest {

    private static final class Scripted implements DualProblem {
        final double[] movements;
        final List<Long> seeds = new ArrayList<>();

        Scripted(double... movements) {
            this.movements = movements;
        }

        @Override
        public double sweep(long seed) {
            seeds.add(seed);
            return movements[Math.min(seeds.size(), movements.length) - 1];
        }

        @Override
        public double objective() {
            return 0;
        }

        @Override
        public double[] parameters() {
            return new double[] {1};
        }

        @Override
        public double parameterNorm() {
            return 1;
        }

        @Override
        public double passes() {
            return 1.0 + seeds.size();
        }
    }

    private static DualAscentResult ascend(Scripted problem, double bound, double maximumPasses) {
        return new DualCoordinateAscent(7, 0.5, 40)
                .ascend(problem, new StoppingRule(bound, maximumPasses), ProgressMonitor.NONE);
    }

    @Test
    void stopsWhereTheMovementForetellsTheBound() {
        DualAscentResult result = ascend(new Scripted(1, 0.1, 0.01, 0.001, 0.0001), 0.05, 100);
        assertThat(result.ending()).isEqualTo(Ending.SETTLED);
        assertThat(result.movements()).containsExactly(1.0, 0.1, 0.01, 0.001);
        assertThat(result.sweeps()).isEqualTo(4);
        assertThat(result.passes()).isEqualTo(4);
    }

    @Test
    void stopsWhereSweepsSlowDownButForgivesTheFirstRate() {
        DualAscentResult result = ascend(new Scripted(1, 0.9, 0.4, 0.3, 0.01), 1e-4, 100);
        assertThat(result.ending()).isEqualTo(Ending.SLOW);
        assertThat(result.sweeps()).isEqualTo(4);
    }

    @Test
    void stopsAtTheLimits() {
        assertThat(ascend(new Scripted(1, 0.4, 0.16, 0.06, 0.02), 1e-4, 3).sweeps())
                .isEqualTo(3);
        DualAscentResult none = new DualCoordinateAscent(7, 0.5, 0)
                .ascend(new Scripted(1), new StoppingRule(1e-4, 10), ProgressMonitor.NONE);
        assertThat(none.ending()).isEqualTo(Ending.LIMIT);
        assertThat(none.passes()).isZero();
    }

    @Test
    void aMovementThatIsNoNumberIsSlow() {
        assertThat(ascend(new Scripted(1, 0.4, Double.NaN), 1e-4, 100).ending()).isEqualTo(Ending.SLOW);
    }

    @Test
    void everySweepHasAnOrderOfItsOwnAndEveryRunTheSame() {
        Scripted first = new Scripted(1, 0.4, 0.16, 0.15);
        Scripted second = new Scripted(1, 0.4, 0.16, 0.15);
        ascend(first, 1e-4, 100);
        ascend(second, 1e-4, 100);
        assertThat(first.seeds).doesNotHaveDuplicates().hasSize(4).isEqualTo(second.seeds);
    }

    @Test
    void stopsWhenCancelled() {
        Scripted problem = new Scripted(1, 0.4, 0.16, 0.06);
        assertThatThrownBy(() -> DualCoordinateAscent.standard()
                        .ascend(problem, new StoppingRule(1e-9, 100), new CancelAfter(2)))
                .isInstanceOf(CancelledException.class);
        assertThat(problem.seeds).hasSize(2);
    }

    @Test
    void refusesSettingsOutOfRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> new DualCoordinateAscent(1, 0, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> new DualCoordinateAscent(1, 1.5, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> new DualCoordinateAscent(1, 0.5, -1));
    }
}
