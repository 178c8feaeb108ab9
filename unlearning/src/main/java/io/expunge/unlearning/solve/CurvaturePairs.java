/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

import java.util.ArrayList;
import java.util.List;

/** The differences of parameters and gradients that L-BFGS remembers, and the product with their inverse Hessian. */
final class CurvaturePairs {

    @SuppressWarnings("ArrayRecordComponent") // a place for buffers, never compared
    private record Pair(double[] parameterDifference, double[] gradientDifference, double inverseCurvature) {}

    private final int capacity;
    private final Vectors vectors;
    private final List<Pair> pairs = new ArrayList<>();
    private double initialScale = 1;

    CurvaturePairs(int capacity, Vectors vectors) {
        this.capacity = capacity;
        this.vectors = vectors;
    }

    boolean isEmpty() {
        return pairs.isEmpty();
    }

    /** Remembers a step, in the place of the oldest when full; a pair without curvature is left out. */
    void add(double step, double[] direction, double[] gradient, double[] nextGradient, double leastCurvature) {
        boolean full = pairs.size() == capacity;
        double[] s = full ? pairs.get(0).parameterDifference() : new double[direction.length];
        double[] y = full ? pairs.get(0).gradientDifference() : new double[direction.length];
        if (full) {
            pairs.remove(0);
        }
        vectors.scaled(step, direction, s);
        vectors.scaled(-1, gradient, y);
        vectors.addScaled(1, nextGradient, y);
        double curvature = vectors.dot(s, y);
        double gradientSquared = vectors.dot(y, y);
        if (curvature > leastCurvature * vectors.norm(s) * StrictMath.sqrt(gradientSquared)) {
            pairs.add(new Pair(s, y, 1 / curvature));
            initialScale = curvature / gradientSquared;
        }
    }

    /** Writes −H·gradient into {@code direction}, H the inverse Hessian the pairs stand for (two-loop recursion). */
    void descentDirection(double[] gradient, double[] direction) {
        double[] coefficients = new double[pairs.size()];
        vectors.scaled(-1, gradient, direction);
        for (int i = pairs.size() - 1; i >= 0; i--) {
            Pair pair = pairs.get(i);
            coefficients[i] = pair.inverseCurvature() * vectors.dot(pair.parameterDifference(), direction);
            vectors.addScaled(-coefficients[i], pair.gradientDifference(), direction);
        }
        vectors.scaled(pairs.isEmpty() ? 1 : initialScale, direction, direction);
        for (int i = 0; i < pairs.size(); i++) {
            Pair pair = pairs.get(i);
            double correction = pair.inverseCurvature() * vectors.dot(pair.gradientDifference(), direction);
            vectors.addScaled(coefficients[i] - correction, pair.parameterDifference(), direction);
        }
    }
}
