/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.artifact;

import io.expunge.unlearning.model.LabelSpace;
import io.expunge.unlearning.model.TrainedModel;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Share of evaluation documents classified as labelled. Stateless. */
public final class Accuracy {
    private Accuracy() {}

    /**
     * Accuracy of a model on an evaluation set whose labels refer to a label space.
     *
     * @param labelled the label space of the set; its classes may be fewer than the model's
     */
    public static Optional<Double> of(TrainedModel model, Optional<EvaluationSet> set, LabelSpace labelled) {
        return judge(model, set, labelled).map(Judgement::accuracy);
    }

    /**
     * What a model makes of an evaluation set.
     *
     * @param accuracy over all documents
     * @param classes the same by class, of classes that have documents
     */
    public record Judgement(double accuracy, SortedMap<String, Double> classes) {}

    /** Judges a model by an evaluation set, as {@link #of} does and for each class. */
    public static Optional<Judgement> judge(TrainedModel model, Optional<EvaluationSet> set, LabelSpace labelled) {
        return set.map(held -> {
            int[] predicted = model.predict(model.vectoriser().transform(held.counts()));
            int[] labels = held.labels();
            SortedMap<String, Integer> documents = new TreeMap<>();
            SortedMap<String, Integer> right = new TreeMap<>();
            for (int row = 0; row < labels.length; row++) {
                String label = labelled.name(labels[row]);
                boolean same = model.labelSpace().name(predicted[row]).equals(label);
                documents.merge(label, 1, Integer::sum);
                right.merge(label, same ? 1 : 0, Integer::sum);
            }
            int all = right.values().stream().mapToInt(Integer::intValue).sum();
            SortedMap<String, Double> classes = new TreeMap<>();
            documents.forEach((label, count) -> classes.put(label, (double) right.getOrDefault(label, 0) / count));
            return new Judgement((double) all / labels.length, classes);
        });
    }

    /** The same documents under the model before and after; they are counted over each one's own terms. */
    public static Optional<Double> before(StoredModel before, StoredModel after) {
        Optional<EvaluationSet> retained =
                before.evaluationSet().flatMap(set -> after.evaluationSet().map(kept -> RetainedRows.of(set, kept)));
        return of(before.model(), retained, after.model().labelSpace());
    }
}
