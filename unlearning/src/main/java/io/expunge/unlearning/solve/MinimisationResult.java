/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

import java.util.List;

/**
 * How a minimisation ended, and what it took. The parameters are in the iterate that was handed in, which has moved.
 *
 * @param ending why it ended
 * @param steps outer steps taken
 * @param conjugateGradientIterations inner iterations over all steps; 0 for solvers that have none
 * @param passes passes over the data made by this minimisation
 * @param gradientNorms ‖∇L‖ at the start and after every step, as the loop saw it: a stopping rule, not a certificate
 */
public record MinimisationResult(
        Ending ending, int steps, int conjugateGradientIterations, double passes, List<Double> gradientNorms) {

    public MinimisationResult {
        gradientNorms = List.copyOf(gradientNorms);
    }

    /** Why a minimisation ended. */
    public enum Ending {
        /** The stopping rule's bound holds by the loop's own gradient. */
        CONVERGED,
        /** The passes allowed are used up. */
        PASS_LIMIT,
        /** No step along the last direction made progress, or numbers stopped being finite. */
        STALLED
    }

    /** Whether the stopping rule's bound was met. */
    public boolean converged() {
        return ending == Ending.CONVERGED;
    }
}
