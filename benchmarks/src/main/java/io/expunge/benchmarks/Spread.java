/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Locale;

/**
 * What several measurements of one thing say.
 *
 * @param median the middle one, the mean of the two in the middle of an even number
 * @param least the lowest
 * @param most the highest
 */
record Spread(double median, double least, double most) {

    /**
     * The spread of measurements.
     *
     * @throws IllegalArgumentException when there is none
     */
    static Spread of(double... measurements) {
        if (measurements.length == 0) {
            throw new IllegalArgumentException("no measurement, hence no median; ask for at least 1 run");
        }
        double[] sorted = measurements.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    /** Median, then lowest..highest, with three decimals. */
    String text() {
        return String.format(Locale.ROOT, "%.3f (%.3f..%.3f)", median, least, most);
    }

    ObjectNode json(ObjectNode into) {
        return into.put("median", median).put("least", least).put("most", most);
    }
}
