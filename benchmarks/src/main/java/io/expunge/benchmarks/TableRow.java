/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What one way to unlearn took and reached on one set.
 *
 * @param set the set
 * @param method the way
 * @param solver whose result was released
 * @param seconds wall clock, refit and certificate included
 * @param passes over the retained data
 * @param certifiedBound the relative bound certified, if any
 * @param distance true relative distance to the converged retrain
 * @param accuracy on the test documents of the retained classes
 * @param ratio scikit-learn's median seconds to fit over these, if it was run
 */
record TableRow(
        String set,
        String method,
        String solver,
        Spread seconds,
        OptionalDouble passes,
        OptionalDouble certifiedBound,
        OptionalDouble distance,
        OptionalDouble accuracy,
        OptionalDouble ratio) {

    static String header() {
        return String.format(
                "%-17s %-28s %-24s %7s %9s %9s %8s %7s",
                "set", "method", "seconds", "passes", "bound", "distance", "accuracy", "ratio");
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "%-17s %-28s %-24s %7s %9s %9s %8s %7s",
                set,
                method,
                seconds.text(),
                cell("%.1f", passes),
                cell("%.2e", certifiedBound),
                cell("%.2e", distance),
                cell("%.4f", accuracy),
                cell("%.1f", ratio));
    }

    /** The same compared with scikit-learn. */
    TableRow against(double fitSeconds) {
        return new TableRow(
                set,
                method,
                solver,
                seconds,
                passes,
                certifiedBound,
                distance,
                accuracy,
                OptionalDouble.of(fitSeconds / seconds.median()));
    }

    ObjectNode json(ObjectNode into) {
        into.put("set", set).put("method", method).put("solver", solver);
        seconds.json(into.putObject("seconds"));
        passes.ifPresent(value -> into.put("passes", value));
        certifiedBound.ifPresent(value -> into.put("certifiedBound", value));
        distance.ifPresent(value -> into.put("distance", value));
        accuracy.ifPresent(value -> into.put("accuracy", value));
        ratio.ifPresent(value -> into.put("ratio", value));
        return into;
    }

    private static String cell(String format, OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, format, value.getAsDouble()) : "-";
    }
}
