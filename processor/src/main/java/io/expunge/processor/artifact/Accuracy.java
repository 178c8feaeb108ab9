/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.artifact;

import io.expunge.unlearning.model.LabelSpace;
import io.expunge.unlearning.model.TrainedModel;
import java.util.Optional;

/** Share of evaluation documents classified as labelled. Stateless. */
public final class Accuracy {
    private Accuracy() {}

    /**
     * Accuracy of a model on an evaluation set whose labels refer to a label space.
     *
     * @param labelled the label space of the set; its classes may be fewer than the model's
     */
    public static Optional<Double> of(TrainedModel model, Optional<EvaluationSet> set, LabelSpace labelled) {
        return set.map(held -> {
            int[] predicted = model.predict(model.vectoriser().transform(held.counts()));
            int[] labels = held.labels();
            int right = 0;
            for (int row = 0; row < labels.length; row++) {
                boolean same = model.labelSpace().name(predicted[row]).equals(labelled.name(labels[row]));
                right += same ? 1 : 0;
            }
            return (double) right / labels.length;
        });
    }

    /** The same documents under the model before and after; they are counted over each one's own terms. */
    public static Optional<Double> before(StoredModel before, StoredModel after) {
        Optional<EvaluationSet> retained =
                before.evaluationSet().flatMap(set -> after.evaluationSet().map(kept -> RetainedRows.of(set, kept)));
        return of(before.model(), retained, after.model().labelSpace());
    }
}
