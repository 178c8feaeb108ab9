/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the verification runner was asked.
 *
 * @param common sets, and whether to print JSON
 * @param plots where pictures go, if anywhere
 * @param from kept numbers to draw again, instead of measuring
 * @param help whether only to say how it is called
 */
record VerificationArguments(Arguments common, Optional<Path> plots, Optional<Path> from, boolean help) {
    static final String USAGE =
            """
            usage: benchmarks/run verification [--plots DIR] [--json] [set ...]
                   benchmarks/run verification --plots DIR --from FILE
            Removes a class, and 300 documents, from a model of each set (all five when none is named), by the processor's own jobs,
            and prints every check of the versions made, how near they are to an exact retrain, and what attackers find.
              --plots DIR   write figures.json, and pictures drawn from it, into a directory
              --json        print one JSON object instead of tables
              --from FILE   draw the pictures of a kept figures.json again, and measure nothing
              --help        this text
            Exit codes: 0 no check failed, 1 a check failed, 2 wrong arguments, 3 it could not be measured.""";

    /**
     * Sorts them out.
     *
     * @throws IllegalArgumentException for what is not known, or does not go together
     */
    static VerificationArguments parse(String... arguments) {
        List<String> left = new ArrayList<>(Arrays.asList(arguments));
        boolean help = left.remove("--help") | left.remove("-h");
        Optional<Path> plots = path(left, "--plots");
        Optional<Path> from = path(left, "--from");
        left.stream()
                .filter(argument -> argument.startsWith("-") && !argument.equals("--json"))
                .findFirst()
                .ifPresent(unknown -> {
                    throw new IllegalArgumentException("There is no option '" + unknown + "'.");
                });
        Arguments common = Arguments.parse(left.toArray(String[]::new));
        common.sets();
        if (from.isPresent()
                && (plots.isEmpty() || common.json() || !common.names().isEmpty())) {
            throw new IllegalArgumentException("--from only draws: give it --plots, and neither sets nor --json.");
        }
        return new VerificationArguments(common, plots, from, help);
    }

    private static Optional<Path> path(List<String> arguments, String option) {
        int at = arguments.indexOf(option);
        if (at < 0) {
            return Optional.empty();
        }
        if (at + 1 == arguments.size() || arguments.get(at + 1).startsWith("--")) {
            throw new IllegalArgumentException(option + " needs a path behind it.");
        }
        arguments.remove(at);
        // The runner changes to the root of the project; paths are seen from where it was called.
        return Optional.of(Path.of(System.getProperty("expunge.directory", "")).resolve(arguments.remove(at)));
    }
}
