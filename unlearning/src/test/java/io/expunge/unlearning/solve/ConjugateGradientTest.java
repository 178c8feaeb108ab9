/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.Seeds;
import io.expunge.unlearning.solve.ConjugateGradientResult.Ending;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ConjugateGradientTest extends SolverContract {

    private static final Vectors VECTORS = new Vectors(new Workers(1));

    @Override
    Outcome solve(QuadraticObjective objective, double relativeBound, int maximumPasses, ProgressMonitor monitor) {
        double tolerance = relativeBound * objective.strongConvexity() * 0.01;
        ConjugateGradientResult result = new ConjugateGradient(tolerance, maximumPasses, false)
                .solve(objective::apply, objective.linear(), VECTORS, monitor);
        return new Outcome(result.solution(), result.converged(), objective.passes());
    }

    @Property(seed = Seeds.PROPERTY, tries = 30)
    void reportsTheResidualOfItsSolution(@ForAll long seed) {
        QuadraticObjective objective = QuadraticObjective.random(new SplittableRandom(seed), 0.01, new double[25]);
        ConjugateGradientResult result = new ConjugateGradient(1e-3, 100, true)
                .solve(objective::apply, objective.linear(), VECTORS, ProgressMonitor.NONE);
        double[] residual = new double[25];
        objective.apply(result.solution(), residual);
        VECTORS.scaleAndAdd(objective.linear(), -1, residual);
        assertThat(result.ending()).isEqualTo(Ending.CONVERGED);
        assertThat(result.residualNorm()).isEqualTo(VECTORS.norm(residual));
        assertThat(result.residualNorm()).isLessThanOrEqualTo(1.5e-3 * result.rightHandSideNorm());
    }

    @Test
    void anIndefiniteOperatorIsABreakdownWithTheLastGoodSolution() {
        ConjugateGradientResult result = new ConjugateGradient(1e-10, 10, true)
                .solve(diagonal(1, -1), new double[] {2, 1}, VECTORS, ProgressMonitor.NONE);
        assertThat(result.ending()).isEqualTo(Ending.NOT_POSITIVE_DEFINITE);
        assertThat(result.solution()).doesNotContain(Double.NaN);
    }

    @Test
    void anInfiniteProductIsABreakdown() {
        ConjugateGradientResult result = new ConjugateGradient(1e-10, 10, false)
                .solve(diagonal(Double.POSITIVE_INFINITY), new double[] {1}, VECTORS, ProgressMonitor.NONE);
        assertThat(result.ending()).isEqualTo(Ending.NOT_FINITE);
        assertThat(result.solution()).containsExactly(0);
    }

    @Test
    void aRecurrenceThatDriftsFromTheTruthIsNoConvergence() {
        // The operator changes after the first product, so that the recurrence believes what is no longer true.
        boolean[] changed = {false};
        LinearOperator fickle = (vector, product) -> {
            product[0] = (changed[0] ? 5 : 1) * vector[0];
            changed[0] = true;
        };
        ConjugateGradientResult result =
                new ConjugateGradient(1e-6, 10, true).solve(fickle, new double[] {1}, VECTORS, ProgressMonitor.NONE);
        assertThat(result.ending()).isEqualTo(Ending.RESIDUAL_DRIFT);
    }

    @Test
    void refusesNegativeTolerances() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ConjugateGradient(-1, 1, false));
    }

    private static LinearOperator diagonal(double... entries) {
        return (vector, product) -> {
            for (int i = 0; i < entries.length; i++) {
                product[i] = entries[i] * vector[i];
            }
        };
    }
}
