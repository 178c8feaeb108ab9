/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.solve.LimitedMemoryBfgs;

/** Full retraining from zero on the retained documents: the reference that every other method is measured against. */
final class Retrain implements UnlearningMethod {

    @Override
    public String name() {
        return "retrain";
    }

    @Override
    public Unlearned unlearn(UnlearningProblem problem, ProgressMonitor monitor) {
        return RetainedSolver.solve(
                problem,
                monitor,
                (retained, minimisation) -> SoftmaxTrainer.climbFromZero(minimisation, LimitedMemoryBfgs.standard()));
    }
}
