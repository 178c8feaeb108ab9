/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.model;

import java.util.Arrays;

/**
 * One coordinate of the dual: given a document's dual α and score z = Wᵀx, moves α to the minimiser over the simplex of
 *
 * <p>f(a) = Σ_k a_k ln a_k − zᵀa + (μ/2)‖a − α‖², μ = ‖x‖²/λ,
 *
 * <p>which is what the dual objective loses, others fixed. Newton's method on the optimality conditions ln a_k + μa_k =
 * z_k + μα_k − ν, Σ_k a_k = 1, in t = ln a and ν, with t ≤ 0 (after Yu, Huang and Lin 2011, who solve by pairs of
 * coordinates). An undamped step can raise f; the outcome is therefore taken only where it is proved not to, by f's strong
 * convexity, and otherwise shortened until it is.
 *
 * <p>Not thread-safe: it works in buffers of its own.
 */
final class SimplexStep {

    /** Newton ends after a step whose root mean square relative change was this small: the next sweep comes back anyway. */
    private static final double ENOUGH = 0.1;

    private static final int MAXIMUM_ITERATIONS = 60;
    private static final int MAXIMUM_HALVINGS = 50;
    /** Logarithms stay above this, so that duals stay above 0 and their reciprocals finite. */
    static final double SMALLEST_LOG = -700;
    /** Rounding of f's slope. */
    private static final double SLOPE_ROUNDING = 1e-13;

    private final int classes;
    private final double[] dual;
    private final double[] target;
    private final double[] logs;
    private final double[] values;
    private final double[] change;

    SimplexStep(int classes) {
        this.classes = classes;
        this.dual = new double[classes];
        this.target = new double[classes];
        this.logs = new double[classes];
        this.values = new double[classes];
        this.change = new double[classes];
    }

    /** The change of the dual by the last step; a buffer the caller may overwrite. */
    double[] change() {
        return change;
    }

    /**
     * Moves one document's dual.
     *
     * @param logDuals ln α from {@code base} on, {@code classes} values; overwritten
     * @param score z
     * @param curvature μ, at least 0
     * @return ‖Δα‖²
     */
    double move(double[] logDuals, int base, double[] score, double curvature) {
        for (int k = 0; k < classes; k++) {
            logs[k] = logDuals[base + k];
            dual[k] = Exponential.exp(logs[k]);
            values[k] = dual[k];
            target[k] = score[k] + curvature * dual[k];
        }
        for (int i = 0; i < MAXIMUM_ITERATIONS && newton(curvature) > ENOUGH * ENOUGH; i++) {
            // The step itself is the work.
        }
        double slope = toSimplex(curvature);
        double moved = squared(change);
        if (!(slope <= 0.5 * curvature * moved + SLOPE_ROUNDING)) {
            moved = shorten(logDuals, base, curvature);
        }
        System.arraycopy(logs, 0, logDuals, base, classes);
        return moved;
    }

    /** One Newton step from logs and values; returns its squared length, Σ_k a_k (Δt_k)². */
    private double newton(double curvature) {
        double sum = 0;
        double residuals = 0;
        double weights = 0;
        for (int k = 0; k < classes; k++) {
            double weight = values[k] / (1 + curvature * values[k]);
            sum += values[k];
            weights += weight;
            residuals += weight * (logs[k] + curvature * values[k] - target[k]);
        }
        double multiplier = (sum - 1 - residuals) / weights;
        double length = 0;
        for (int k = 0; k < classes; k++) {
            double residual = logs[k] + curvature * values[k] - target[k] + multiplier;
            double next = Math.max(Math.min(logs[k] - residual / (1 + curvature * values[k]), 0), SMALLEST_LOG);
            double value = Exponential.exp(next);
            // The larger of both values: one that was next to nothing may have become all there is.
            length += Math.max(value, values[k]) * (next - logs[k]) * (next - logs[k]);
            values[k] = value;
            logs[k] = next;
        }
        return length;
    }

    /** Makes the values sum to 1, writes the change, and returns f's slope at the new point along the change. */
    private double toSimplex(double curvature) {
        double sum = 0;
        for (int k = 0; k < classes; k++) {
            sum += values[k];
        }
        double logSum = StrictMath.log(sum);
        double slope = 0;
        for (int k = 0; k < classes; k++) {
            values[k] /= sum;
            logs[k] -= logSum;
            change[k] = values[k] - dual[k];
            slope += change[k] * (logs[k] - target[k] + curvature * values[k]);
        }
        return slope;
    }

    /** Halves the change until f is proved not to rise; no change at all when it never is. Returns ‖Δα‖². */
    private double shorten(double[] logDuals, int base, double curvature) {
        for (int halving = 0; halving < MAXIMUM_HALVINGS; halving++) {
            double slope = 0;
            for (int k = 0; k < classes; k++) {
                change[k] *= 0.5;
                double value = dual[k] + change[k];
                logs[k] = Math.max(StrictMath.log(value), SMALLEST_LOG);
                slope += change[k] * (logs[k] - target[k] + curvature * value);
            }
            double moved = squared(change);
            if (slope <= 0.5 * curvature * moved) {
                return moved;
            }
        }
        Arrays.fill(change, 0);
        System.arraycopy(logDuals, base, logs, 0, classes);
        return 0;
    }

    private static double squared(double[] vector) {
        double sum = 0;
        for (double value : vector) {
            sum += value * value;
        }
        return sum;
    }
}
