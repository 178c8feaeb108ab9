/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.features.Vectoriser;
import io.expunge.unlearning.model.SoftmaxObjective;
import io.expunge.unlearning.model.TrainingSet;
import io.expunge.unlearning.solve.MinimisationResult;
import io.expunge.unlearning.solve.NewtonConjugateGradient;
import io.expunge.unlearning.solve.Objective;
import io.expunge.unlearning.solve.StoppingRule;
import io.expunge.unlearning.solve.Workers;

/**
 * A retained problem solved from zero in double as far as double goes, to measure distances from.
 *
 * @param parameters feature-major, features × classes
 * @param norm their Euclidean norm
 */
@SuppressWarnings("ArrayRecordComponent") // stays inside the package, never compared
record Optimum(double[] parameters, double norm) {
    private static final double RELATIVE_BOUND = 1e-9;
    private static final double MAXIMUM_PASSES = 5_000;
    private static final double LAMBDA = 0.1;

    /**
     * Solves.
     *
     * @throws IllegalStateException when Newton-CG does not come within 1e-9 of the minimiser
     */
    static Optimum of(TrainingSet retained, Vectoriser vectoriser, int threads) {
        try (Workers workers = new Workers(threads)) {
            Objective objective = new SoftmaxObjective(
                    vectoriser.transform(retained.counts()),
                    retained.labels(),
                    retained.labelSpace().size(),
                    LAMBDA,
                    workers);
            Objective.Iterate iterate = objective.startAt(new double[objective.dimension()]);
            MinimisationResult result = NewtonConjugateGradient.standard()
                    .minimise(iterate, new StoppingRule(RELATIVE_BOUND, MAXIMUM_PASSES), ProgressMonitor.NONE);
            if (!result.converged()) {
                throw new IllegalStateException("the reference ended as " + result.ending()
                        + " above a relative bound of " + RELATIVE_BOUND + "; no distance can be measured from it");
            }
            return new Optimum(iterate.parameters(), iterate.parameterNorm());
        }
    }

    /** ‖W − W*‖ / ‖W*‖. */
    double relativeDistance(double[] weights) {
        if (weights.length != parameters.length) {
            throw new IllegalArgumentException("the reference has " + parameters.length + " parameters, the model "
                    + weights.length + ": they do not solve the same problem");
        }
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            double difference = weights[i] - parameters[i];
            sum += difference * difference;
        }
        return Math.sqrt(sum) / norm;
    }
}
