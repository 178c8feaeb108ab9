/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.verify;

import org.ejml.data.DMatrixSparseCSC;

/**
 * What each document's probabilities are off its label, p − e, and what rounding can amount to in that; derived where the
 * certificate is ({@link CertificateEvaluation}). Documents may be written from several threads, each by one.
 */
final class Residuals {
    private final DMatrixSparseCSC features;
    private final int[] labels;
    private final int classes;
    private final double[] weights;
    private final double weightNorm;
    private final double[] residuals;

    Residuals(DMatrixSparseCSC features, int[] labels, int classes, double[] weights, double weightNorm) {
        this.features = features;
        this.labels = labels;
        this.classes = classes;
        this.weights = weights;
        this.weightNorm = weightNorm;
        this.residuals = new double[labels.length * classes];
    }

    /** All of them, documents × classes, of those documents that were written; not copied. */
    double[] values() {
        return residuals;
    }

    /**
     * Writes the document's residual; returns what rounding can amount to in it and in the products it goes into, in units
     * of ε.
     */
    double write(int document, double entryTerms) {
        int base = document * classes;
        ColumnSums.of(features, document, weights, classes, residuals, base);
        double scoreRange = softmax(base);
        residuals[base + labels[document]] -= 1;
        int first = features.col_idx[document];
        int end = features.col_idx[document + 1];
        double length = Math.sqrt(ColumnSums.squares(features.nz_values, first, end));
        double fromScores = 0.5 * (end - first) * length * weightNorm;
        double fromSoftmax = 2 * scoreRange + classes + 10;
        double fromProducts = entryTerms * Math.sqrt(ColumnSums.squares(residuals, base, base + classes));
        return length * (fromScores + fromSoftmax + fromProducts);
    }

    /** Turns scores into probabilities in their place and returns how far the scores lay apart. */
    private double softmax(int base) {
        double highest = Double.NEGATIVE_INFINITY;
        double lowest = Double.POSITIVE_INFINITY;
        for (int k = base; k < base + classes; k++) {
            highest = Math.max(highest, residuals[k]);
            lowest = Math.min(lowest, residuals[k]);
        }
        double sum = 0;
        for (int k = base; k < base + classes; k++) {
            residuals[k] = StrictMath.exp(residuals[k] - highest);
            sum += residuals[k];
        }
        for (int k = base; k < base + classes; k++) {
            residuals[k] /= sum;
        }
        return highest - lowest;
    }
}
