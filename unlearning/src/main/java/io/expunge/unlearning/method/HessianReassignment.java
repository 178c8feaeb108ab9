/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.solve.NewtonConjugateGradient;

/**
 * The default method: influence steps on the retained problem. The vectoriser is refitted to the retained documents, removed
 * columns are dropped and the rest recentred, and Newton-CG steps with the Hessian of the <em>retained</em> problem follow
 * until the certificate holds: one step where that is enough, more where it is not, and a full retrain from zero where they
 * don't get there. Rungs are climbed on passes, never on the clock.
 *
 * <p>After Goel and Sridhar 2025 (arXiv 2512.13711), whose single step with the full data's Hessian ends further away.
 */
final class HessianReassignment implements UnlearningMethod {

    @Override
    public String name() {
        return "hessian-reassignment";
    }

    @Override
    public Unlearned unlearn(UnlearningProblem problem, ProgressMonitor monitor) {
        return RetainedSolver.solve(problem, monitor, (retained, minimisation) -> {
            boolean certified = minimisation.climb(
                    "Newton-CG on the retained problem",
                    NewtonConjugateGradient.standard(),
                    minimisation.startAt(retained.startParameters()));
            if (!certified) {
                SoftmaxTrainer.climbFromZero(minimisation);
            }
        });
    }
}
