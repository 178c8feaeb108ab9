/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.Seeds;
import io.expunge.unlearning.method.SoftmaxTrainer;
import io.expunge.unlearning.method.TrainingSettings;
import io.expunge.unlearning.model.TinyCorpus;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.model.TrainingSet;
import io.expunge.unlearning.solve.Workers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OutputsTest {

    private static final TrainingSet SET = TinyCorpus.generate(Seeds.EXAMPLE, 60, 4, 8);
    private static final TrainedModel MODEL = SoftmaxTrainer.train(
                    SET, TinyCorpus.ANALYSIS, TrainingSettings.standard(), ProgressMonitor.NONE)
            .model();

    private static Outputs outputs() {
        try (Workers workers = new Workers(1)) {
            return Outputs.of(MODEL, SET.counts(), workers);
        }
    }

    @Test
    void whatAttackersSeeIsWhatTheModelAnswers() {
        double[] expected = MODEL.probabilities(MODEL.vectoriser().transform(SET.counts())).data;
        int[] labels = SET.labels();
        AttackFeatures published = AttackFeatures.published(outputs(), labels);
        AttackFeatures labelFree = AttackFeatures.labelFree(outputs());
        for (int document = 0; document < labels.length; document++) {
            double[] p = Arrays.copyOfRange(expected, 4 * document, 4 * document + 4);
            double entropy = -Arrays.stream(p).map(x -> x * Math.log(x)).sum();
            double own = p[labels[document]];
            double[] sorted = p.clone();
            Arrays.sort(sorted);
            double gap = sorted[3] - sorted[2];
            assertThat(Arrays.copyOfRange(published.values(), 7 * document, 7 * document + 7))
                    .containsExactly(new double[] {p[0], p[1], p[2], p[3], entropy, -Math.log(own), gap}, within(1e-9));
            assertThat(Arrays.copyOfRange(labelFree.values(), 6 * document, 6 * document + 5))
                    .containsExactly(new double[] {sorted[3], sorted[2], sorted[1], entropy, gap}, within(1e-9));
            assertThat(outputs().logitScaledConfidence(document, labels[document]))
                    .isCloseTo(Math.log(own / (1 - own)), within(1e-6));
        }
    }

    @Test
    void aZeroedColumnAnswersZero() {
        Outputs wide = outputs().widened(new int[] {0, 1, 3, 4}, 5);
        assertThat(wide.classes()).isEqualTo(5);
        assertThat(wide.logit(7, 2)).isZero();
        assertThat(wide.logit(7, 3)).isEqualTo(outputs().logit(7, 2));
    }
}
