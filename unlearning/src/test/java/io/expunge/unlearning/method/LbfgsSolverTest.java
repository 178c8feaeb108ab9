/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

/** The default method's promises, kept with another solver. */
class LbfgsSolverTest extends UnlearningMethodContract {

    @Override
    UnlearningMethod method() {
        return UnlearningMethods.standard();
    }

    @Override
    UnlearningSettings settings() {
        return UnlearningSettings.standard().withSolver(Solver.LBFGS);
    }
}
