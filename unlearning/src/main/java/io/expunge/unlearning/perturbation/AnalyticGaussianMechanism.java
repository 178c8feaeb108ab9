/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.perturbation;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * How much Gaussian noise hides a difference, exactly (Balle and Wang 2018, "Improving the Gaussian Mechanism for
 * Differential Privacy", theorem 8 and algorithm 1). For points at a distance of at most Δ and noise N(0, σ²I), the two
 * noisy answers are (ε, δ)-indistinguishable, in both directions, if and only if
 *
 * <pre>Φ(Δ/2σ − εσ/Δ) − e^ε Φ(−Δ/2σ − εσ/Δ) ≤ δ</pre>
 *
 * <p>for any ε ≥ 0. The older formula √(2 ln(1.25/δ))·Δ/ε holds for ε below 1 only, and asks for a quarter more noise at
 * (1, 1e-6). Stateless.
 */
public final class AnalyticGaussianMechanism {
    /** Above the rounding of Φ, which is a few units in the last place; on the safe side of every answer. */
    private static final double ROUNDING = 1e-12;

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final double SMALLEST_RATIO = 1e-6;
    private static final double LARGEST_RATIO = 1e12;

    private AnalyticGaussianMechanism() {}

    /**
     * The smallest δ that noise gives for an ε.
     *
     * @param epsilon at least 0
     * @param sensitivity Δ, above 0
     * @param standardDeviation σ of each coordinate, above 0
     * @throws IllegalArgumentException naming what is out of its range
     */
    public static double delta(double epsilon, double sensitivity, double standardDeviation) {
        requireEpsilon(epsilon);
        requirePositive("the sensitivity", sensitivity);
        requirePositive("the standard deviation", standardDeviation);
        return deltaOfRatio(epsilon, sensitivity / standardDeviation);
    }

    /** The same by μ = Δ/σ, the parameter of Gaussian differential privacy; infinite noise is μ = 0. */
    static double deltaOfRatio(double epsilon, double ratio) {
        if (ratio == 0) {
            return 0;
        }
        double shift = epsilon / ratio;
        double above = NORMAL.cumulativeProbability(ratio / 2 - shift);
        double below = NORMAL.cumulativeProbability(-ratio / 2 - shift);
        // e^ε·Φ may be infinity times zero for a large ε; the product is small whenever Φ is.
        double scaled = below == 0 ? 0 : StrictMath.exp(epsilon + StrictMath.log(below));
        return Math.min(1, Math.max(0, above - scaled) + ROUNDING * above);
    }

    /**
     * The standard deviation that is enough, a few units in the last place above the smallest.
     *
     * @param epsilon at least 0
     * @param delta between 0 and 1, both excluded
     * @param sensitivity Δ, above 0
     * @throws IllegalArgumentException naming what is out of its range
     */
    public static double standardDeviation(double epsilon, double delta, double sensitivity) {
        requireEpsilon(epsilon);
        requirePositive("the sensitivity", sensitivity);
        if (!(delta > 0 && delta < 1)) {
            throw new IllegalArgumentException("delta must lie between 0 and 1, got " + delta);
        }
        return sensitivity / largestRatio(epsilon, delta);
    }

    /** δ grows with μ: halve the interval, on a logarithmic scale, and end on the side that holds. */
    private static double largestRatio(double epsilon, double delta) {
        double holds = SMALLEST_RATIO;
        double fails = LARGEST_RATIO;
        if (deltaOfRatio(epsilon, holds) > delta) {
            throw new IllegalArgumentException(
                    "no noise within reason gives delta " + delta + " at epsilon " + epsilon);
        }
        while (Math.nextUp(holds) < fails) {
            double middle = StrictMath.sqrt(holds) * StrictMath.sqrt(fails);
            if (middle <= holds || middle >= fails) {
                break;
            }
            if (deltaOfRatio(epsilon, middle) <= delta) {
                holds = middle;
            } else {
                fails = middle;
            }
        }
        return holds;
    }

    private static void requireEpsilon(double epsilon) {
        if (!(epsilon >= 0) || Double.isInfinite(epsilon)) {
            throw new IllegalArgumentException("epsilon must be at least 0 and finite, got " + epsilon);
        }
    }

    private static void requirePositive(String what, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(what + " must be above 0 and finite, got " + value);
        }
    }
}
