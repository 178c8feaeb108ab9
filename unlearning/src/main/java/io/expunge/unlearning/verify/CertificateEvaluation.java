/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.verify;

import io.expunge.unlearning.model.LabelSpace;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.model.TrainingSet;
import io.expunge.unlearning.solve.Workers;
import org.ejml.data.DMatrixSparseCSC;
import org.ejml.sparse.csc.CommonOps_DSCC;

/**
 * Evaluates a certificate by code that shares nothing with the solvers' kernels: loops of its own, from the
 * released weights and the data alone, with the same bits for any number of threads. Not thread-safe; use once.
 *
 * <p>Sums are plain, and what their rounding can amount to is proved and added to the gradient's norm, so that the
 * certificate holds for the exact gradient. With ε = 2⁻⁵², twice the unit roundoff, which covers all products of errors
 * (Higham 2002, lemma 3.1), m the non-zeros of a document x, r its residual p − e of the label and D the largest document
 * frequency:
 *
 * <ul>
 *   <li>a score sums m products: ‖δs‖ ≤ εm‖x‖‖W‖, of which softmax, ½-Lipschitz, passes on at most half;
 *   <li>a probability is off by at most ε(2·range of the scores + K + 10) more;
 *   <li>an entry of the gradient sums at most D + 2 products: together ‖δG‖ ≤ ε(D + 3)(Σ‖x‖‖r‖ + λ‖W‖), and what residuals
 *       are off adds Σ‖x‖‖δr‖;
 *   <li>the norm itself: ε(K + 4)‖G‖.
 * </ul>
 */
public final class CertificateEvaluation {

    private static final double EPSILON = 0x1p-52;
    /** Documents, or features, that a thread takes at a time. */
    private static final int BLOCK = 256;

    private final DMatrixSparseCSC features;
    private final int[] labels;
    private final int classes;
    private final double[] weights;
    private final double weightNorm;
    private final double[] residuals;
    private final Workers workers;

    private CertificateEvaluation(
            DMatrixSparseCSC features, int[] labels, int classes, double[] weights, Workers workers) {
        this.workers = workers;
        this.features = features;
        this.labels = labels;
        this.classes = classes;
        this.weights = weights;
        this.weightNorm = norm(weights);
        this.residuals = new double[labels.length * classes];
    }

    /**
     * The certificate of a model as the minimiser of the objective over a training set.
     *
     * @param inverseRegularisation C = 1/λ, above 0
     * @throws IllegalArgumentException when model and training set have different classes
     */
    public static Certificate evaluate(TrainedModel model, TrainingSet trainingSet, double inverseRegularisation) {
        return evaluate(model, model.vectoriser().transform(trainingSet.counts()), trainingSet, inverseRegularisation);
    }

    /**
     * The same for features that were computed already.
     *
     * @param features features × documents, of the training set by the model's vectoriser
     */
    public static Certificate evaluate(
            TrainedModel model, DMatrixSparseCSC features, TrainingSet trainingSet, double inverseRegularisation) {
        try (Workers alone = new Workers(1)) {
            return evaluate(model, features, trainingSet, inverseRegularisation, alone);
        }
    }

    /** The same on the threads of some workers. */
    public static Certificate evaluate(
            TrainedModel model,
            DMatrixSparseCSC features,
            TrainingSet trainingSet,
            double inverseRegularisation,
            Workers workers) {
        LabelSpace classes = model.labelSpace();
        if (!classes.equals(trainingSet.labelSpace())) {
            throw new IllegalArgumentException(
                    "the model's classes " + classes.classes() + " are not those of the training set "
                            + trainingSet.labelSpace().classes());
        }
        return evaluate(
                model.weights().data,
                classes.size(),
                features,
                trainingSet.labels(),
                1 / inverseRegularisation,
                workers);
    }

    /** The same from the bare parts; weights are feature-major. */
    static Certificate evaluate(
            double[] weights,
            int classes,
            DMatrixSparseCSC features,
            int[] labels,
            double regularisation,
            Workers workers) {
        if (weights.length != (long) features.numRows * classes || labels.length != features.numCols) {
            throw new IllegalArgumentException("shapes do not fit: " + weights.length + " weights, " + features.numRows
                    + " features, " + classes + " classes, " + features.numCols + " documents, " + labels.length
                    + " labels");
        }
        return new CertificateEvaluation(features, labels, classes, weights, workers).certificate(regularisation);
    }

    private Certificate certificate(double regularisation) {
        DMatrixSparseCSC documents = CommonOps_DSCC.transpose(features, null, null);
        double entryTerms = 3.0 + longestColumn(documents);
        double[] roundings = new double[labels.length];
        workers.forEachBlock(labels.length, BLOCK, (block, from, to) -> {
            for (int document = from; document < to; document++) {
                roundings[document] = residual(document, entryTerms);
            }
        });
        double[] squares = new double[documents.numCols];
        workers.forEachBlock(squares.length, BLOCK, (block, from, to) -> {
            double[] row = new double[classes];
            for (int feature = from; feature < to; feature++) {
                sums(documents, feature, residuals, row, 0);
                squares[feature] = squaresWithPenalty(row, feature * classes, regularisation);
            }
        });
        double norm = StrictMath.sqrt(CompensatedSum.of(squares));
        double rounding =
                CompensatedSum.of(roundings) + entryTerms * regularisation * weightNorm + (classes + 4) * norm;
        return new Certificate(norm + EPSILON * rounding, regularisation, weightNorm, classMeanNorm(), classes);
    }

    private static int longestColumn(DMatrixSparseCSC matrix) {
        int longest = 0;
        for (int column = 0; column < matrix.numCols; column++) {
            longest = Math.max(longest, matrix.col_idx[column + 1] - matrix.col_idx[column]);
        }
        return longest;
    }

    private double squaresWithPenalty(double[] row, int base, double regularisation) {
        double squares = 0;
        for (int k = 0; k < classes; k++) {
            double entry = row[k] + regularisation * weights[base + k];
            squares += entry * entry;
        }
        return squares;
    }

    /**
     * Writes the document's residual; returns what rounding can amount to in it and in the products it goes into, in units
     * of ε.
     */
    private double residual(int document, double entryTerms) {
        int base = document * classes;
        sums(features, document, weights, residuals, base);
        double scoreRange = softmax(base);
        residuals[base + labels[document]] -= 1;
        int first = features.col_idx[document];
        int end = features.col_idx[document + 1];
        double length = Math.sqrt(squares(features.nz_values, first, end));
        double fromScores = 0.5 * (end - first) * length * weightNorm;
        double fromSoftmax = 2 * scoreRange + classes + 10;
        double fromProducts = entryTerms * Math.sqrt(squares(residuals, base, base + classes));
        return length * (fromScores + fromSoftmax + fromProducts);
    }

    /** Σ_j value_j · dense row_j over the non-zeros of a column, four classes at a time, the last four overlapping. */
    private void sums(DMatrixSparseCSC matrix, int column, double[] dense, double[] into, int at) {
        int[] rows = matrix.nz_rows;
        double[] values = matrix.nz_values;
        int first = matrix.col_idx[column];
        int end = matrix.col_idx[column + 1];
        if (classes < 4) {
            for (int k = 0; k < classes; k++) {
                double sum = 0;
                for (int j = first; j < end; j++) {
                    sum += values[j] * dense[rows[j] * classes + k];
                }
                into[at + k] = sum;
            }
            return;
        }
        for (int step = 0; step < classes; step += 4) {
            int k = Math.min(step, classes - 4);
            double a = 0;
            double b = 0;
            double c = 0;
            double d = 0;
            for (int j = first; j < end; j++) {
                double value = values[j];
                int from = rows[j] * classes + k;
                a += value * dense[from];
                b += value * dense[from + 1];
                c += value * dense[from + 2];
                d += value * dense[from + 3];
            }
            into[at + k] = a;
            into[at + k + 1] = b;
            into[at + k + 2] = c;
            into[at + k + 3] = d;
        }
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

    private static double squares(double[] values, int first, int end) {
        double squares = 0;
        for (int i = first; i < end; i++) {
            squares += values[i] * values[i];
        }
        return squares;
    }

    /** Plain inside a row, compensated from row to row. */
    private double norm(double[] matrix) {
        CompensatedSum squares = new CompensatedSum();
        for (int base = 0; base < matrix.length; base += classes) {
            squares.add(squares(matrix, base, base + classes));
        }
        return StrictMath.sqrt(squares.value());
    }

    private double classMeanNorm() {
        CompensatedSum squares = new CompensatedSum();
        for (int base = 0; base < weights.length; base += classes) {
            double row = 0;
            for (int k = base; k < base + classes; k++) {
                row += weights[k];
            }
            squares.add((row / classes) * (row / classes));
        }
        return StrictMath.sqrt(squares.value());
    }
}
