/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.expunge.unlearning.features.Vectoriser;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

class TrainedModelTest {

    private static final Vectoriser VECTORISER =
            Vectoriser.of(TinyCorpus.ANALYSIS, List.of("apple", "pear"), new double[] {1, 1});
    private static final LabelSpace CLASSES = new LabelSpace(List.of("x", "y", "z"));

    private static TrainedModel model(double... weights) {
        return TrainedModel.rounded(VECTORISER, CLASSES, weights);
    }

    @Test
    void theHighestScoreWinsAndTheLowestNumberAmongEquals() {
        TrainedModel model = model(0, 1, 1, 2, 0, 0);
        assertThat(model.predict(List.of("apple", "pear", "nothing known", ""))).containsExactly("y", "x", "x", "x");
    }

    @Test
    void allScoresBelowZeroStillGiveAClassThatExists() {
        assertThat(model(-3, -2, -4, -1, -1, -1).predict(List.of("apple"))).containsExactly("y");
    }

    @Test
    void probabilitiesSumToOne() {
        DMatrixRMaj probabilities = model(0, 1, 2, 700, -700, 0).probabilities(List.of("apple", "pear"));
        for (int row = 0; row < 2; row++) {
            double sum = probabilities.get(row, 0) + probabilities.get(row, 1) + probabilities.get(row, 2);
            assertThat(sum).isCloseTo(1, within(1e-15));
        }
        assertThat(probabilities.get(0, 2) / probabilities.get(0, 1)).isCloseTo(Math.E, within(1e-12));
    }

    @Test
    void weightsAreFloatsAndCopies() {
        TrainedModel model = model(0.1, 0, 0, 0, 0, 0);
        assertThat(model.weights().get(0, 0)).isEqualTo((double) 0.1f);
        model.weights().set(0, 0, 99);
        assertThat(model.weights().get(0, 0)).isEqualTo((double) 0.1f);
    }

    @Test
    void refusesWeightsThatAreNotReleasable() {
        DMatrixRMaj weights = new DMatrixRMaj(2, 3);
        weights.set(1, 1, 0.1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrainedModel(VECTORISER, CLASSES, weights))
                .withMessageContaining("weight 4");
        weights.set(1, 1, Double.NaN);
        assertThatIllegalArgumentException().isThrownBy(() -> new TrainedModel(VECTORISER, CLASSES, weights));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrainedModel(VECTORISER, CLASSES, new DMatrixRMaj(2, 4)))
                .withMessageContaining("2 features × 3 classes");
    }
}
