/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.request.RemovalTarget;
import io.expunge.processor.testing.Sample;
import io.expunge.store.ContentHash;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.model.TrainedModel;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ModelComparisonTest {
    private static Sample sample;
    private static StoredModel before;
    private static StoredModel after;

    @BeforeAll
    static void unlearn() {
        sample = new Sample();
        before = sample.load(sample.base);
        Outcome outcome = sample.executor(1)
                .execute(sample.job(sample.base, new RemovalTarget.OfClass("sport")), ProgressMonitor.NONE);
        after = sample.load(new ContentHash(((Outcome.Produced) outcome).draft().getContentHash()));
    }

    @Test
    void aModelDiffersInNothingFromItself() {
        ModelComparison same = ModelComparison.of(before, before);

        assertThat(same.documents())
                .isEqualTo(new ModelComparison.Overlap(before.documents().size(), 0, 0));
        assertThat(same.terms().onlyBefore()).isZero();
        assertThat(same.parameters().distance()).isZero();
        assertThat(same.decisions().orElseThrow().changed()).isZero();
        assertThat(same.decisions().orElseThrow().documents())
                .isEqualTo(before.evaluationSet().orElseThrow().documents().size());
    }

    @Test
    void aRemovalTakesDocumentsAndTermsAndAddsNone() {
        ModelComparison removal = ModelComparison.of(before, after);

        assertThat(removal.documents())
                .isEqualTo(new ModelComparison.Overlap(after.documents().size(), sample.idsOf("sport").length, 0));
        assertThat(removal.terms().onlyBefore()).isPositive();
        assertThat(removal.terms().onlyAfter()).isZero();
        assertThat(removal.parameters().terms())
                .isEqualTo(after.model().vectoriser().features());
        assertThat(removal.parameters().classes())
                .isEqualTo(after.model().labelSpace().size());
        assertThat(removal.parameters().relative()).isBetween(1e-4, 1.0);
        assertThat(removal.decisions().orElseThrow().documents())
                .isEqualTo(after.evaluationSet().orElseThrow().documents().size());
        assertThat(removal.decisions().orElseThrow().moves())
                .allSatisfy(move -> assertThat(move.to()).isNotEqualTo("sport"));
    }

    @Test
    void theOtherWayRoundTheSidesChange() {
        ModelComparison there = ModelComparison.of(before, after);
        ModelComparison back = ModelComparison.of(after, before);

        assertThat(back.documents().onlyAfter()).isEqualTo(there.documents().onlyBefore());
        assertThat(back.terms().shared()).isEqualTo(there.terms().shared());
        assertThat(back.parameters().distance()).isCloseTo(there.parameters().distance(), within(1e-9));
        assertThat(back.decisions().orElseThrow().changed())
                .isEqualTo(there.decisions().orElseThrow().changed());
    }

    @Test
    void whatChangesNoPredictionIsNoDistance() {
        TrainedModel model = before.model();
        DMatrixRMaj shifted = model.weights();
        for (int cell = 0; cell < shifted.data.length; cell++) {
            shifted.data[cell] += cell / shifted.numCols % 2; // the same for all classes of a term
        }
        TrainedModel same = TrainedModel.rounded(model.vectoriser(), model.labelSpace(), shifted.data);

        ParameterDistance distance = ParameterDistance.between(model, same);

        assertThat(distance.relative()).isCloseTo(0, within(1e-6));
    }

    @Test
    void theDistanceIsThatOfTheWeightsRelativeToTheirMean() {
        TrainedModel model = before.model();
        int classes = model.labelSpace().size();
        DMatrixRMaj moved = model.weights();
        moved.data[0] += 3; // one weight of one class, the rest as it was

        ParameterDistance distance = ParameterDistance.between(
                model, TrainedModel.rounded(model.vectoriser(), model.labelSpace(), moved.data));

        assertThat(distance.distance()).isCloseTo(3 * Math.sqrt((classes - 1.0) / classes), within(1e-6));
    }
}
