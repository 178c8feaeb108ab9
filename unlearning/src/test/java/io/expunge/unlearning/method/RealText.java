/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.corpus.Corpus;
import io.expunge.unlearning.corpus.CorpusReader;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.features.TermCounter;
import io.expunge.unlearning.model.TrainingSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Real text for tests; where it is absent they are skipped, and say so. */
public final class RealText {

    private static final Path DATA = Path.of("..", "..", "shared", "data");

    private RealText() {}

    public static Corpus read(String set, String name) throws IOException {
        Path file = DATA.resolve(set).resolve(name);
        if (!Files.exists(file)) {
            System.err.println("SKIPPED: nothing was unlearned from " + set + ", " + file + " is absent.");
        }
        assumeTrue(Files.exists(file), () -> file + " is absent");
        try (InputStream in = Files.newInputStream(file)) {
            return CorpusReader.read(in, file.toString());
        }
    }

    public static TrainingSet trainingSet(String set) throws IOException {
        Corpus train = read(set, "train.csv.gz");
        return TrainingSet.of(
                TermCounter.count(Analysis.standard(), train.texts(), ProgressMonitor.NONE), train.labels());
    }

    public static TrainingResult train(TrainingSet trainingSet) {
        return SoftmaxTrainer.train(
                trainingSet, Analysis.standard(), TrainingSettings.standard().withParallelism(2), ProgressMonitor.NONE);
    }
}
