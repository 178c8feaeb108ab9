/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import io.expunge.unlearning.corpus.Corpus;
import io.expunge.unlearning.corpus.Document;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Milliseconds from sending a class removal to reading the version that serves it, broker included. */
public final class LatencyReport {
    private static final int REMOVALS = 20;
    private static final int CLASSES = REMOVALS + 4;
    private static final int DOCUMENTS_A_CLASS = 20;
    private static final Duration PAUSE = Duration.ofMillis(Long.getLong("expunge.pause-ms", 0));

    private final Installation installation;

    private LatencyReport(Installation installation) {
        this.installation = installation;
    }

    /** Measures 20 removals from a tiny model, and one from every set named, 20newsgroups when none is. */
    public static void main(String[] arguments) throws Exception {
        List<DataSet> sets = arguments.length == 0
                ? List.of(DataSet.TWENTY_NEWSGROUPS)
                : Arguments.parse(arguments).sets();
        Machine machine = Machine.now();
        try (TemporaryDirectory directory = TemporaryDirectory.create();
                Installation installation = new Installation(directory.path())) {
            LatencyReport report = new LatencyReport(installation);
            report.tiny();
            for (DataSet set : sets) {
                report.set(set);
            }
        }
        System.out.println(machine.text());
    }

    private void tiny() throws InterruptedException {
        installation.publish("tiny", tinyCorpus(), Optional.empty());
        double[] milliseconds = new double[REMOVALS];
        for (int removal = 0; removal < REMOVALS; removal++) {
            milliseconds[removal] = Latency.ofRemoval(installation, "tiny", "class" + removal, PAUSE);
        }
        Spread spread = Spread.of(milliseconds);
        System.out.printf(
                Locale.ROOT,
                "tiny model, %d removals one after the other: median %.0f ms, least %.0f ms, most %.0f ms%n",
                REMOVALS,
                spread.median(),
                spread.least(),
                spread.most());
    }

    private void set(DataSet set) throws IOException, InterruptedException {
        installation.publish(set.directory(), set.corpus("train"), Optional.of(set.corpus("test")));
        System.out.printf(
                Locale.ROOT,
                "%s, %s: %.0f ms%n",
                set.directory(),
                set.removedClass(),
                Latency.ofRemoval(installation, set.directory(), set.removedClass(), PAUSE));
    }

    /** Documents whose class is told by words of its own. */
    static Corpus tinyCorpus() {
        return new Corpus(IntStream.range(0, CLASSES * DOCUMENTS_A_CLASS)
                .mapToObj(number -> {
                    int label = number % CLASSES;
                    String own = "own" + label;
                    return new Document(
                            "document-" + number,
                            "class" + label,
                            own + " " + own + "more shared" + number % 7 + " common" + number % 11,
                            Optional.empty());
                })
                .toList());
    }
}
