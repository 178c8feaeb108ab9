/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import io.expunge.unlearning.solve.Objective;
import io.expunge.unlearning.solve.SinglePrecisionHessian;
import io.expunge.unlearning.solve.Workers;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One gradient (half a pass) and one Hessian-vector product (a pass) of the retained problem, beside memory's triad. Every
 * call is timed by itself: on a machine that does other work too, the least says what the code can do, the median what it
 * got.
 */
@SuppressWarnings("NullAway.Init") // JMH calls prepare first
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx1g", "--add-modules=jdk.incubator.vector"})
public class KernelBenchmark {

    /** The corpus. */
    @Param({"20newsgroups", "agnews", "dbpedia14-subset", "banking77", "bbc-news"})
    public String set;

    /** Threads of the solver, and of the triad. */
    @Param({"1", "2"})
    public int threads;

    private final Triad triad = new Triad();
    private Workers workers;
    private Objective.Iterate iterate;
    private SinglePrecisionHessian hessian;
    private double[] product;
    private float[] singleVector;
    private float[] singleProduct;

    /** Reads the corpus and stands at a random point. */
    @Setup
    public void prepare() throws IOException {
        workers = new Workers(threads);
        Objective objective = RetainedData.of(DataSet.named(set)).objective(workers);
        double[] vector =
                new SplittableRandom(1).doubles(objective.dimension(), -1, 1).toArray();
        product = new double[vector.length];
        iterate = objective.startAt(vector);
        hessian = iterate.singlePrecisionHessian().orElseThrow();
        singleVector = new float[hessian.dimension()];
        singleProduct = new float[hessian.dimension()];
        hessian.toSingle(1, vector, singleVector);
    }

    /** Stops the threads. */
    @TearDown
    public void stop() {
        workers.close();
    }

    /** Half a pass, in double: the scatter. */
    @Benchmark
    public double[] gradient() {
        iterate.gradient(product);
        return product;
    }

    /** A pass, in single precision as Newton's directions are solved for: gather and scatter. */
    @Benchmark
    public float[] hessianVectorProduct() {
        hessian.apply(singleVector, singleProduct);
        return singleProduct;
    }

    /** a ← b + 3c over arrays far larger than the caches. */
    @Benchmark
    public double[] triad() {
        return triad.run(workers);
    }
}
