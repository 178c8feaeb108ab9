/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.unlearning.features.Vectoriser;
import io.expunge.unlearning.model.LabelSpace;
import io.expunge.unlearning.model.TinyCorpus;
import io.expunge.unlearning.model.TrainedModel;
import java.util.List;
import java.util.Set;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.DMatrixSparseCSC;
import org.junit.jupiter.api.Test;

class LabelSpaceGuaranteeTest {

    private static final Vectoriser VECTORISER =
            Vectoriser.of(TinyCorpus.ANALYSIS, List.of("apple", "pear"), new double[] {1, 1});
    private static final LabelSpace CLASSES = new LabelSpace(List.of("x", "y", "z"));
    private static final DMatrixSparseCSC NO_DOCUMENTS = new DMatrixSparseCSC(2, 0, 0);

    @Test
    void aModelWithoutTheClassPasses() {
        TrainedModel model = TrainedModel.rounded(VECTORISER, CLASSES, new double[6]);
        List<Check> checks = LabelSpaceGuarantee.check(model, Set.of("gone"), NO_DOCUMENTS);
        assertThat(checks).allMatch(Check::passed).hasSize(3);
        assertThat(checks)
                .extracting(Check::kind)
                .containsExactly(CheckKind.CERTIFIED, CheckKind.CERTIFIED, CheckKind.EMPIRICAL);
    }

    @Test
    void aClassWhoseWeightsWereOnlyZeroedIsCaught() {
        // z has a column of zeros: where the other logits are negative it still wins.
        TrainedModel zeroed = TrainedModel.rounded(VECTORISER, CLASSES, new double[] {-1, -2, 0, 3, -2, 0});
        List<Check> checks = LabelSpaceGuarantee.check(zeroed, Set.of("z"), NO_DOCUMENTS);
        assertThat(checks)
                .extracting(Check::outcome)
                .containsExactly(CheckOutcome.FAILED, CheckOutcome.PASSED, CheckOutcome.FAILED);
        assertThat(checks.get(0).detail()).contains("z");
    }

    @Test
    void weightsThatDoNotFitAreCaught() {
        DMatrixRMaj surplus = new DMatrixRMaj(2, 4);
        assertThat(LabelSpaceGuarantee.weightsMatch(CLASSES, surplus).outcome()).isEqualTo(CheckOutcome.FAILED);
        DMatrixRMaj broken = new DMatrixRMaj(2, 3);
        broken.set(1, 1, Double.POSITIVE_INFINITY);
        assertThat(LabelSpaceGuarantee.weightsMatch(CLASSES, broken).outcome()).isEqualTo(CheckOutcome.FAILED);
    }
}
