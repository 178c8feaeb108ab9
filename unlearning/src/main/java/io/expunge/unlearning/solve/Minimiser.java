/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

import io.expunge.unlearning.ProgressMonitor;

/** A solver of smooth strongly convex problems. Implementations hold settings only and are safe to share. */
public sealed interface Minimiser permits LimitedMemoryBfgs, NewtonConjugateGradient {

    /** The solver's name as evidence records it. */
    String name();

    /**
     * Moves the iterate towards the minimiser until the rule lets it stop.
     *
     * @throws io.expunge.unlearning.CancelledException when the monitor says so, asked at every pass
     */
    MinimisationResult minimise(Objective.Iterate iterate, StoppingRule rule, ProgressMonitor monitor);
}
