/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import io.expunge.unlearning.features.Vectoriser;
import io.expunge.unlearning.method.Unlearned;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Measures all ways to unlearn a set's class, each in a virtual machine of its own and in turn, so that a busy minute of the machine
 * hits all of them.
 */
final class SetMeasurement {
    private final RemovalCase removal;
    private final int warmUp;
    private final int runs;
    private final int threads;
    /** One for the refitted vectoriser, one for the published step's frozen one. */
    private final Map<Vectoriser, Optimum> optima = new HashMap<>();

    SetMeasurement(RemovalCase removal, int warmUp, int runs, int threads) {
        this.removal = removal;
        this.warmUp = warmUp;
        this.runs = runs;
        this.threads = threads;
    }

    /** One row a contender, in their order. */
    List<TableRow> rows(List<Contender> contenders) throws IOException {
        double[][] seconds = seconds(contenders);
        List<TableRow> rows = new ArrayList<>();
        for (int row = 0; row < seconds.length; row++) {
            // Results are the same bits each time: one more run, here, gives the one that was timed.
            rows.add(row(contenders.get(row), Spread.of(seconds[row])));
        }
        return rows;
    }

    private double[][] seconds(List<Contender> contenders) throws IOException {
        double[][] seconds = new double[contenders.size()][runs];
        List<ContenderProcess> processes = new ArrayList<>();
        try {
            for (Contender contender : contenders) {
                Machine.progress("%s: warming up %s", removal.set().directory(), contender.name());
                processes.add(new ContenderProcess(removal.set(), contender, warmUp, threads));
            }
            for (int run = 0; run < runs; run++) {
                Machine.progress("%s: run %d of %d", removal.set().directory(), run + 1, runs);
                for (int row = 0; row < seconds.length; row++) {
                    seconds[row][run] = processes.get(row).seconds();
                }
            }
        } finally {
            for (ContenderProcess process : processes) {
                process.close();
            }
        }
        return seconds;
    }

    private TableRow row(Contender contender, Spread seconds) {
        Unlearned unlearned = contender.run(removal);
        Machine.progress("%s: distance of %s", removal.set().directory(), contender.name());
        double distance = optimum(unlearned).relativeDistance(unlearned.model().weights().data);
        return new TableRow(
                removal.set().directory(),
                contender.name(),
                unlearned.evidence().solver(),
                seconds,
                OptionalDouble.of(unlearned.evidence().passes()),
                OptionalDouble.of(unlearned.certificate().relativeDistanceBound()),
                OptionalDouble.of(distance),
                OptionalDouble.of(removal.accuracy(unlearned.model())),
                OptionalDouble.empty());
    }

    private Optimum optimum(Unlearned unlearned) {
        return optima.computeIfAbsent(
                unlearned.model().vectoriser(), vectoriser -> Optimum.of(unlearned.retained(), vectoriser, threads));
    }

    /** Rows of scikit-learn and SciPy; the coefficients are compared with the optimum of as many parameters. */
    List<TableRow> rows(ScikitLearn.Measured measured) throws IOException {
        String set = removal.set().directory();
        Optional<Optimum> same = optima.values().stream()
                .filter(optimum -> optimum.parameters().length == measured.weights().length)
                .findFirst();
        OptionalDouble distance = same.map(optimum -> OptionalDouble.of(optimum.relativeDistance(measured.weights())))
                .orElseGet(OptionalDouble::empty);
        OptionalDouble none = OptionalDouble.empty();
        return List.of(
                new TableRow(
                        set,
                        "scikit-learn " + measured.version() + " fit",
                        "l-bfgs",
                        measured.fit(),
                        OptionalDouble.of(measured.iterations()),
                        none,
                        distance,
                        OptionalDouble.of(measured.accuracy()),
                        none),
                new TableRow(
                        set, "scikit-learn vectorising", "none", measured.vectorise(), none, none, none, none, none),
                new TableRow(
                        set, "published step in SciPy", "cg", measured.publishedStep(), none, none, none, none, none));
    }
}
