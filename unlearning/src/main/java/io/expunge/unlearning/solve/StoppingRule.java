/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

/**
 * When a minimisation may stop: the distance to the minimiser, bounded through strong convexity by ‖∇L(W)‖/λ, is at
 * most a share of ‖W‖ and at most a distance; and when it must: after so many passes over the data. Never by the clock, so that a run is a
 * function of its inputs.
 *
 * @param relativeBound the largest ‖∇L(W)‖ / (λ‖W‖) accepted, above 0
 * @param absoluteBound the largest ‖∇L(W)‖ / λ accepted, above 0; infinite where only the relative one matters
 * @param maximumPasses passes this minimisation may make, above 0
 */
public record StoppingRule(double relativeBound, double absoluteBound, double maximumPasses) {

    public StoppingRule {
        if (!(relativeBound > 0) || !(absoluteBound > 0) || !(maximumPasses > 0)) {
            throw new IllegalArgumentException("bounds and passes must be above 0, got " + relativeBound + ", "
                    + absoluteBound + " and " + maximumPasses);
        }
    }

    /** A rule without an absolute bound. */
    public StoppingRule(double relativeBound, double maximumPasses) {
        this(relativeBound, Double.POSITIVE_INFINITY, maximumPasses);
    }

    /** The distance to the minimiser that is small enough for parameters of some norm. */
    public double distanceTarget(double parameterNorm) {
        return Math.min(relativeBound * parameterNorm, absoluteBound);
    }

    /** The gradient norm that is small enough where the point now stands. */
    public double gradientNormTarget(Objective.Iterate iterate) {
        return iterate.objective().strongConvexity() * distanceTarget(iterate.parameterNorm());
    }
}
