/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.attack;

import io.expunge.unlearning.features.TermCounts;
import io.expunge.unlearning.method.SoftmaxTrainer;
import io.expunge.unlearning.method.TrainingResult;
import io.expunge.unlearning.model.LabelSpace;
import io.expunge.unlearning.model.TrainingSet;
import io.expunge.unlearning.solve.Workers;
import java.util.BitSet;
import java.util.List;

/**
 * The training set without some documents, and models trained on it from zero. Nothing here knows an unlearning method: this is what
 * audits compare with.
 */
final class Retained {

    private Retained() {}

    /** The documents that are not left out, over the terms that reach the minimum without them. */
    static TrainingSet without(AuditInput input, BitSet leftOut, Workers workers) {
        TrainingSet all = input.training().set();
        int least = input.before().vectoriser().analysis().minimumDocumentFrequency();
        TermCounts counts = all.counts().retain(leftOut, least, workers);
        List<String> classes = input.retainedClasses();
        LabelSpace labelSpace = new LabelSpace(classes);
        int[] renumbered =
                all.labelSpace().classes().stream().mapToInt(classes::indexOf).toArray();
        int[] labels = all.labels();
        BitSet left = new BitSet();
        left.set(0, labels.length);
        left.andNot(leftOut);
        return new TrainingSet(
                counts,
                labelSpace,
                left.stream().map(row -> renumbered[labels[row]]).toArray());
    }

    /** The cold reference: vocabulary fitted and weights trained from zero, as if the rest had never been there. */
    static TrainingResult train(AuditInput input, TrainingSet retained, AuditSettings settings, SolveSteps steps) {
        steps.next("training the reference from zero");
        return SoftmaxTrainer.train(retained, input.before().vectoriser().analysis(), settings.training(), steps);
    }
}
