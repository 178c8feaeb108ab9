/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.stream.DoubleStream;

/**
 * What a {@link ContenderProcess} runs: one way to unlearn a set's class, alone in its virtual machine. For every line on standard
 * input it unlearns again and again for a moment and prints the median of the seconds; it ends with its input.
 */
public final class ContenderRun {
    /** The compiler works on in the background: small sets need many runs before it is done. */
    private static final double WARM_UP_SECONDS = 5;
    /** Python's runs follow one another too; a single run of some milliseconds would measure how the processor wakes up. */
    private static final double TURN_SECONDS = 0.5;

    private final Contender contender;
    private final RemovalCase removal;

    private ContenderRun(Contender contender, RemovalCase removal) {
        this.contender = contender;
        this.removal = removal;
    }

    /** Takes the set, the contender's name, the least runs to warm up and the threads; says {@code ready} when it is. */
    public static void main(String[] arguments) throws IOException {
        RemovalCase removal = RemovalCase.of(DataSet.named(arguments[0]), Integer.parseInt(arguments[3]));
        ContenderRun contender = new ContenderRun(Contender.named(arguments[1]), removal);
        contender.runs(Integer.parseInt(arguments[2]), WARM_UP_SECONDS);
        System.out.println(ContenderProcess.READY);
        BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (asked.readLine() != null) {
            // The others had the caches meanwhile: the first run fetches them back and does not count.
            contender.runs(1, 0);
            System.out.println(
                    Spread.of(contender.runs(1, TURN_SECONDS).toArray()).median());
        }
    }

    /** Seconds of each run, as many as asked for at least and as long as asked for at least. */
    private DoubleStream runs(int least, double seconds) {
        DoubleStream.Builder each = DoubleStream.builder();
        double all = 0;
        for (int run = 0; run < least || all < seconds; run++) {
            long start = System.nanoTime();
            contender.run(removal);
            double took = (System.nanoTime() - start) / 1e9;
            all += took;
            each.add(took);
        }
        return each.build();
    }
}
