/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.method.SoftmaxTrainer;
import io.expunge.unlearning.method.TrainingSettings;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.model.TrainingSet;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SyntheticCorpusTest {
    private static final SyntheticCorpus SMALL = new SyntheticCorpus(400, 20, 2_000, 4, 1);

    @Test
    void theSameSeedGivesTheSameCorpus() {
        assertThat(SMALL.generate()).isEqualTo(SMALL.generate());
        assertThat(new SyntheticCorpus(400, 20, 2_000, 4, 2).generate()).isNotEqualTo(SMALL.generate());
    }

    @Test
    void aDocumentDoesNotDependOnHowManyThereAre() {
        int[] few = new SyntheticCorpus(40, 20, 2_000, 4, 1).generate().counts().termIndex();
        int[] many = SMALL.generate().counts().termIndex();
        assertThat(Arrays.copyOf(many, few.length)).isEqualTo(few);
    }

    @Test
    void everyDocumentHasAsManyTermsAsAskedAndClassesTakeTurns() {
        TrainingSet set = SMALL.generate();
        assertThat(set.counts().nonZeros()).isEqualTo(400 * 20);
        for (int label = 0; label < 4; label++) {
            assertThat(set.rowsOf(label).cardinality()).isEqualTo(100);
        }
    }

    @Test
    void fewTermsAreFrequentAndManyAreRare() {
        int[] frequencies = SMALL.generate().counts().documentFrequencies();
        int head = Arrays.stream(frequencies, 0, 20).sum();
        int tail = Arrays.stream(frequencies, 1_980, 2_000).sum();
        assertThat(head).isGreaterThan(20 * tail);
    }

    @Test
    void itsClassesCanBeLearned() {
        TrainingSet set = SMALL.generate();
        TrainedModel model = SoftmaxTrainer.train(
                        set, SyntheticCorpus.analysis(), TrainingSettings.standard(), ProgressMonitor.NONE)
                .model();
        int[] predicted = model.predict(model.vectoriser().transform(set.counts()));
        long right = 0;
        for (int row = 0; row < predicted.length; row++) {
            right += predicted[row] == set.labels()[row] ? 1 : 0;
        }
        assertThat(right).isGreaterThan(360);
    }

    @Test
    void tooFewFeaturesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SyntheticCorpus(10, 50, 1_000, 20, 1))
                .withMessageContaining("features");
    }

    @Test
    void theScaleTableGrowsOneDimensionAtATimeUpToTheSizeAskedFor() {
        List<SyntheticCorpus> corpora = ScaleReport.corpora(1_000_000);
        assertThat(corpora).extracting(SyntheticCorpus::documents).contains(10_000, 100_000, 1_000_000);
        assertThat(ScaleReport.corpora(5_000))
                .containsExactly(new SyntheticCorpus(
                        5_000, 50, 200_000, 20, corpora.get(0).seed()));
    }

    @Test
    void theTinyCorpusOfTheLatencyHasClassesEnough() {
        assertThat(LatencyReport.tinyCorpus().labels().stream().distinct()).hasSize(24);
    }
}
