/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.solve.ConjugateGradientResult.Ending;

/**
 * Conjugate gradients of Hestenes and Stiefel (1952) for A·x = b with A symmetric positive definite, from x = 0.
 *
 * <p>Stops when ‖b − A·x‖ ≤ tolerance·‖b‖. Stateless apart from its settings, so safe to share between threads as long
 * as operator and vectors are not.
 *
 * @param relativeTolerance of the residual, at least 0
 * @param maximumIterations at least 0
 * @param recomputeResidual whether the residual is recomputed from the solution at the end, at the price of one more
 *     product; without it the recurrence's is reported. A caller that checks the outcome by other means can do without
 */
public record ConjugateGradient(double relativeTolerance, int maximumIterations, boolean recomputeResidual) {

    /** How far above the tolerance the recomputed residual may lie: rounding, not failure. */
    private static final double DRIFT_ALLOWED = 1.5;

    public ConjugateGradient {
        if (!(relativeTolerance >= 0) || maximumIterations < 0) {
            throw new IllegalArgumentException("conjugate gradients need a tolerance and an iteration limit of at least"
                    + " 0, got " + relativeTolerance + " and " + maximumIterations);
        }
    }

    /**
     * Solves A·x = b.
     *
     * @param rightHandSide b, left as it is
     * @throws io.expunge.unlearning.CancelledException when the monitor says so, asked before every product
     */
    public ConjugateGradientResult solve(
            LinearOperator operator, double[] rightHandSide, Vectors vectors, ProgressMonitor monitor) {
        Run run = new Run(operator, rightHandSide, vectors, monitor);
        Ending ending = run.iterate();
        return run.result(ending);
    }

    private final class Run {
        private final LinearOperator operator;
        private final double[] rightHandSide;
        private final Vectors vectors;
        private final ProgressMonitor monitor;
        private final double[] solution;
        private final double[] residual;
        private final double[] direction;
        private final double[] product;
        private final double rightHandSideNorm;
        private double residualSquared;
        private int iterations;

        Run(LinearOperator operator, double[] rightHandSide, Vectors vectors, ProgressMonitor monitor) {
            this.operator = operator;
            this.rightHandSide = rightHandSide;
            this.vectors = vectors;
            this.monitor = monitor;
            this.solution = new double[rightHandSide.length];
            this.residual = rightHandSide.clone();
            this.direction = rightHandSide.clone();
            this.product = new double[rightHandSide.length];
            this.residualSquared = vectors.dot(residual, residual);
            this.rightHandSideNorm = StrictMath.sqrt(residualSquared);
        }

        Ending iterate() {
            if (!Double.isFinite(residualSquared)) {
                return Ending.NOT_FINITE;
            }
            while (residualNorm() > relativeTolerance * rightHandSideNorm) {
                if (iterations == maximumIterations) {
                    return Ending.ITERATION_LIMIT;
                }
                monitor.checkCancelled();
                operator.apply(direction, product);
                double curvature = vectors.dot(direction, product);
                if (!Double.isFinite(curvature)) {
                    return Ending.NOT_FINITE;
                }
                if (curvature <= 0) {
                    return Ending.NOT_POSITIVE_DEFINITE;
                }
                advance(residualSquared / curvature);
            }
            return Ending.CONVERGED;
        }

        private void advance(double step) {
            vectors.addScaled(step, direction, solution);
            vectors.addScaled(-step, product, residual);
            double previous = residualSquared;
            residualSquared = vectors.dot(residual, residual);
            vectors.scaleAndAdd(residual, residualSquared / previous, direction);
            iterations++;
        }

        private double residualNorm() {
            return StrictMath.sqrt(residualSquared);
        }

        ConjugateGradientResult result(Ending ending) {
            double recurrence = residualNorm();
            double norm = recomputeResidual && iterations > 0 ? recomputed() : recurrence;
            boolean drifted = norm > DRIFT_ALLOWED * relativeTolerance * rightHandSideNorm;
            Ending honest = ending == Ending.CONVERGED && drifted ? Ending.RESIDUAL_DRIFT : ending;
            return new ConjugateGradientResult(solution, honest, iterations, norm, recurrence, rightHandSideNorm);
        }

        private double recomputed() {
            monitor.checkCancelled();
            operator.apply(solution, product);
            vectors.scaleAndAdd(rightHandSide, -1, product);
            return vectors.norm(product);
        }
    }
}
