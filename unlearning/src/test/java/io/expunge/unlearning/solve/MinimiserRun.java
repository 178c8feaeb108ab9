/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

import io.expunge.unlearning.ProgressMonitor;

/** Runs a minimiser for the solver contract. */
final class MinimiserRun {

    private MinimiserRun() {}

    static SolverContract.Outcome run(
            Minimiser minimiser,
            QuadraticObjective objective,
            double relativeBound,
            int maximumPasses,
            ProgressMonitor monitor) {
        Objective.Iterate iterate = objective.startAt(new double[objective.dimension()]);
        MinimisationResult result =
                minimiser.minimise(iterate, new StoppingRule(relativeBound, maximumPasses), monitor);
        return new SolverContract.Outcome(iterate.parameters(), result.converged(), result.passes());
    }
}
