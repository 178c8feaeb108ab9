/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * What was promised for a set, and whether it holds.
 *
 * @param set the set
 * @param asked how many times faster than scikit-learn's fit the default must be
 * @param ratio how many times it is
 * @param distance the default's true relative distance to the converged retrain, at most {@link #NEAR_ENOUGH}
 */
record Bar(String set, double asked, double ratio, double distance) {
    /** The distance within which being fast counts. */
    static final double NEAR_ENOUGH = 1e-4;

    private static final double TWENTY_NEWSGROUPS = 20;
    private static final double OTHERS = 10;

    /** The bar of the default's row, which was compared with scikit-learn. */
    static Bar of(DataSet set, TableRow standard) {
        return new Bar(
                set.directory(),
                set == DataSet.TWENTY_NEWSGROUPS ? TWENTY_NEWSGROUPS : OTHERS,
                standard.ratio().orElseThrow(),
                standard.distance().orElseThrow());
    }

    boolean met() {
        return ratio >= asked && distance <= NEAR_ENOUGH;
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "%-17s %.1f times faster than scikit-learn's fit at a distance of %.1e; asked are %.0f at %.0e: %s",
                set,
                ratio,
                distance,
                asked,
                NEAR_ENOUGH,
                met() ? "met" : "NOT MET");
    }

    ObjectNode json(ObjectNode into) {
        return into.put("set", set)
                .put("asked", asked)
                .put("ratio", ratio)
                .put("distance", distance)
                .put("met", met());
    }
}
