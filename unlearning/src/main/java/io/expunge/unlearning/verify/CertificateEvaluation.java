/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.verify;

import io.expunge.unlearning.model.LabelSpace;
import io.expunge.unlearning.model.SparseTranspose;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.model.TrainingSet;
import io.expunge.unlearning.solve.Workers;
import org.ejml.data.DMatrixSparseCSC;

/**
 * Evaluates a certificate by code that shares nothing with the solvers' kernels: loops of its own, from the
 * released weights and the data alone, with the same bits for any number of threads. The features are transposed as they are for
 * the solvers, and that is checked entry by entry. Not thread-safe; use once.
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
 *   <li>the norm itself, and the divisions that make a bound of it: ε(K + 4)‖G‖.
 * </ul>
 *
 * <p>Nothing may underflow: λ and the weights are expected within 1e±100, which float32 weights are. A test holds all this
 * against arithmetic of eighty digits. What rounding weights to float32 did is no part of it: the weights are taken as
 * released, behind that rounding, and its effect on the gradient is in the gradient.
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
    private final Workers workers;

    private CertificateEvaluation(
            DMatrixSparseCSC features, int[] labels, int classes, double[] weights, Workers workers) {
        this.workers = workers;
        this.features = features;
        this.labels = labels;
        this.classes = classes;
        this.weights = weights;
        this.weightNorm = norm(weights);
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
        DMatrixSparseCSC documents = SparseTranspose.of(features, workers);
        TransposeCheck.require(features, documents, workers);
        double entryTerms = 3.0 + ColumnSums.longest(documents);
        Residuals residuals = new Residuals(features, labels, classes, weights, weightNorm);
        double[] roundings = new double[labels.length];
        workers.forEachBlock(labels.length, BLOCK, (block, from, to) -> {
            for (int document = from; document < to; document++) {
                roundings[document] = residuals.write(document, entryTerms);
            }
        });
        double[] squares = new double[documents.numCols];
        workers.forEachBlock(squares.length, BLOCK, (block, from, to) -> {
            double[] row = new double[classes];
            for (int feature = from; feature < to; feature++) {
                ColumnSums.of(documents, feature, residuals.values(), classes, row, 0);
                squares[feature] = squaresWithPenalty(row, feature * classes, regularisation);
            }
        });
        double norm = StrictMath.sqrt(CompensatedSum.of(squares));
        double rounding =
                CompensatedSum.of(roundings) + entryTerms * regularisation * weightNorm + (classes + 4) * norm;
        return new Certificate(norm + EPSILON * rounding, regularisation, weightNorm, classMeanNorm(), classes);
    }

    private double squaresWithPenalty(double[] row, int base, double regularisation) {
        double squares = 0;
        for (int k = 0; k < classes; k++) {
            double entry = row[k] + regularisation * weights[base + k];
            squares += entry * entry;
        }
        return squares;
    }

    /** Plain inside a row, compensated from row to row. */
    private double norm(double[] matrix) {
        CompensatedSum squares = new CompensatedSum();
        for (int base = 0; base < matrix.length; base += classes) {
            squares.add(ColumnSums.squares(matrix, base, base + classes));
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
