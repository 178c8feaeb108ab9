/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * What a {@link ContenderProcess} runs: one way to unlearn a set's class, alone in its virtual machine. For every line on standard input
 * it unlearns twice and prints the seconds of the second time; it ends with its input.
 */
public final class ContenderRun {

    private ContenderRun() {}

    /** Takes the set, the contender's name, the number of runs to warm up and the threads; says {@code ready} when it is. */
    public static void main(String[] arguments) throws IOException {
        Contender contender = Contender.named(arguments[1]);
        int threads = Integer.parseInt(arguments[3]);
        RemovalCase removal = RemovalCase.of(DataSet.named(arguments[0]), threads);
        for (int run = Integer.parseInt(arguments[2]); run > 0; run--) {
            contender.run(removal);
        }
        System.out.println(ContenderProcess.READY);
        BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (asked.readLine() != null) {
            // The others had the caches meanwhile; Python's runs follow one another too.
            contender.run(removal);
            long start = System.nanoTime();
            contender.run(removal);
            System.out.println((System.nanoTime() - start) / 1e9);
        }
    }
}
