/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.solve.MinimisationResult.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Newton's method with each step solved inexactly by conjugate gradients (Nocedal and Wright, section 7.1) and a line
 * search that costs no pass.
 *
 * <p>The inner tolerance is the forcing term, or looser when a smaller residual would overshoot the stopping rule: near
 * the minimiser the next gradient is about the residual, so that is where the last solve stops.
 *
 * <p>Directions are solved for in single precision where the iterate offers it and the tolerance allows: the line search and the next
 * gradient, both in double, judge what came of them, so only the number of passes could suffer. It doesn't, where it was measured.
 *
 * <p>Memory: two vectors of doubles of the problem's dimension (gradient and direction) beside the iterate's, and four of floats.
 *
 * @param firstForcing relative residual of the first inner solve, in (0, 1)
 * @param laterForcing the same of the later ones
 */
public record NewtonConjugateGradient(double firstForcing, double laterForcing) implements Minimiser {

    private static final LineSearch LINE_SEARCH = new LineSearch(0.5);
    /** The share of the target that the last inner solve aims at; the rest is room for the model's curvature. */
    private static final double AIM = 0.6;

    public NewtonConjugateGradient {
        if (!(firstForcing > 0 && firstForcing < 1 && laterForcing > 0 && laterForcing < 1)) {
            throw new IllegalArgumentException(
                    "forcing terms lie between 0 and 1, got " + firstForcing + " and " + laterForcing);
        }
    }

    /** The forcing terms that took the fewest passes where they were measured. */
    public static NewtonConjugateGradient standard() {
        return new NewtonConjugateGradient(0.3, 0.1);
    }

    @Override
    public String name() {
        return "newton-cg";
    }

    @Override
    public MinimisationResult minimise(Objective.Iterate iterate, StoppingRule rule, ProgressMonitor monitor) {
        Run run = new Run(iterate, rule, monitor);
        return run.result(run.iterate());
    }

    private final class Run {
        private final Objective.Iterate iterate;
        private final StoppingRule rule;
        private final ProgressMonitor monitor;
        private final Vectors vectors;
        private final double passesBefore;
        private final double[] gradient;
        private final double[] direction;
        private final List<Double> gradientNorms = new ArrayList<>();
        private @Nullable SinglePrecisionConjugateGradient single;
        private int steps;
        private int innerIterations;

        Run(Objective.Iterate iterate, StoppingRule rule, ProgressMonitor monitor) {
            this.iterate = iterate;
            this.rule = rule;
            this.monitor = monitor;
            this.vectors = iterate.objective().vectors();
            this.passesBefore = iterate.objective().passes();
            this.gradient = new double[iterate.objective().dimension()];
            this.direction = new double[gradient.length];
        }

        Ending iterate() {
            while (true) {
                monitor.checkCancelled();
                iterate.gradient(gradient);
                double norm = vectors.norm(gradient);
                gradientNorms.add(norm);
                if (norm <= rule.gradientNormTarget(iterate)) {
                    return Ending.CONVERGED;
                }
                if (!Double.isFinite(norm)) {
                    return Ending.STALLED;
                }
                if (passesLeft() < 2) {
                    return Ending.PASS_LIMIT;
                }
                if (!step(direction(norm))) {
                    return Ending.STALLED;
                }
            }
        }

        /** Solves for the direction of the next step and returns it. */
        private double[] direction(double gradientNorm) {
            double forcing = steps == 0 ? firstForcing : laterForcing;
            double enough = AIM * rule.gradientNormTarget(iterate) / gradientNorm;
            double tolerance = Math.max(forcing, Math.min(enough, 0.9));
            int limit = (int) (passesLeft() - 1);
            Optional<SinglePrecisionHessian> hessian = tolerance < SinglePrecisionConjugateGradient.LEAST_TOLERANCE
                    ? Optional.empty()
                    : iterate.singlePrecisionHessian();
            if (hessian.isEmpty()) {
                return inDouble(tolerance, limit);
            }
            innerIterations += workspace(hessian.get())
                    .solve(hessian.get(), gradient, gradientNorm, tolerance, limit, this::beforeProduct, direction);
            return direction;
        }

        private double[] inDouble(double tolerance, int limit) {
            vectors.scaled(-1, gradient, direction);
            ConjugateGradientResult solved =
                    new ConjugateGradient(tolerance, limit, false).solve(this::hessian, direction, vectors, monitor);
            innerIterations += solved.iterations();
            return solved.solution();
        }

        private SinglePrecisionConjugateGradient workspace(SinglePrecisionHessian hessian) {
            SinglePrecisionConjugateGradient workspace =
                    single == null ? new SinglePrecisionConjugateGradient(hessian.dimension()) : single;
            single = workspace;
            return workspace;
        }

        private void hessian(double[] vector, double[] product) {
            iterate.hessianVectorProduct(vector, product);
            monitor.progress(name(), (long) passes(), (long) rule.maximumPasses());
        }

        private void beforeProduct() {
            monitor.checkCancelled();
            monitor.progress(name(), (long) passes(), (long) rule.maximumPasses());
        }

        private boolean step(double[] direction) {
            double slope = vectors.dot(gradient, direction);
            Objective.Line line = iterate.along(direction);
            OptionalDouble length = LINE_SEARCH.search(iterate.value(), slope, line, 1.0);
            length.ifPresent(line::moveTo);
            steps += length.isPresent() ? 1 : 0;
            return length.isPresent();
        }

        private double passes() {
            return iterate.objective().passes() - passesBefore;
        }

        private double passesLeft() {
            return rule.maximumPasses() - passes();
        }

        MinimisationResult result(Ending ending) {
            return new MinimisationResult(ending, steps, innerIterations, passes(), gradientNorms);
        }
    }
}
