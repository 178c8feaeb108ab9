/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Request event to version event where the removal was prepared: of each set, the first class of the head is removed, then
 * the first of those that are left, and so on, each after idle time enough to prepare it.
 */
public final class PreparedReport {
    private static final int RUNS = Integer.getInteger("expunge.runs", 9);
    private static final double BAR_MILLISECONDS = 300;
    private static final Duration LOOK = Duration.ofMillis(250);
    /** Looks at a staging area that does not change any more, before it is taken for complete. */
    private static final int STILL = 6;

    private PreparedReport() {}

    /** Measures every set named, 20newsgroups when none is. */
    public static void main(String[] arguments) throws Exception {
        List<DataSet> sets = arguments.length == 0
                ? List.of(DataSet.TWENTY_NEWSGROUPS)
                : Arguments.parse(arguments).sets();
        System.setProperty("processor.expunge.prepared.enabled", "true");
        System.setProperty("processor.expunge.prepared.maximum-classes", "1");
        Machine machine = Machine.now();
        try (TemporaryDirectory directory = TemporaryDirectory.create();
                Installation installation = new Installation(directory.path())) {
            for (DataSet set : sets) {
                System.out.println(line(set, Spread.of(removals(installation, directory.path(), set))));
            }
        }
        System.out.println(machine.text());
    }

    private static double[] removals(Installation installation, Path directory, DataSet set)
            throws IOException, InterruptedException {
        List<String> classes = set.read().labelSpace().classes();
        installation.publish(set.directory(), set.corpus("train"), Optional.of(set.corpus("test")));
        double[] milliseconds = new double[Math.min(RUNS, classes.size() - 2)];
        for (int run = 0; run < milliseconds.length; run++) {
            awaitPrepared(Installation.store(directory).resolve("staging"));
            milliseconds[run] = Latency.ofRemoval(installation, set.directory(), classes.get(run), Duration.ZERO);
            Machine.progress("'%s' removed after %.0f ms", classes.get(run), milliseconds[run]);
        }
        return milliseconds;
    }

    /** Until something is staged and nothing more is added to it. */
    private static void awaitPrepared(Path staging) throws InterruptedException {
        long giveUp = System.nanoTime() + Installation.PATIENCE.toNanos();
        long before = 0;
        for (int still = 0; still < STILL; ) {
            if (System.nanoTime() > giveUp) {
                throw new IllegalStateException("nothing was prepared within " + Installation.PATIENCE);
            }
            Thread.sleep(LOOK.toMillis());
            long files = files(staging);
            still = files > 0 && files == before ? still + 1 : 0;
            before = files;
        }
    }

    private static long files(Path directory) {
        try (Stream<Path> files = Files.isDirectory(directory) ? Files.list(directory) : Stream.of()) {
            return files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String line(DataSet set, Spread milliseconds) {
        return String.format(
                Locale.ROOT,
                "%s, prepared: median %.0f ms, least %.0f ms, most %.0f ms; asked are less than %.0f: %s",
                set.directory(),
                milliseconds.median(),
                milliseconds.least(),
                milliseconds.most(),
                BAR_MILLISECONDS,
                milliseconds.median() < BAR_MILLISECONDS ? "met" : "NOT MET");
    }
}
