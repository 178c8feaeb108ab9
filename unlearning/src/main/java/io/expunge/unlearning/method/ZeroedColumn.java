/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

import io.expunge.unlearning.model.TrainedModel;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.DMatrixSparseCSC;

/**
 * An emulation, for reports only, of zeroing a removed class's column instead of removing it: the class then scores 0 on every
 * input and wins wherever all others score below. No model of ours has such a column.
 */
public final class ZeroedColumn {

    private ZeroedColumn() {}

    /**
     * The share of documents that a class of score 0 would win.
     *
     * @param model the model, which doesn't have the class
     * @param features features × documents, by the model's vectoriser
     * @return between 0 and 1; 0 when there are no documents
     */
    public static double shareWon(TrainedModel model, DMatrixSparseCSC features) {
        DMatrixRMaj scores = model.scores(features);
        int won = 0;
        for (int document = 0; document < scores.numRows; document++) {
            boolean beaten = false;
            for (int k = 0; k < scores.numCols && !beaten; k++) {
                beaten = scores.get(document, k) >= 0;
            }
            won += beaten ? 0 : 1;
        }
        return scores.numRows == 0 ? 0 : won / (double) scores.numRows;
    }
}
