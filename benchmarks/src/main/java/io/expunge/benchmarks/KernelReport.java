/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs {@link KernelBenchmark} and puts its numbers in the units that compare sets: nanoseconds a non-zero and class. */
public final class KernelReport {

    private static final double LEAST = 0;
    private static final double MEDIAN = 50;

    private final Map<String, RunResult> results = new HashMap<>();

    private KernelReport() {}

    /** Measures the sets named, all when none is, and prints a table. */
    public static void main(String[] arguments) throws RunnerException, IOException {
        Map<String, RetainedData> data = new HashMap<>();
        for (String set : DataSet.directories(arguments)) {
            data.put(set, RetainedData.of(DataSet.named(set)));
        }
        KernelReport report = new KernelReport();
        String[] sets = DataSet.directories(arguments);
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(KernelBenchmark.class.getSimpleName())
                .param("set", sets)
                .jvmArgsPrepend("-Dexpunge.data=" + System.getProperty("expunge.data", DataSet.DEFAULT_DIRECTORY));
        report.add(new Runner(options.build()).run());
        report.print(sets, data);
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

    private void print(String[] sets, Map<String, RetainedData> data) {
        System.out.printf(
                "%n%-18s %7s %17s %17s %12s %9s %14s%n",
                "set", "threads", "gradient, median", "product, median", "triad GB/s", "bound", "product/bound");
        for (String set : sets) {
            for (String threads : new String[] {"1", "2"}) {
                print(set, threads, Objects.requireNonNull(data.get(set)));
            }
        }
        System.out.println(
                "\nNanoseconds per non-zero and class, the least of all calls and their median: of half a pass for"
                        + " the gradient, of a pass for the product.\nThe bound is what the bytes of a product take at the triad's"
                        + " best speed, every operand coming from memory once.");
    }

    private void print(String set, String threads, RetainedData data) {
        double bandwidth = Triad.BYTES / nanoseconds("triad", set, threads, LEAST);
        double bound = data.bytes() / bandwidth / data.products();
        double product = nanoseconds("hessianVectorProduct", set, threads, LEAST) / data.products();
        System.out.printf(
                "%-18s %7s %9.3f %7.3f %9.3f %7.3f %12.1f %9.3f %14.1f%n",
                set,
                threads,
                nanoseconds("gradient", set, threads, LEAST) / data.products(),
                nanoseconds("gradient", set, threads, MEDIAN) / data.products(),
                product,
                nanoseconds("hessianVectorProduct", set, threads, MEDIAN) / data.products(),
                bandwidth,
                bound,
                product / bound);
    }

    private double nanoseconds(String method, String set, String threads, double percentile) {
        return result(method, set, threads).getPrimaryResult().getStatistics().getPercentile(percentile);
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
