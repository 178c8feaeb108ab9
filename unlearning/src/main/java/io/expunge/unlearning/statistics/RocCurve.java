/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How well scores tell positives from negatives, over all thresholds. Immutable, thread-safe.
 *
 * <p>Equal scores count half, so a score that says nothing has an area of exactly one half (Fawcett 2006).
 */
public final class RocCurve {
    private final double[] positives;
    private final double[] negatives;

    /** One threshold: the shares of negatives and positives that score at least that. */
    public record Point(double falsePositiveRate, double truePositiveRate) {}

    private RocCurve(double[] positives, double[] negatives) {
        this.positives = positives;
        this.negatives = negatives;
    }

    /**
     * @param positives scores of what should score high, at least one, none NaN
     * @param negatives scores of the rest, likewise
     * @throws IllegalArgumentException if one of the two is empty or holds a NaN
     */
    public static RocCurve of(double[] positives, double[] negatives) {
        return new RocCurve(sorted("positives", positives), sorted("negatives", negatives));
    }

    private static double[] sorted(String what, double[] scores) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        if (sorted.length == 0 || Double.isNaN(sorted[sorted.length - 1])) {
            throw new IllegalArgumentException(
                    "the scores of the " + what + " are " + (sorted.length == 0 ? "empty" : "not all numbers"));
        }
        return sorted;
    }

    /** The probability that a positive scores above a negative, ties counting half. */
    public double area() {
        long twice = 0;
        int below = 0;
        int upTo = 0;
        for (double score : positives) {
            while (below < negatives.length && negatives[below] < score) {
                below++;
            }
            upTo = Math.max(upTo, below);
            while (upTo < negatives.length && negatives[upTo] <= score) {
                upTo++;
            }
            twice += below + upTo;
        }
        return twice / (2.0 * positives.length * negatives.length);
    }

    /** The curve from (0, 0) to (1, 1), one point for each distinct score. */
    public List<Point> points() {
        List<Point> points = new ArrayList<>();
        points.add(new Point(0, 0));
        int positive = positives.length;
        int negative = negatives.length;
        while (positive > 0 || negative > 0) {
            double threshold = Math.max(
                    positive > 0 ? positives[positive - 1] : Double.NEGATIVE_INFINITY,
                    negative > 0 ? negatives[negative - 1] : Double.NEGATIVE_INFINITY);
            while (positive > 0 && positives[positive - 1] >= threshold) {
                positive--;
            }
            while (negative > 0 && negatives[negative - 1] >= threshold) {
                negative--;
            }
            points.add(new Point(
                    (double) (negatives.length - negative) / negatives.length,
                    (double) (positives.length - positive) / positives.length));
        }
        return points;
    }

    /** The largest share of positives found by a threshold that at most this share of negatives reaches. */
    public double truePositiveRateAt(double falsePositiveRate) {
        double best = 0;
        for (Point point : points()) {
            if (point.falsePositiveRate() <= falsePositiveRate) {
                best = Math.max(best, point.truePositiveRate());
            }
        }
        return best;
    }
}
