/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.model.TrainingSet;
import io.expunge.unlearning.solve.SolverEvidence;
import io.expunge.unlearning.verify.Certificate;
import java.util.List;

/**
 * A model without the forget set, and what is known about it.
 *
 * @param model as released; removed classes are not in its label space
 * @param retained the training set that is left, without terms that only the forgotten used (when refitted)
 * @param retainedRows for each document of {@code retained} its row in the training set before; copied in and out
 * @param certificate evaluated afresh at exactly the released weights, on the retained problem
 * @param evidence what it took
 * @param reassignments where the removed classes' training documents go now, in the order of the classes
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out
public record Unlearned(
        TrainedModel model,
        TrainingSet retained,
        int[] retainedRows,
        Certificate certificate,
        SolverEvidence evidence,
        List<ReassignmentCount> reassignments) {

    public Unlearned {
        retainedRows = retainedRows.clone();
        reassignments = List.copyOf(reassignments);
    }

    @Override
    public int[] retainedRows() {
        return retainedRows.clone();
    }
}
