/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import io.expunge.unlearning.method.Unlearned;
import io.expunge.unlearning.method.UnlearningProblem;
import java.util.ArrayList;
import java.util.List;

/**
 * How near one way to unlearn comes after how many passes over the data.
 *
 * @param method the way
 * @param points in the order of the bounds asked for, the largest first
 */
record Nearness(String method, List<Point> points) {
    Nearness {
        points = List.copyOf(points);
    }

    /**
     * A version, made for one bound asked for.
     *
     * @param passes over the retained data
     * @param bound relative distance to the exact retrain that is proved
     * @param distance the true one
     */
    record Point(double passes, double bound, double distance) {}

    /** Unlearns once for each bound; versions that come out the same are told once. */
    static Nearness of(Contender contender, UnlearningProblem problem, List<Double> bounds, Optimum optimum) {
        List<Point> points = new ArrayList<>();
        for (double bound : bounds) {
            Unlearned unlearned = contender.run(new UnlearningProblem(
                    problem.base(),
                    problem.trainingSet(),
                    problem.forgetSet(),
                    problem.settings().withRelativeBound(bound)));
            Point point = new Point(
                    Figures.rounded(unlearned.evidence().passes()),
                    Figures.roundedUp(unlearned.certificate().relativeDistanceBound()),
                    Figures.rounded(optimum.relativeDistance(unlearned.model().weights().data)));
            if (!points.contains(point)) {
                points.add(point);
            }
        }
        return new Nearness(contender.name(), points);
    }
}
