/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.perturbation;

/**
 * Adds noise to weights so that the sum is exact: weights are put on a fine grid first, to be certified there; noise is drawn
 * on the same grid; grid plus grid is a double without rounding; and only that sum is rounded to float32, which is
 * post-processing. The grid is fixed, since one that followed the data would tell of them. Stateless.
 */
public final class OutputPerturbation {
    /** Weights and noise are multiples of 2^−40: far below what float32 keeps of a weight, and of any τ worth promising. */
    public static final int GRID_EXPONENT = -40;

    private static final double GRID = 0x1p-40;
    /** Twelve bits before the point and forty behind it leave one bit of a double for the carry. */
    private static final double LARGEST = 0x1p11;

    private OutputPerturbation() {}

    /**
     * The nearest grid points; the certificate has to be evaluated at these.
     *
     * @return a new array of the same length
     * @throws IllegalArgumentException if a weight is not finite or its absolute value is 2048 or more
     */
    public static double[] onGrid(double[] weights) {
        double[] grid = new double[weights.length];
        for (int i = 0; i < weights.length; i++) {
            requireInRange(weights[i]);
            grid[i] = Math.rint(weights[i] / GRID) * GRID;
        }
        return grid;
    }

    /**
     * What may be released.
     *
     * @param weights on the grid; left as they are
     * @param noise drawn on the same grid, once for every weight in their order
     * @return the sums, rounded to float32
     * @throws IllegalArgumentException if a weight is not on the grid, or with its noise is out of the grid's range
     */
    public static float[] perturb(double[] weights, RoundedGaussian noise) {
        float[] released = new float[weights.length];
        for (int i = 0; i < weights.length; i++) {
            double weight = weights[i];
            requireInRange(weight);
            if (Math.rint(weight / GRID) * GRID != weight) {
                throw new IllegalArgumentException("weight " + i + " is not on the grid: " + weight);
            }
            double noisy = weight + noise.next() * GRID;
            requireInRange(noisy);
            released[i] = (float) noisy;
        }
        return released;
    }

    private static void requireInRange(double value) {
        if (!(Math.abs(value) < LARGEST)) {
            throw new IllegalArgumentException("a weight must lie between -2048 and 2048 to be given noise, got "
                    + value + "; a larger lambda, or less noise, keeps weights small");
        }
    }
}
