/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.expunge.unlearning.attack.AttackCurve;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A removal with all checks of the version it made.
 *
 * @param set whose model
 * @param removed what was removed, in words
 * @param jobSeconds from the stored base to the stored version, the gate's checks included
 * @param checkSeconds all thorough checks, the reference and the shadows of the attacks included
 * @param rows one a check
 * @param curves what the attacks saw
 */
record CheckedRemoval(
        String set,
        String removed,
        double jobSeconds,
        double checkSeconds,
        List<CheckRow> rows,
        List<AttackCurve> curves) {
    CheckedRemoval {
        rows = List.copyOf(rows);
        curves = List.copyOf(curves);
    }

    boolean failed() {
        return rows.stream().anyMatch(CheckRow::failed);
    }

    String text() {
        return String.format(
                        Locale.ROOT,
                        "%s without %s: removed in %.1f s, checked in %.1f s%n%n",
                        set,
                        removed,
                        jobSeconds,
                        checkSeconds)
                + CheckRow.header()
                + rows.stream().map(row -> "\n" + row.text()).collect(Collectors.joining())
                + rows.stream()
                        .filter(row -> !row.check().getOutcome().name().equals("PASSED"))
                        .map(row -> "\n" + row.check().getName() + ": "
                                + row.check().getDetail())
                        .collect(Collectors.joining("", "\n", ""));
    }

    ObjectNode json(ObjectNode into) {
        into.put("set", set)
                .put("removed", removed)
                .put("jobSeconds", jobSeconds)
                .put("checkSeconds", checkSeconds);
        ArrayNode checks = into.putArray("checks");
        rows.forEach(row -> row.json(checks.addObject()));
        return into;
    }
}
