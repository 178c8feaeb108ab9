/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.fault;

import io.expunge.processor.Seeds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A storm for a person who wants to see it: {@code benchmarks/run soak [--minutes N] [--seed N] [--requests N]}. */
public final class Soak {
    private static final int MINUTES = 10;
    private static final int REQUESTS_A_MINUTE = 200;

    private Soak() {}

    /** Prints faults as they strike to standard error and the figures to standard output; 1 if a promise was broken. */
    public static void main(String[] arguments) throws Exception {
        List<String> words = Arrays.asList(arguments);
        long minutes = option(words, "--minutes", MINUTES);
        long seed = option(words, "--seed", Seeds.faults());
        long requests = option(words, "--requests", minutes * REQUESTS_A_MINUTE);
        StormPlan plan = StormPlan.of(seed, Duration.ofMinutes(minutes), (int) requests);
        Path directory = Files.createTempDirectory("expunge-soak");
        int code = run(directory, plan);
        if (code == 0) {
            delete(directory);
        } else {
            System.err.println("Logs, topics and store are kept in " + directory);
        }
        System.exit(code);
    }

    private static int run(Path directory, StormPlan plan) throws Exception {
        try (Storm storm = new Storm(directory, plan, Soak::progress)) {
            StormReport report = storm.run();
            System.out.print(report.text());
            return report.lost() == 0 ? 0 : 1;
        } catch (AssertionError broken) {
            System.err.println("Broken: " + broken.getMessage());
            return 1;
        }
    }

    private static void progress(String line) {
        System.err.println("  " + LocalTime.now().format(DateTimeFormatter.ofPattern("HH:mm:ss")) + " " + line);
    }

    private static long option(List<String> words, String name, long otherwise) {
        int place = words.indexOf(name);
        return place < 0 || place + 1 == words.size() ? otherwise : Long.parseLong(words.get(place + 1));
    }

    private static void delete(Path directory) throws java.io.IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
