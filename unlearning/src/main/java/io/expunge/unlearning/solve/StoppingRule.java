/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

/**
 * When a minimisation may stop: the distance to the minimiser, bounded through strong convexity by ‖∇L(W)‖/λ, is at
 * most a share of ‖W‖; and when it must: after so many passes over the data. Never by the clock, so that a run is a
 * function of its inputs.
 *
 * @param relativeBound the largest ‖∇L(W)‖ / (λ‖W‖) accepted, above 0
 * @param maximumPasses passes this minimisation may make, above 0
 */
public record StoppingRule(double relativeBound, double maximumPasses) {

    public StoppingRule {
        if (!(relativeBound > 0) || !(maximumPasses > 0)) {
            throw new IllegalArgumentException(
                    "relative bound and passes must be above 0, got " + relativeBound + " and " + maximumPasses);
        }
    }

    /** The gradient norm that is small enough where the point now stands. */
    public double gradientNormTarget(Objective.Iterate iterate) {
        return relativeBound * iterate.objective().strongConvexity() * iterate.parameterNorm();
    }
}
