/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.attack;

import io.expunge.unlearning.statistics.RocCurve;
import java.util.ArrayList;
import java.util.List;

/**
 * How well one attack tells its positives from its negatives under one model, for reports and plots.
 *
 * @param check the check the attack belongs to
 * @param model which model was attacked
 * @param positives how many there were
 * @param negatives likewise
 * @param area under the curve
 * @param points some hundreds of points of it at most, dense where either rate is low, so that axes may be logarithmic
 */
public record AttackCurve(
        String check, Attacked model, int positives, int negatives, double area, List<RocCurve.Point> points) {

    /** Whose answers were attacked. */
    public enum Attacked {
        /** The version before the removal. */
        BEFORE,
        /** The version audited. */
        RELEASED,
        /** The one trained without the forgotten documents. */
        REFERENCE
    }

    private static final double STEP = 1 / 200.0;
    private static final double RELATIVE = 0.02;
    private static final double LEAST = 1e-4;

    public AttackCurve {
        points = List.copyOf(points);
    }

    static AttackCurve of(String check, Attacked model, double[] positives, double[] negatives) {
        RocCurve curve = RocCurve.of(positives, negatives);
        return new AttackCurve(check, model, positives.length, negatives.length, curve.area(), thinned(curve.points()));
    }

    private static List<RocCurve.Point> thinned(List<RocCurve.Point> points) {
        List<RocCurve.Point> kept = new ArrayList<>();
        RocCurve.Point last = points.get(0);
        for (RocCurve.Point point : points) {
            boolean moved = moved(last.truePositiveRate(), point.truePositiveRate())
                    || moved(last.falsePositiveRate(), point.falsePositiveRate());
            if (moved || kept.isEmpty() || point.equals(points.get(points.size() - 1))) {
                kept.add(point);
                last = point;
            }
        }
        return kept;
    }

    private static boolean moved(double from, double to) {
        return to - from >= Math.min(STEP, Math.max(LEAST, RELATIVE * to));
    }
}
