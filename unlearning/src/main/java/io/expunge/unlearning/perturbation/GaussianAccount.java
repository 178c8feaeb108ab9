/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.perturbation;

/**
 * What several noisy releases tell together an observer who sees all of them (Gaussian differential privacy: Dong, Roth and
 * Su 2022, corollary 3.3): releases of sensitivity Δ_i and noise σ_i are one of μ = √Σ(Δ_i/σ_i)². Immutable.
 *
 * @param squaredMu μ², the sum of (Δ_i/σ_i)²; 0 for no release
 * @param releases how many releases it counts
 */
public record GaussianAccount(double squaredMu, long releases) {
    private static final double LARGEST_EPSILON = 1e6;

    /** Nothing was released. */
    public static final GaussianAccount EMPTY = new GaussianAccount(0, 0);

    public GaussianAccount {
        if (!(squaredMu >= 0) || Double.isInfinite(squaredMu) || releases < 0) {
            throw new IllegalArgumentException("no account: squared mu " + squaredMu + ", releases " + releases);
        }
    }

    /**
     * The account with one more release, drawn with fresh noise.
     *
     * @param sensitivity Δ, at least 0
     * @param standardDeviation σ, above 0
     */
    public GaussianAccount with(double sensitivity, double standardDeviation) {
        if (!(sensitivity >= 0) || !(standardDeviation > 0)) {
            throw new IllegalArgumentException("a release needs a sensitivity of at least 0 and noise above 0, got "
                    + sensitivity + " and " + standardDeviation);
        }
        double ratio = sensitivity / standardDeviation;
        return new GaussianAccount(Math.nextUp(squaredMu + ratio * ratio), releases + 1);
    }

    /** The largest μ² that is (ε, δ)-indistinguishable, which is what a budget comes to. */
    public static double largestSquaredMu(double epsilon, double delta) {
        double mu = 1 / AnalyticGaussianMechanism.standardDeviation(epsilon, delta, 1);
        return mu * mu;
    }

    /** μ of all releases together. */
    public double mu() {
        return StrictMath.sqrt(squaredMu);
    }

    /** The smallest δ for which all releases together are (ε, δ)-indistinguishable. */
    public double delta(double epsilon) {
        return AnalyticGaussianMechanism.deltaOfRatio(epsilon, mu());
    }

    /**
     * The smallest ε, to a relative 1e-9 above it, for which all releases together are (ε, δ)-indistinguishable; infinite
     * if that is above a million.
     *
     * @param delta above 0
     */
    public double epsilon(double delta) {
        if (!(delta > 0)) {
            throw new IllegalArgumentException("delta must be above 0, got " + delta);
        }
        if (delta(0) <= delta) {
            return 0;
        }
        double fails = 0;
        double holds = 1;
        while (delta(holds) > delta) {
            fails = holds;
            holds *= 2;
            if (holds > LARGEST_EPSILON) {
                return Double.POSITIVE_INFINITY;
            }
        }
        while (holds - fails > 1e-9 * holds) {
            double middle = (holds + fails) / 2;
            if (delta(middle) <= delta) {
                holds = middle;
            } else {
                fails = middle;
            }
        }
        return holds;
    }
}
