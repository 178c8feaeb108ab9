/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.unlearning.CancelledException;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.Seeds;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What every solver promises on ½xᵀAx − bᵀx, whose minimiser solves A·x = b. */
abstract class SolverContract {

    /** How a solve came out, whatever solver made it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Outcome(double[] solution, boolean converged, double passes) {}

    /** Solves from 0 to ‖∇‖ ≤ relativeBound·λ·‖x‖ or better, within so many passes. */
    abstract Outcome solve(
            QuadraticObjective objective, double relativeBound, int maximumPasses, ProgressMonitor monitor);

    @Property(seed = Seeds.PROPERTY, tries = 60)
    void findsTheMinimiser(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int dimension) {
        double[] minimiser = new double[dimension];
        QuadraticObjective objective = QuadraticObjective.random(new SplittableRandom(seed), 0.5, minimiser);
        Outcome outcome = solve(objective, 1e-9, 2000, ProgressMonitor.NONE);
        assertThat(outcome.converged()).isTrue();
        double[] error = outcome.solution().clone();
        objective.vectors().addScaled(-1, minimiser, error);
        // The stopping rule bounds the distance through strong convexity, whatever the path was.
        assertThat(objective.vectors().norm(error))
                .isLessThanOrEqualTo(2e-9 * objective.vectors().norm(minimiser));
    }

    @Property(seed = Seeds.PROPERTY, tries = 20)
    void sameProblemSameBits(@ForAll long seed) {
        double[] minimiser = new double[12];
        QuadraticObjective first = QuadraticObjective.random(new SplittableRandom(seed), 0.1, minimiser);
        QuadraticObjective second = QuadraticObjective.random(new SplittableRandom(seed), 0.1, minimiser);
        assertThat(solve(first, 1e-6, 500, ProgressMonitor.NONE).solution())
                .isEqualTo(solve(second, 1e-6, 500, ProgressMonitor.NONE).solution());
    }

    @Property(seed = Seeds.PROPERTY, tries = 30)
    void keepsToTheLimitOfPasses(@ForAll long seed, @ForAll @IntRange(min = 3, max = 9) int limit) {
        QuadraticObjective objective = QuadraticObjective.random(new SplittableRandom(seed), 1e-3, new double[40]);
        Outcome outcome = solve(objective, 1e-12, limit, ProgressMonitor.NONE);
        assertThat(outcome.converged()).isFalse();
        assertThat(outcome.passes()).isLessThanOrEqualTo(limit + 0.5);
    }

    @Test
    void stopsWhenCancelled() {
        QuadraticObjective objective =
                QuadraticObjective.random(new SplittableRandom(Seeds.EXAMPLE), 1e-3, new double[40]);
        CancelAfter monitor = new CancelAfter(3);
        assertThatThrownBy(() -> solve(objective, 1e-12, 1000, monitor)).isInstanceOf(CancelledException.class);
        assertThat(objective.passes()).isLessThanOrEqualTo(4);
    }

    @Test
    void aMinimiserAtTheStartTakesNoStep() {
        QuadraticObjective objective = new QuadraticObjective(new double[][] {{2, 0}, {0, 3}}, new double[2], 2);
        Outcome outcome = solve(objective, 1e-6, 10, ProgressMonitor.NONE);
        assertThat(outcome.converged()).isTrue();
        assertThat(outcome.solution()).containsExactly(0, 0);
    }
}
