/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table that compares all ways to unlearn a class, with each other and with scikit-learn, and the bars. */
public final class TableReport {
    private static final int RUNS = Integer.getInteger("expunge.runs", 7);
    private static final int WARM_UP = Integer.getInteger("expunge.warm-up", 15);
    private static final int PYTHON_RUNS = Integer.getInteger("expunge.python-runs", 3);
    private static final int THREADS =
            Integer.getInteger("expunge.threads", Runtime.getRuntime().availableProcessors());

    private final Machine machine = Machine.now();
    private final List<TableRow> rows = new ArrayList<>();
    private final List<Bar> bars = new ArrayList<>();
    private final Optional<ScikitLearn> python = ScikitLearn.find();

    private TableReport() {}

    /** Measures the sets named, all when none is; {@code --json} prints an object for programs. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Arguments asked = Arguments.parse(arguments);
        TableReport report = new TableReport();
        if (report.python.isEmpty()) {
            Machine.progress("no python3 here imports sklearn: its rows, ratios and bars are left out");
        }
        for (DataSet set : asked.sets()) {
            report.measure(set);
        }
        System.out.println(asked.json() ? report.json().toPrettyString() : report.text());
    }

    private void measure(DataSet set) throws IOException, InterruptedException {
        SetMeasurement measurement = new SetMeasurement(RemovalCase.of(set, THREADS), WARM_UP, RUNS, THREADS);
        List<TableRow> own = measurement.rows(Contender.all());
        if (python.isEmpty()) {
            rows.addAll(own);
            return;
        }
        ScikitLearn.Measured measured = python.get().measure(set, PYTHON_RUNS);
        List<TableRow> compared =
                own.stream().map(row -> row.against(measured.fit().median())).toList();
        rows.addAll(compared);
        rows.addAll(measurement.rows(measured));
        bars.add(Bar.of(set, compared.get(0)));
    }

    private String text() {
        StringBuilder text = new StringBuilder(TableRow.header());
        rows.forEach(row -> text.append('\n').append(row.text()));
        text.append("\n\n");
        bars.forEach(bar -> text.append(bar.text()).append('\n'));
        return text.append("\nSeconds: median (lowest..highest) of ")
                .append(RUNS)
                .append(" turns after at least ")
                .append(WARM_UP)
                .append(" runs to warm up, ")
                .append(THREADS)
                .append(" threads; Python's of ")
                .append(PYTHON_RUNS)
                .append(".\n")
                .append(machine.text())
                .toString();
    }

    private ObjectNode json() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        machine.json(root.putObject("machine"));
        root.put("runs", RUNS).put("warmUp", WARM_UP).put("threads", THREADS).put("pythonRuns", PYTHON_RUNS);
        ArrayNode table = root.putArray("rows");
        rows.forEach(row -> row.json(table.addObject()));
        ArrayNode promised = root.putArray("bars");
        bars.forEach(bar -> bar.json(promised.addObject()));
        return root;
    }
}
