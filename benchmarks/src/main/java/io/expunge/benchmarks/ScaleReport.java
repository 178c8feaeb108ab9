/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.method.ForgetSet;
import io.expunge.unlearning.method.SoftmaxTrainer;
import io.expunge.unlearning.method.TrainingSettings;
import io.expunge.unlearning.method.Unlearned;
import io.expunge.unlearning.method.UnlearningMethods;
import io.expunge.unlearning.method.UnlearningProblem;
import io.expunge.unlearning.method.UnlearningSettings;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.model.TrainingSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How seconds, passes and memory to remove a class grow with documents, features and classes, on synthetic corpora. */
public final class ScaleReport {
    private static final int NON_ZEROS = 50;
    private static final long SEED = 20_25;
    private static final int LARGEST = 1_000_000;
    private static final int RUNS = Integer.getInteger("expunge.runs", 1);
    private static final int THREADS =
            Integer.getInteger("expunge.threads", Runtime.getRuntime().availableProcessors());

    private ScaleReport() {}

    /** Measures corpora of up to a number of documents, 1,000,000 unless the first argument says otherwise. */
    public static void main(String[] arguments) {
        Machine machine = Machine.now();
        System.out.printf(
                "%9s %9s %8s %11s %-24s %7s %9s %9s %9s %9s %9s%n",
                "documents",
                "features",
                "classes",
                "non-zeros",
                "seconds",
                "passes",
                "bound",
                "solver",
                "train s",
                "train MiB",
                "peak MiB");
        for (SyntheticCorpus corpus : corpora(Arguments.parse(arguments).number(LARGEST))) {
            System.out.println(measure(corpus));
        }
        System.out.println("\nSeconds: median (lowest..highest) of " + RUNS + ", " + THREADS
                + " threads; peak: most heap in use during the removal, the corpus and garbage included; train: the same and seconds of training\n"
                + machine.text());
    }

    /** One dimension grows at a time from 100,000 documents, 200,000 features and 20 classes; the largest comes last. */
    static List<SyntheticCorpus> corpora(int largest) {
        List<SyntheticCorpus> corpora = new ArrayList<>(List.of(
                corpus(10_000, 200_000, 20),
                corpus(100_000, 200_000, 20),
                corpus(100_000, 20_000, 20),
                corpus(100_000, 800_000, 20),
                corpus(100_000, 200_000, 5),
                corpus(100_000, 200_000, 80)));
        corpora.removeIf(corpus -> corpus.documents() > largest);
        if (corpora.stream().noneMatch(corpus -> corpus.documents() == largest)) {
            corpora.add(corpus(largest, 200_000, 20));
        }
        return corpora;
    }

    private static SyntheticCorpus corpus(int documents, int features, int classes) {
        return new SyntheticCorpus(documents, NON_ZEROS, features, classes, SEED);
    }

    private static String measure(SyntheticCorpus corpus) {
        Machine.progress(
                "%,d documents, %,d features, %d classes: making them",
                corpus.documents(), corpus.features(), corpus.classes());
        TrainingSet trainingSet = corpus.generate();
        HeapPeak.reset();
        Machine.progress("training");
        long start = System.nanoTime();
        TrainedModel base = SoftmaxTrainer.train(
                        trainingSet,
                        SyntheticCorpus.analysis(),
                        TrainingSettings.standard().withParallelism(THREADS),
                        ProgressMonitor.NONE)
                .model();
        double training = (System.nanoTime() - start) / 1e9;
        long trainingPeak = HeapPeak.mebibytes();
        UnlearningProblem problem = new UnlearningProblem(
                base,
                trainingSet,
                ForgetSet.ofClasses(SyntheticCorpus.className(0)),
                UnlearningSettings.standard().withParallelism(THREADS));
        return remove(corpus, problem, training, trainingPeak);
    }

    private static String remove(
            SyntheticCorpus corpus, UnlearningProblem problem, double training, long trainingPeak) {
        HeapPeak.reset();
        double[] seconds = new double[RUNS];
        List<Unlearned> last = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            Machine.progress("removing a class, run %d of %d", run + 1, RUNS);
            last.clear(); // two results at once are not what is measured
            long start = System.nanoTime();
            last.add(UnlearningMethods.standard().unlearn(problem, ProgressMonitor.NONE));
            seconds[run] = (System.nanoTime() - start) / 1e9;
        }
        Unlearned unlearned = last.get(0);
        return String.format(
                Locale.ROOT,
                "%9d %9d %8d %11d %-24s %7.1f %9.2e %9s %9.1f %9d %9d",
                corpus.documents(),
                problem.base().vectoriser().features(),
                corpus.classes(),
                problem.trainingSet().counts().nonZeros(),
                Spread.of(seconds).text(),
                unlearned.evidence().passes(),
                unlearned.certificate().relativeDistanceBound(),
                unlearned.evidence().solver(),
                training,
                trainingPeak,
                HeapPeak.mebibytes());
    }
}
