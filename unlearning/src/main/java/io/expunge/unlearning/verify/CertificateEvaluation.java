/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.verify;

import io.expunge.unlearning.model.LabelSpace;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.model.TrainingSet;
import org.ejml.data.DMatrixSparseCSC;

/**
 * Evaluates a certificate by code that shares nothing with the solvers' kernels: document by document, single-threaded, with
 * compensated sums (Neumaier 1974), from the released weights and the data alone. Not thread-safe; use once.
 */
public final class CertificateEvaluation {

    private final DMatrixSparseCSC features;
    private final int[] labels;
    private final int classes;
    private final double[] weights;
    private final double[] gradient;
    private final double[] lost;

    private CertificateEvaluation(DMatrixSparseCSC features, int[] labels, int classes, double[] weights) {
        this.features = features;
        this.labels = labels;
        this.classes = classes;
        this.weights = weights;
        this.gradient = new double[weights.length];
        this.lost = new double[weights.length];
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
        double[] residual = probabilities(document);
        residual[labels[document]] -= 1;
        for (int j = features.col_idx[document]; j < features.col_idx[document + 1]; j++) {
            double value = features.nz_values[j];
            int base = features.nz_rows[j] * classes;
            for (int k = 0; k < classes; k++) {
                add(base + k, value * residual[k]);
            }
        }
    }

    private double[] probabilities(int document) {
        double[] scores = new double[classes];
        for (int j = features.col_idx[document]; j < features.col_idx[document + 1]; j++) {
            double value = features.nz_values[j];
            int base = features.nz_rows[j] * classes;
            for (int k = 0; k < classes; k++) {
                scores[k] += value * weights[base + k];
            }
        }
        double highest = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            highest = Math.max(highest, score);
        }
        double sum = 0;
        for (int k = 0; k < classes; k++) {
            scores[k] = StrictMath.exp(scores[k] - highest);
            sum += scores[k];
        }
        for (int k = 0; k < classes; k++) {
            scores[k] /= sum;
        }
        return scores;
    }

    /** Neumaier's step: what the addition rounds away is kept beside the sum. */
    private void add(int index, double term) {
        double before = gradient[index];
        double after = before + term;
        boolean termIsSmaller = Math.abs(before) >= Math.abs(term);
        lost[index] += termIsSmaller ? (before - after) + term : (term - after) + before;
        gradient[index] = after;
    }

    private Certificate certificate(double regularisation) {
        CompensatedSum gradientSquared = new CompensatedSum();
        CompensatedSum weightsSquared = new CompensatedSum();
        for (int i = 0; i < weights.length; i++) {
            add(i, regularisation * weights[i]);
            double entry = gradient[i] + lost[i];
            gradientSquared.add(entry * entry);
            weightsSquared.add(weights[i] * weights[i]);
        }
        return new Certificate(
                StrictMath.sqrt(gradientSquared.value()),
                regularisation,
                StrictMath.sqrt(weightsSquared.value()),
                classMeanNorm(),
                classes);
    }

    private double classMeanNorm() {
        CompensatedSum squared = new CompensatedSum();
        for (int base = 0; base < weights.length; base += classes) {
            CompensatedSum row = new CompensatedSum();
            for (int k = 0; k < classes; k++) {
                row.add(weights[base + k]);
            }
            double mean = row.value() / classes;
            squared.add(mean * mean);
        }
        return StrictMath.sqrt(squared.value());
    }
}
