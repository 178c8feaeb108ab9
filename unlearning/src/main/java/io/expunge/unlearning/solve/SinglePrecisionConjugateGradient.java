/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

import java.util.Arrays;

/**
 * The conjugate gradients of {@link ConjugateGradient} with a {@link SinglePrecisionHessian}, for directions only: the residual is the
 * recurrence's. Keeps four vectors in single precision between solves, so one serves all steps of a minimisation. The right-hand side
 * is scaled to length 1 and the solution back, hence no gradient is too small or too large for a float.
 *
 * <p>Not thread-safe.
 */
final class SinglePrecisionConjugateGradient {

    /** Below this relative tolerance the recurrence in single precision is no longer to be trusted. */
    static final double LEAST_TOLERANCE = 1e-3;

    private final float[] solution;
    private final float[] residual;
    private final float[] direction;
    private final float[] product;

    SinglePrecisionConjugateGradient(int dimension) {
        this.solution = new float[dimension];
        this.residual = new float[dimension];
        this.direction = new float[dimension];
        this.product = new float[dimension];
    }

    /**
     * Solves H·x ≈ −gradient to a residual of tolerance·‖gradient‖ and writes x; returns the iterations made. Where numbers stop being
     * usable, x is what was reached: 0 if that was at once.
     *
     * @param gradientNorm ‖gradient‖, above 0 and finite
     * @param beforeProduct run before every product; what it throws ends the solve
     */
    int solve(
            SinglePrecisionHessian hessian,
            double[] gradient,
            double gradientNorm,
            double tolerance,
            int maximumIterations,
            Runnable beforeProduct,
            double[] x) {
        SinglePrecisionVectors vectors = hessian.vectors();
        Arrays.fill(solution, 0);
        hessian.toSingle(-1 / gradientNorm, gradient, residual);
        System.arraycopy(residual, 0, direction, 0, direction.length);
        double residualSquared = vectors.dot(residual, residual);
        int iterations = 0;
        while (residualSquared > tolerance * tolerance && iterations < maximumIterations) {
            beforeProduct.run();
            double curvature = hessian.apply(direction, product);
            if (!(curvature > 0) || Double.isInfinite(curvature)) {
                break;
            }
            double previous = residualSquared;
            residualSquared = vectors.advance((float) (previous / curvature), direction, product, solution, residual);
            vectors.scaleAndAdd(residual, (float) (residualSquared / previous), direction);
            iterations++;
        }
        hessian.toDouble(gradientNorm, solution, x);
        return iterations;
    }
}
