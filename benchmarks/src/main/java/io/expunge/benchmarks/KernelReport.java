/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs {@link KernelBenchmark} and puts its numbers in the units that compare sets: nanoseconds a non-zero and class. */
public final class KernelReport {

    private final Map<String, RunResult> results = new HashMap<>();

    private KernelReport() {}

    /** Measures the sets named, all when none is, and prints a table. */
    public static void main(String[] arguments) throws RunnerException, IOException {
        KernelReport report = new KernelReport();
        String[] sets = DataSet.directories(arguments);
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(KernelBenchmark.class.getSimpleName())
                .param("set", sets)
                .jvmArgsPrepend("-Dexpunge.data=" + System.getProperty("expunge.data", DataSet.DEFAULT_DIRECTORY));
        report.add(new Runner(options.build()).run());
        report.print(sets);
    }

    private void add(Collection<RunResult> runs) {
        for (RunResult run : runs) {
            String method = run.getParams().getBenchmark();
            results.put(
                    key(
                            method.substring(method.lastIndexOf('.') + 1),
                            run.getParams().getParam("set"),
                            run.getParams().getParam("threads")),
                    run);
        }
    }

    private static String key(String method, String set, String threads) {
        return method + " " + set + " " + threads;
    }

    private void print(String[] sets) throws IOException {
        System.out.printf(
                "%n%-18s %7s %14s %22s %14s %10s %14s%n",
                "set", "threads", "gradient ns", "product ns (± 99.9 %)", "triad GB/s", "bound ns", "product/bound");
        for (String set : sets) {
            RetainedData data = RetainedData.of(DataSet.named(set));
            for (String threads : new String[] {"1", "2"}) {
                print(set, threads, data);
            }
        }
        System.out.println(
                "\nns are per non-zero and class: of half a pass for the gradient, of a pass for the product. The"
                        + " bound is what the bytes of a product take at the triad's speed, every operand read from memory once.");
    }

    private void print(String set, String threads, RetainedData data) {
        double gradient = score("gradient", set, threads) / data.products();
        double product = score("hessianVectorProduct", set, threads) / data.products();
        double bandwidth = Triad.BYTES / score("triad", set, threads);
        double bound = data.bytes() / bandwidth / data.products();
        double error =
                result("hessianVectorProduct", set, threads).getPrimaryResult().getScoreError() / data.products();
        System.out.printf(
                "%-18s %7s %14.3f %14.3f ± %5.3f %14.1f %10.3f %14.1f%n",
                set, threads, gradient, product, error, bandwidth, bound, product / bound);
    }

    private double score(String method, String set, String threads) {
        return result(method, set, threads).getPrimaryResult().getScore();
    }

    private RunResult result(String method, String set, String threads) {
        RunResult result = results.get(key(method, set, threads));
        if (result == null) {
            throw new IllegalStateException(
                    "JMH brought no result for " + key(method, set, threads) + "; its output above says why");
        }
        return result;
    }
}
