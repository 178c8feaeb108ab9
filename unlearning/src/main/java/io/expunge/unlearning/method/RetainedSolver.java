/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.solve.Workers;

/** What all methods on the retained problem share: setting it up, climbing, and telling what came of it. */
final class RetainedSolver {

    /** The rungs a method climbs. */
    @FunctionalInterface
    interface Ladder {
        void climb(RetainedProblem retained, CertifiedMinimisation minimisation);
    }

    private RetainedSolver() {}

    static Unlearned solve(UnlearningProblem problem, ProgressMonitor monitor, Ladder ladder) {
        long started = System.nanoTime();
        monitor.checkCancelled();
        try (Workers workers = new Workers(problem.settings().parallelism())) {
            RetainedProblem retained = RetainedProblem.of(problem, workers);
            CertifiedMinimisation minimisation = new CertifiedMinimisation(
                    retained.trainingSet(),
                    retained.vectoriser(),
                    retained.features(),
                    problem.settings().training(),
                    workers,
                    monitor,
                    started);
            ladder.climb(retained, minimisation);
            TrainingResult result = minimisation.result();
            return new Unlearned(
                    result.model(),
                    retained.trainingSet(),
                    retained.retainedRows(),
                    result.certificate(),
                    result.evidence(),
                    Reassignment.count(retained, result.model(), workers));
        }
    }
}
