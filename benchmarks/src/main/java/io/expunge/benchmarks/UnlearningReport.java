/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.method.ForgetSet;
import io.expunge.unlearning.method.SoftmaxTrainer;
import io.expunge.unlearning.method.TrainingResult;
import io.expunge.unlearning.method.TrainingSettings;
import io.expunge.unlearning.method.Unlearned;
import io.expunge.unlearning.method.UnlearningMethod;
import io.expunge.unlearning.method.UnlearningProblem;
import io.expunge.unlearning.method.UnlearningSettings;
import io.expunge.unlearning.model.TrainingSet;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * Seconds to unlearn a class, or as many documents as asked for, warmed, by each method and solver: everything from the parent's counts to the certified, rounded model,
 * the vectoriser's refit included. Beside wall time stands the processor time of the process, which other work on the
 * machine disturbs less.
 */
public final class UnlearningReport {

    private static final int RUNS = Integer.getInteger("expunge.runs", 15);
    private static final int WARM_UP = Integer.getInteger("expunge.warm-up", 10);
    /** How many documents, drawn at random, go instead of the class; 0 for the class. */
    private static final int DOCUMENTS = Integer.getInteger("expunge.documents", 0);

    private static final int THREADS =
            Integer.getInteger("expunge.threads", Runtime.getRuntime().availableProcessors());

    private UnlearningReport() {}

    /** Measures the sets named, all when none is, and prints a table. */
    public static void main(String[] arguments) throws IOException {
        System.out.printf(
                "%-18s %-22s %8s %8s %8s %8s %8s %9s%n",
                "set", "method", "median s", "least s", "most s", "cpu s", "passes", "bound");
        for (String name : DataSet.directories(arguments)) {
            DataSet set = DataSet.named(name);
            TrainingSet trainingSet = set.read();
            TrainingResult base = SoftmaxTrainer.train(
                    trainingSet,
                    Analysis.standard(),
                    TrainingSettings.standard().withParallelism(THREADS),
                    ProgressMonitor.NONE);
            UnlearningProblem problem = new UnlearningProblem(
                    base.model(),
                    trainingSet,
                    forgetSet(set, trainingSet),
                    UnlearningSettings.standard().withParallelism(THREADS));
            for (Contender contender : Contender.all()) {
                measure(name, contender, problem);
            }
        }
        System.out.println("\n" + (DOCUMENTS == 0 ? "A class" : DOCUMENTS + " documents") + ". " + RUNS + " runs after "
                + WARM_UP + " to warm up, " + THREADS
                + " threads; cpu s is their median.");
    }

    private static ForgetSet forgetSet(DataSet set, TrainingSet trainingSet) {
        if (DOCUMENTS == 0) {
            return ForgetSet.ofClasses(set.removedClass());
        }
        return ForgetSet.ofDocuments(RemovalCase.someRows(trainingSet.documents(), DOCUMENTS));
    }

    private static void measure(String name, Contender contender, UnlearningProblem original) {
        UnlearningProblem problem = new UnlearningProblem(
                original.base(),
                original.trainingSet(),
                original.forgetSet(),
                original.settings().withSolver(contender.solver()));
        UnlearningMethod method = contender.method();
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        double[] seconds = new double[RUNS];
        double[] processor = new double[RUNS];
        Unlearned unlearned = method.unlearn(problem, ProgressMonitor.NONE);
        for (int run = 1 - WARM_UP; run < RUNS; run++) {
            long processorStart = system.getProcessCpuTime();
            long start = System.nanoTime();
            unlearned = method.unlearn(problem, ProgressMonitor.NONE);
            if (run >= 0) {
                seconds[run] = (System.nanoTime() - start) / 1e9;
                processor[run] = (system.getProcessCpuTime() - processorStart) / 1e9;
            }
        }
        Arrays.sort(seconds);
        Arrays.sort(processor);
        System.out.printf(
                "%-18s %-22s %8.3f %8.3f %8.3f %8.3f %8.1f %9.2e%n",
                name,
                contender.name(),
                seconds[RUNS / 2],
                seconds[0],
                seconds[RUNS - 1],
                processor[RUNS / 2],
                unlearned.evidence().passes(),
                unlearned.certificate().relativeDistanceBound());
    }
}
