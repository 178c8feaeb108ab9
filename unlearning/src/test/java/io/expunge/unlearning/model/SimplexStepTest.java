/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.expunge.unlearning.Seeds;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class SimplexStepTest {

    /** A problem of one document: its dual's logarithms, score and curvature. */
    private static final class Problem {
        final double[] logDuals;
        final double[] score;
        final double curvature;

        Problem(long seed, int classes, double logCurvature, double spread) {
            SplittableRandom random = new SplittableRandom(seed);
            logDuals = new double[classes];
            score = new double[classes];
            double sum = 0;
            for (int k = 0; k < classes; k++) {
                logDuals[k] = random.nextDouble(-spread, 0);
                score[k] = random.nextDouble(-spread, spread);
                sum += Math.exp(logDuals[k]);
            }
            for (int k = 0; k < classes; k++) {
                logDuals[k] -= Math.log(sum);
            }
            curvature = Math.pow(10, logCurvature);
        }

        double value(double[] logs, double[] from) {
            double value = 0;
            for (int k = 0; k < logs.length; k++) {
                double a = Math.exp(logs[k]);
                double moved = a - Math.exp(from[k]);
                value += a * logs[k] - score[k] * a + 0.5 * curvature * moved * moved;
            }
            return value;
        }
    }

    @Property(seed = Seeds.PROPERTY, tries = 2000)
    void neverRaisesItsObjectiveAndStaysOnTheSimplex(
            @ForAll long seed,
            @ForAll @IntRange(min = 2, max = 80) int classes,
            @ForAll @DoubleRange(min = -3, max = 8) double logCurvature,
            @ForAll @DoubleRange(min = 0.01, max = 200) double spread) {
        Problem problem = new Problem(seed, classes, logCurvature, spread);
        double[] moved = problem.logDuals.clone();
        SimplexStep step = new SimplexStep(classes);
        double movedSquared = step.move(moved, 0, problem.score, problem.curvature);
        double before = problem.value(problem.logDuals, problem.logDuals);
        assertThat(problem.value(moved, problem.logDuals))
                .isLessThanOrEqualTo(before + 1e-12 * Math.max(1, Math.abs(before)));
        double sum = 0;
        double changeSquared = 0;
        for (int k = 0; k < classes; k++) {
            sum += Math.exp(moved[k]);
            assertThat(Math.exp(problem.logDuals[k]) + step.change()[k]).isCloseTo(Math.exp(moved[k]), within(1e-12));
            changeSquared += step.change()[k] * step.change()[k];
        }
        assertThat(sum).isCloseTo(1, within(1e-12));
        assertThat(movedSquared).isCloseTo(changeSquared, within(1e-12));
    }

    @Property(seed = Seeds.PROPERTY, tries = 1100)
    void goesNearlyAllTheWay(
            @ForAll long seed,
            @ForAll @IntRange(min = 2, max = 80) int classes,
            @ForAll @DoubleRange(min = -3, max = 6) double logCurvature,
            @ForAll @DoubleRange(min = 0.01, max = 50) double spread) {
        Problem problem = new Problem(seed, classes, logCurvature, spread);
        double[] moved = problem.logDuals.clone();
        new SimplexStep(classes).move(moved, 0, problem.score, problem.curvature);
        // At the minimiser ln a + μ(a − α) − z is the same for all classes; what is missing, in units of ln a.
        double weights = 0;
        double mean = 0;
        double[] slopes = new double[classes];
        double[] values = new double[classes];
        for (int k = 0; k < classes; k++) {
            values[k] = Math.exp(moved[k]);
            slopes[k] = moved[k] + problem.curvature * (values[k] - Math.exp(problem.logDuals[k])) - problem.score[k];
            weights += values[k] / (1 + problem.curvature * values[k]);
            mean += values[k] / (1 + problem.curvature * values[k]) * slopes[k];
        }
        double missing = 0;
        for (int k = 0; k < classes; k++) {
            double step = (slopes[k] - mean / weights) / (1 + problem.curvature * values[k]);
            missing += values[k] * step * step;
        }
        // Newton stops after a step no longer than 0.1, and what is left is less than that step was.
        assertThat(Math.sqrt(missing)).isLessThan(0.1);
    }

    @Property(seed = Seeds.PROPERTY, tries = 50)
    void withoutCurvatureItIsTheSoftmax(@ForAll long seed, @ForAll @IntRange(min = 2, max = 20) int classes) {
        Problem problem = new Problem(seed, classes, 0, 5);
        double[] moved = problem.logDuals.clone();
        new SimplexStep(classes).move(moved, 0, problem.score, 0);
        double[] probabilities = new double[classes];
        Softmax.probabilities(problem.score, 0, classes, probabilities);
        for (int k = 0; k < classes; k++) {
            assertThat(Math.exp(moved[k])).isCloseTo(probabilities[k], within(1e-3));
        }
    }
}
