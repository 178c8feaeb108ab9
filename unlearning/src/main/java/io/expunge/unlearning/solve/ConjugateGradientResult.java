/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

/**
 * What conjugate gradients found, and the evidence for it.
 *
 * @param solution the last good approximation, never the one a breakdown would have led to
 * @param ending why the iteration ended
 * @param iterations products with the operator that moved the solution
 * @param residualNorm ‖b − A·x‖ recomputed from the solution where the settings asked for it, else the recurrence's
 * @param recurrenceResidualNorm the norm that the recurrence arrived at
 * @param rightHandSideNorm ‖b‖
 */
@SuppressWarnings("ArrayRecordComponent") // the caller owns the solution
public record ConjugateGradientResult(
        double[] solution,
        Ending ending,
        int iterations,
        double residualNorm,
        double recurrenceResidualNorm,
        double rightHandSideNorm) {

    /** Why conjugate gradients ended. */
    public enum Ending {
        /** The residual the settings look at is within the tolerance. */
        CONVERGED,
        /** The iterations allowed were used up. */
        ITERATION_LIMIT,
        /** A search direction with vᵀAv ≤ 0 appeared: the operator is not positive definite. */
        NOT_POSITIVE_DEFINITE,
        /** A product was infinite or not a number. */
        NOT_FINITE,
        /** The recurrence met the tolerance but the recomputed residual does not: rounding has the upper hand. */
        RESIDUAL_DRIFT
    }

    /** Whether the solution meets the tolerance asked for. */
    public boolean converged() {
        return ending == Ending.CONVERGED;
    }
}
