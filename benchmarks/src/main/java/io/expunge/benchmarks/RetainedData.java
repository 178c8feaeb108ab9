/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.features.TermCounts;
import io.expunge.unlearning.features.Vectoriser;
import io.expunge.unlearning.model.SoftmaxObjective;
import io.expunge.unlearning.model.TrainingSet;
import io.expunge.unlearning.solve.Workers;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import org.ejml.data.DMatrixSparseCSC;

/**
 * What unlearning a set's class leaves to solve: the matrix of the retained documents and their labels.
 *
 * @param features features × documents
 * @param labels for each document its class among those left
 * @param classes how many are left
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RetainedData(DMatrixSparseCSC features, int[] labels, int classes) {

    private static final double REGULARISATION = 0.1;

    static RetainedData of(DataSet set) throws IOException {
        TrainingSet all = set.read();
        int removed = all.labelSpace().indexOf(set.removedClass()).orElseThrow();
        BitSet forgotten = all.rowsOf(removed);
        Analysis analysis = Analysis.standard();
        TermCounts counts = all.counts().retain(forgotten, analysis.minimumDocumentFrequency());
        int[] labels = Arrays.stream(all.labels())
                .filter(label -> label != removed)
                .map(label -> label > removed ? label - 1 : label)
                .toArray();
        return new RetainedData(
                Vectoriser.fit(analysis, counts).transform(counts),
                labels,
                all.labelSpace().size() - 1);
    }

    SoftmaxObjective objective(Workers workers) {
        return new SoftmaxObjective(features, labels, classes, REGULARISATION, workers);
    }

    /** Non-zeros times classes: products of one direction, half a pass. */
    double products() {
        return (double) features.nz_length * classes;
    }

    /**
     * Bytes a Hessian-vector product in single precision must move if every operand came from memory once: the matrix and its
     * transpose (index and value), the vector twice (to gather, for λV), the product once, the residuals twice, the
     * probabilities once.
     */
    double bytes() {
        double parameters = (double) features.numRows * classes;
        double cells = (double) features.numCols * classes;
        return 2.0 * 8 * features.nz_length + 4 * (3 * parameters + 3 * cells);
    }
}
