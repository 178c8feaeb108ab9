/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.corpus.Corpus;
import io.expunge.unlearning.corpus.Document;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.method.ForgetSet;
import io.expunge.unlearning.method.SoftmaxTrainer;
import io.expunge.unlearning.method.TrainingSettings;
import io.expunge.unlearning.method.UnlearningProblem;
import io.expunge.unlearning.method.UnlearningSettings;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.model.TrainingSet;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/**
 * A class to remove from a model trained on a set.
 *
 * @param set the set
 * @param problem the trained model, its documents, the class
 * @param test test documents of the retained classes
 */
record RemovalCase(DataSet set, UnlearningProblem problem, List<Document> test) {
    private static final long SEED = 20260117;

    /** Reads and trains. */
    static RemovalCase of(DataSet set, int threads) throws IOException {
        Machine.progress("%s: counting terms and training on all documents", set.directory());
        TrainingSet trainingSet = set.read();
        TrainedModel base = SoftmaxTrainer.train(
                        trainingSet,
                        Analysis.standard(),
                        TrainingSettings.standard().withParallelism(threads),
                        ProgressMonitor.NONE)
                .model();
        return new RemovalCase(
                set,
                new UnlearningProblem(
                        base,
                        trainingSet,
                        ForgetSet.ofClasses(set.removedClass()),
                        UnlearningSettings.standard().withParallelism(threads)),
                retained(set.corpus("test"), set.removedClass()));
    }

    private static List<Document> retained(Corpus test, String removed) {
        return test.documents().stream()
                .filter(document -> !document.label().equals(removed))
                .toList();
    }

    /** Rows of some documents, drawn at random: the same ones each time. */
    static BitSet someRows(int documents, int howMany) {
        BitSet rows = new BitSet();
        new Random(SEED).ints(0, documents).distinct().limit(howMany).forEach(rows::set);
        return rows;
    }

    /** The same removal under other settings. */
    UnlearningProblem with(UnlearningSettings settings) {
        return new UnlearningProblem(problem.base(), problem.trainingSet(), problem.forgetSet(), settings);
    }

    UnlearningSettings settings() {
        return problem.settings();
    }

    /** The share of retained test documents that get their own class. */
    double accuracy(TrainedModel model) {
        List<String> predicted = model.predict(test.stream().map(Document::text).toList());
        int right = 0;
        for (int row = 0; row < predicted.size(); row++) {
            right += predicted.get(row).equals(test.get(row).label()) ? 1 : 0;
        }
        return (double) right / test.size();
    }
}
