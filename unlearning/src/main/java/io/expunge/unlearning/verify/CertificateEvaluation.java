/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.verify;

import io.expunge.unlearning.model.LabelSpace;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.model.TrainingSet;
import java.util.Arrays;
import org.ejml.data.DMatrixSparseCSC;

/**
 * Evaluates a certificate by code that shares nothing with the solvers' kernels: document by document, single-threaded, from
 * the released weights and the data alone. Not thread-safe; use once.
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

    private static final double ROUNDING = 0x1p-52;

    private final DMatrixSparseCSC features;
    private final int[] labels;
    private final int classes;
    private final double[] weights;
    private final double[] gradient;
    private final double weightNorm;
    private final double[] residual;
    private final double entryTerms;
    /** What rounding can amount to, in units of ε. */
    private double rounded;

    private CertificateEvaluation(DMatrixSparseCSC features, int[] labels, int classes, double[] weights) {
        this.features = features;
        this.labels = labels;
        this.classes = classes;
        this.weights = weights;
        this.gradient = new double[weights.length];
        this.weightNorm = StrictMath.sqrt(squares(weights));
        this.residual = new double[classes];
        this.entryTerms = 3.0 + largestDocumentFrequency(features);
    }

    private static int largestDocumentFrequency(DMatrixSparseCSC features) {
        int[] frequencies = new int[features.numRows];
        int largest = 0;
        for (int j = 0; j < features.nz_length; j++) {
            largest = Math.max(largest, ++frequencies[features.nz_rows[j]]);
        }
        return largest;
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
        LabelSpace classes = model.labelSpace();
        if (!classes.equals(trainingSet.labelSpace())) {
            throw new IllegalArgumentException(
                    "the model's classes " + classes.classes() + " are not those of the training set "
                            + trainingSet.labelSpace().classes());
        }
        return evaluate(
                model.weights().data, classes.size(), features, trainingSet.labels(), 1 / inverseRegularisation);
    }

    /** The same from the bare parts; weights are feature-major. */
    static Certificate evaluate(
            double[] weights, int classes, DMatrixSparseCSC features, int[] labels, double regularisation) {
        if (weights.length != (long) features.numRows * classes || labels.length != features.numCols) {
            throw new IllegalArgumentException("shapes do not fit: " + weights.length + " weights, " + features.numRows
                    + " features, " + classes + " classes, " + features.numCols + " documents, " + labels.length
                    + " labels");
        }
        CertificateEvaluation evaluation = new CertificateEvaluation(features, labels, classes, weights);
        for (int document = 0; document < labels.length; document++) {
            evaluation.addDocument(document);
        }
        return evaluation.certificate(regularisation);
    }

    private void addDocument(int document) {
        int first = features.col_idx[document];
        int end = features.col_idx[document + 1];
        double scoreRange = residual(first, end, labels[document]);
        double lengthSquared = 0;
        for (int j = first; j < end; j++) {
            double value = features.nz_values[j];
            lengthSquared += value * value;
            int base = features.nz_rows[j] * classes;
            for (int k = 0; k < classes; k++) {
                gradient[base + k] += value * residual[k];
            }
        }
        double length = Math.sqrt(lengthSquared);
        double residualSquared = 0;
        for (double entry : residual) {
            residualSquared += entry * entry;
        }
        double fromScores = 0.5 * (end - first) * length * weightNorm;
        double fromSoftmax = 2 * scoreRange + classes + 10;
        rounded += length * (fromScores + fromSoftmax + entryTerms * Math.sqrt(residualSquared));
    }

    /** Writes p − e of the label into the residual and returns how far the scores lie apart. */
    private double residual(int first, int end, int label) {
        Arrays.fill(residual, 0);
        for (int j = first; j < end; j++) {
            double value = features.nz_values[j];
            int base = features.nz_rows[j] * classes;
            for (int k = 0; k < classes; k++) {
                residual[k] += value * weights[base + k];
            }
        }
        double highest = Double.NEGATIVE_INFINITY;
        double lowest = Double.POSITIVE_INFINITY;
        for (double score : residual) {
            highest = Math.max(highest, score);
            lowest = Math.min(lowest, score);
        }
        double sum = 0;
        for (int k = 0; k < classes; k++) {
            residual[k] = StrictMath.exp(residual[k] - highest);
            sum += residual[k];
        }
        for (int k = 0; k < classes; k++) {
            residual[k] /= sum;
        }
        residual[label] -= 1;
        return highest - lowest;
    }

    private Certificate certificate(double regularisation) {
        for (int i = 0; i < weights.length; i++) {
            gradient[i] += regularisation * weights[i];
        }
        double norm = StrictMath.sqrt(squares(gradient));
        double allowance = ROUNDING * (rounded + entryTerms * regularisation * weightNorm + (classes + 4) * norm);
        return new Certificate(norm + allowance, regularisation, weightNorm, classMeanNorm(), classes);
    }

    /** The sum of squares: plain inside a block of the length of a row, compensated from row to row. */
    private double squares(double[] matrix) {
        CompensatedSum squares = new CompensatedSum();
        for (int base = 0; base < matrix.length; base += classes) {
            double row = 0;
            for (int k = base; k < base + classes; k++) {
                row += matrix[k] * matrix[k];
            }
            squares.add(row);
        }
        return squares.value();
    }

    private double classMeanNorm() {
        CompensatedSum squared = new CompensatedSum();
        for (int base = 0; base < weights.length; base += classes) {
            double row = 0;
            for (int k = base; k < base + classes; k++) {
                row += weights[k];
            }
            squared.add((row / classes) * (row / classes));
        }
        return StrictMath.sqrt(squared.value());
    }
}
