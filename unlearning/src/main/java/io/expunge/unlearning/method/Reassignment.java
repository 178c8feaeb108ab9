/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

import io.expunge.unlearning.model.LabelSpace;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.model.TrainingSet;
import io.expunge.unlearning.solve.Workers;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Counts where the training documents of removed classes go under the new model. */
final class Reassignment {

    private Reassignment() {}

    static List<ReassignmentCount> count(RetainedProblem retained, TrainedModel model, Workers workers) {
        TrainingSet before = retained.problem().trainingSet();
        List<ReassignmentCount> counts = new ArrayList<>();
        for (String removed : retained.removedClasses()) {
            BitSet rows = before.rowsOf(before.labelSpace().indexOf(removed).orElseThrow());
            if (!rows.isEmpty()) {
                int[] predicted = model.predict(
                        model.vectoriser().transform(before.counts().select(rows), workers));
                counts.addAll(tally(removed, predicted, model.labelSpace()));
            }
        }
        return counts;
    }

    private static List<ReassignmentCount> tally(String removed, int[] predicted, LabelSpace labelSpace) {
        int[] documents = new int[labelSpace.size()];
        for (int label : predicted) {
            documents[label]++;
        }
        List<ReassignmentCount> counts = new ArrayList<>();
        for (int label = 0; label < documents.length; label++) {
            if (documents[label] > 0) {
                counts.add(new ReassignmentCount(removed, labelSpace.name(label), documents[label]));
            }
        }
        return counts;
    }
}
