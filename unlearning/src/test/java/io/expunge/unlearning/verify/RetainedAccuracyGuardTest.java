/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.Seeds;
import io.expunge.unlearning.method.SoftmaxTrainer;
import io.expunge.unlearning.method.TrainingSettings;
import io.expunge.unlearning.model.LabelSpace;
import io.expunge.unlearning.model.TinyCorpus;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.model.TrainingSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetainedAccuracyGuardTest {

    private static final TrainingSet SET = TinyCorpus.generate(Seeds.EXAMPLE, 600, 4, 12);
    private static final TrainedModel MODEL = SoftmaxTrainer.train(
                    SET, TinyCorpus.ANALYSIS, TrainingSettings.standard(), ProgressMonitor.NONE)
            .model();

    private static Check check(TrainedModel after, TrainingSet evaluation) {
        return RetainedAccuracyGuard.standard().check(MODEL, after, Optional.of(evaluation));
    }

    /** The names of the first two classes changed over: what was right is wrong, and nothing else changes. */
    private static TrainedModel confused() {
        List<String> names = new ArrayList<>(MODEL.labelSpace().classes());
        Collections.swap(names, 0, 1);
        return new TrainedModel(MODEL.vectoriser(), new LabelSpace(names), MODEL.weights());
    }

    @Test
    void aVersionThatChangesNothingPasses() {
        Check check = check(MODEL, SET);
        assertThat(check.outcome()).isEqualTo(CheckOutcome.PASSED);
        assertThat(check.value()).hasValue(0);
        assertThat(check.interval())
                .hasValueSatisfying(interval -> assertThat(interval.contains(0)).isTrue());
    }

    @Test
    void aVersionThatForgotAClassThatStaysFails() {
        Check check = check(confused(), SET);
        assertThat(check.outcome()).isEqualTo(CheckOutcome.FAILED);
        assertThat(check.value().orElseThrow()).isLessThan(-0.5);
        assertThat(check.interval().orElseThrow().upper()).isLessThan(-0.05);
        assertThat(check.detail()).contains("classa");
    }

    @Test
    void whereNotEvenLosingEveryDocumentWouldShowItNothingIsClaimed() {
        BitSet rows = new BitSet();
        rows.set(0, 8);
        int[] labels = SET.labels();
        TrainingSet few = new TrainingSet(
                SET.counts().select(rows),
                SET.labelSpace(),
                rows.stream().map(row -> labels[row]).toArray());
        Check check = check(confused(), few);
        assertThat(check.outcome()).isEqualTo(CheckOutcome.NOT_RUN);
        assertThat(check.detail()).contains("too few");
    }

    @Test
    void withoutAnEvaluationSetNothingIsClaimed() {
        assertThat(RetainedAccuracyGuard.standard()
                        .check(MODEL, MODEL, Optional.empty())
                        .outcome())
                .isEqualTo(CheckOutcome.NOT_RUN);
    }
}
