/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

import io.expunge.unlearning.ProgressMonitor;

class LimitedMemoryBfgsTest extends SolverContract {
    @Override
    Outcome solve(QuadraticObjective objective, double relativeBound, int maximumPasses, ProgressMonitor monitor) {
        return MinimiserRun.run(LimitedMemoryBfgs.standard(), objective, relativeBound, maximumPasses, monitor);
    }
}
