/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.attack;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.corpus.Document;
import io.expunge.unlearning.corpus.SampleCorpus;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.features.TermCounter;
import io.expunge.unlearning.features.TermCounts;
import io.expunge.unlearning.method.ForgetSet;
import io.expunge.unlearning.method.SoftmaxTrainer;
import io.expunge.unlearning.method.TrainingSettings;
import io.expunge.unlearning.method.Unlearned;
import io.expunge.unlearning.method.UnlearningMethods;
import io.expunge.unlearning.method.UnlearningProblem;
import io.expunge.unlearning.method.UnlearningSettings;
import io.expunge.unlearning.method.VectoriserPolicy;
import io.expunge.unlearning.model.LabelSpace;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.model.TrainingSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A version, what it learnt from, and documents held out of the same kind.
 *
 * @param before trained on all of {@code training}
 */
record AuditCase(TrainedModel before, TrainingSet training, TrainingSet evaluation) {

    static final TrainingSettings TRAINING = TrainingSettings.standard().withParallelism(2);

    /** Invented notes, half of them held out: members and non-members are of one distribution. */
    static AuditCase sample(long seed, int documents) {
        SampleCorpus.Split split = SampleCorpus.generate(seed, documents);
        List<Document> all = new ArrayList<>(split.train().documents());
        all.addAll(split.test().documents());
        Collections.shuffle(all, new Random(seed));
        return of(all.subList(0, all.size() / 2), all.subList(all.size() / 2, all.size()), Analysis.standard());
    }

    static AuditCase of(List<Document> train, List<Document> test, Analysis analysis) {
        TermCounts counts = TermCounter.count(analysis, texts(train), ProgressMonitor.NONE);
        TrainingSet training = TrainingSet.of(counts, labels(train));
        LabelSpace classes = training.labelSpace();
        TrainingSet evaluation = new TrainingSet(
                TermCounter.countTerms(analysis, counts.terms(), texts(test), ProgressMonitor.NONE),
                classes,
                labels(test).stream()
                        .mapToInt(label -> classes.indexOf(label).orElseThrow())
                        .toArray());
        return new AuditCase(
                SoftmaxTrainer.train(training, analysis, TRAINING, ProgressMonitor.NONE)
                        .model(),
                training,
                evaluation);
    }

    private static List<String> texts(List<Document> documents) {
        return documents.stream().map(Document::text).toList();
    }

    private static List<String> labels(List<Document> documents) {
        return documents.stream().map(Document::label).toList();
    }

    BitSet rowsOf(String label) {
        return training.rowsOf(training.labelSpace().indexOf(label).orElseThrow());
    }

    BitSet someRows(long seed, int howMany) {
        SplittableRandom random = new SplittableRandom(seed);
        BitSet rows = new BitSet();
        while (rows.cardinality() < howMany) {
            rows.set(random.nextInt(training.documents()));
        }
        return rows;
    }

    Unlearned unlearn(BitSet forgotten, VectoriserPolicy policy) {
        return UnlearningMethods.standard()
                .unlearn(
                        new UnlearningProblem(
                                before,
                                training,
                                new ForgetSet(Set.of(), forgotten),
                                UnlearningSettings.standard().withParallelism(2).withVectoriser(policy)),
                        ProgressMonitor.NONE);
    }

    AuditInput input(TrainedModel released, BitSet forgotten) {
        return new AuditInput(
                before,
                released,
                LabelledDocuments.independent(training),
                forgotten,
                Optional.of(LabelledDocuments.independent(evaluation)));
    }
}
