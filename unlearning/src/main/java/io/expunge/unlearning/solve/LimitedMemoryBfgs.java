/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.solve.MinimisationResult.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Limited-memory BFGS (Nocedal and Wright, algorithms 7.4 and 7.5). A step costs one pass: half for the direction's
 * product with the data, half for the new gradient; the line search in between costs none.
 *
 * <p>Memory: three vectors of doubles of the problem's dimension beside the iterate's, and two for each pair.
 *
 * @param memory pairs of differences kept, at least 1; each takes two vectors of the problem's dimension
 */
public record LimitedMemoryBfgs(int memory) implements Minimiser {

    private static final LineSearch LINE_SEARCH = new LineSearch(0.5);
    /** Pairs with less curvature than this share of their lengths would spoil the approximation. */
    private static final double LEAST_CURVATURE = 1e-12;

    public LimitedMemoryBfgs {
        if (memory < 1) {
            throw new IllegalArgumentException("L-BFGS needs a memory of at least 1 pair, got " + memory);
        }
    }

    /** The usual memory of ten pairs. */
    public static LimitedMemoryBfgs standard() {
        return new LimitedMemoryBfgs(10);
    }

    /**
     * Three pairs, where another solver's vectors are the measure of what may be held: eleven vectors in all, iterate and
     * gradients included. From zero that costs up to a sixth more passes than ten pairs (73 instead of 64 on banking77,
     * 32 instead of 31 on 20newsgroups), after dual coordinate ascent none to three.
     */
    public static LimitedMemoryBfgs frugal() {
        return new LimitedMemoryBfgs(3);
    }

    @Override
    public String name() {
        return "l-bfgs";
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
        private final CurvaturePairs pairs;
        private final double[] direction;
        private double[] gradient;
        private double[] nextGradient;
        private double gradientNorm;
        private final List<Double> gradientNorms = new ArrayList<>();
        private int steps;

        Run(Objective.Iterate iterate, StoppingRule rule, ProgressMonitor monitor) {
            int dimension = iterate.objective().dimension();
            this.iterate = iterate;
            this.rule = rule;
            this.monitor = monitor;
            this.vectors = iterate.objective().vectors();
            this.passesBefore = iterate.objective().passes();
            this.pairs = new CurvaturePairs(memory, vectors);
            this.direction = new double[dimension];
            this.gradient = new double[dimension];
            this.nextGradient = new double[dimension];
        }

        Ending iterate() {
            look(gradient);
            while (gradientNorm > rule.gradientNormTarget(iterate)) {
                monitor.checkCancelled();
                if (passes() + 1 > rule.maximumPasses()) {
                    return Ending.PASS_LIMIT;
                }
                if (!Double.isFinite(gradientNorm) || !step()) {
                    return Ending.STALLED;
                }
                monitor.progress(name(), (long) passes(), (long) rule.maximumPasses());
            }
            return Ending.CONVERGED;
        }

        private void look(double[] into) {
            iterate.gradient(into);
            gradientNorm = vectors.norm(into);
            gradientNorms.add(gradientNorm);
        }

        private boolean step() {
            pairs.descentDirection(gradient, direction);
            Objective.Line line = iterate.along(direction);
            double slope = vectors.dot(gradient, direction);
            // Without pairs the direction has the gradient's scale, which says nothing about a good step.
            double first = pairs.isEmpty() ? Math.min(1.0, 1.0 / gradientNorm) : 1.0;
            OptionalDouble length = LINE_SEARCH.search(iterate.value(), slope, line, first);
            if (length.isEmpty()) {
                return false;
            }
            line.moveTo(length.getAsDouble());
            look(nextGradient);
            pairs.add(length.getAsDouble(), direction, gradient, nextGradient, LEAST_CURVATURE);
            double[] previous = gradient;
            gradient = nextGradient;
            nextGradient = previous;
            steps++;
            return true;
        }

        private double passes() {
            return iterate.objective().passes() - passesBefore;
        }

        MinimisationResult result(Ending ending) {
            return new MinimisationResult(ending, steps, 0, passes(), gradientNorms);
        }
    }
}
