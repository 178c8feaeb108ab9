/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.testing;

import io.expunge.processor.Seeds;
import io.expunge.processor.artifact.ModelTraining;
import io.expunge.store.ContentHash;
import io.expunge.store.ModelStore;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.corpus.SampleCorpus;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.method.TrainingSettings;
import java.util.Optional;

/** A small model of generated text. A store draws its own pseudonym key, so one artifact is copied to be compared. */
public final class TrainedSample {
    private static final SampleCorpus.Split SAMPLE = SampleCorpus.generate(Seeds.EXAMPLE, 240);

    private TrainedSample() {}

    /** Trains a model and puts it into a store. */
    public static ContentHash put(ModelStore store, String modelId) {
        return new ModelTraining(modelId, Analysis.standard(), TrainingSettings.standard())
                .train(SAMPLE.train(), Optional.of(SAMPLE.test()), store, ProgressMonitor.NONE)
                .artifact();
    }
}
