/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import java.util.Arrays;
import java.util.List;

/**
 * What a runner was asked.
 *
 * @param names everything that is no option
 * @param json whether to print JSON instead of a table
 */
record Arguments(List<String> names, boolean json) {
    private static final String JSON = "--json";

    /**
     * Sorts options from names.
     *
     * @throws IllegalArgumentException for an option that is not known
     */
    static Arguments parse(String... arguments) {
        List<String> all = Arrays.asList(arguments);
        all.stream()
                .filter(argument -> argument.startsWith("--") && !argument.equals(JSON))
                .findFirst()
                .ifPresent(unknown -> {
                    throw new IllegalArgumentException(
                            "There is no option '" + unknown + "'; the only one is " + JSON + ".");
                });
        return new Arguments(
                all.stream().filter(argument -> !argument.equals(JSON)).toList(), all.contains(JSON));
    }

    /** The data sets named, all when none is. */
    List<DataSet> sets() {
        return Arrays.stream(DataSet.directories(names.toArray(String[]::new)))
                .map(DataSet::named)
                .toList();
    }

    /**
     * The first name as a whole number above 0.
     *
     * @throws IllegalArgumentException when it is none
     */
    int number(int otherwise) {
        int number = names.isEmpty() ? otherwise : Integer.parseInt(names.get(0));
        if (number < 1) {
            throw new IllegalArgumentException("Give a number of at least 1, not " + number + ".");
        }
        return number;
    }
}
