/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.solve.LimitedMemoryBfgs;
import io.expunge.unlearning.solve.NewtonConjugateGradient;

/**
 * The default method: from the old model to the minimiser of the <em>retained</em> problem. The vectoriser is refitted to the
 * retained documents, removed columns are dropped and the rest recentred, and the solver that the settings name moves on from
 * there until the certificate holds: Newton steps by conjugate gradients with the retained problem's Hessian, or a quicker
 * solver of the same problem. A full retrain from zero follows where it doesn't get there. Rungs are climbed on passes, never
 * on the clock.
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
            double[] start = retained.startParameters(minimisation.workers());
            boolean certified =
                    switch (problem.settings()
                            .solver()
                            .resolve(!retained.removedClasses().isEmpty())) {
                        case DUAL -> minimisation.climbDual(start);
                        case AUTO, NEWTON_CG ->
                            minimisation.climb(
                                    "Newton-CG on the retained problem",
                                    NewtonConjugateGradient.standard(),
                                    minimisation.startAt(start));
                        case LBFGS ->
                            minimisation.climb(
                                    "L-BFGS on the retained problem",
                                    LimitedMemoryBfgs.standard(),
                                    minimisation.startAt(start));
                    };
            if (!certified) {
                SoftmaxTrainer.climbFromZero(minimisation, LimitedMemoryBfgs.frugal());
            }
        });
    }
}
