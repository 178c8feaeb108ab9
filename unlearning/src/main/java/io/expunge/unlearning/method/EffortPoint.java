/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.model.TrainedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * One point of the curve that shows what a bound costs and what it buys.
 *
 * @param relativeBound the bound asked for
 * @param seconds wall-clock seconds of the unlearning
 * @param passes passes over the retained data
 * @param certifiedBound the relative bound certified
 * @param accuracy of the released model, by the caller's measure
 */
public record EffortPoint(double relativeBound, double seconds, double passes, double certifiedBound, double accuracy) {

    /** The header of the lines that {@link #csv} writes. */
    public static final String CSV_HEADER = "relative_bound,seconds,passes,certified_bound,accuracy";

    /**
     * Unlearns once for each bound, all else equal.
     *
     * @param relativeBounds the bounds to ask for, each in (0, 1)
     * @param accuracy measures a released model
     */
    public static List<EffortPoint> curve(
            UnlearningMethod method,
            UnlearningProblem problem,
            List<Double> relativeBounds,
            ToDoubleFunction<TrainedModel> accuracy,
            ProgressMonitor monitor) {
        List<EffortPoint> points = new ArrayList<>();
        for (double bound : relativeBounds) {
            UnlearningProblem asked = new UnlearningProblem(
                    problem.base(),
                    problem.trainingSet(),
                    problem.forgetSet(),
                    problem.settings().withRelativeBound(bound));
            Unlearned unlearned = method.unlearn(asked, monitor);
            points.add(new EffortPoint(
                    bound,
                    unlearned.evidence().seconds(),
                    unlearned.evidence().passes(),
                    unlearned.certificate().relativeDistanceBound(),
                    accuracy.applyAsDouble(unlearned.model())));
        }
        return List.copyOf(points);
    }

    /** The point as a line of comma-separated values. */
    public String csv() {
        return String.format(
                Locale.ROOT, "%g,%.4f,%.1f,%.3e,%.4f", relativeBound, seconds, passes, certifiedBound, accuracy);
    }
}
