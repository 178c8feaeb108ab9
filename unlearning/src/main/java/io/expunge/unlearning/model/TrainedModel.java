/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.model;

import io.expunge.unlearning.features.Vectoriser;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.DMatrixSparseCSC;

/**
 * A softmax regression over text, exactly as it is released: classes that were removed have no name and no column here,
 * so that nothing can be answered with them. Immutable and safe to share between threads.
 *
 * @param vectoriser turns text into features
 * @param labelSpace one class for each column of the weights
 * @param weights features × classes, finite, each value a float32; copied on the way in and out
 */
public record TrainedModel(Vectoriser vectoriser, LabelSpace labelSpace, DMatrixRMaj weights) {

    /**
     * Checks shapes and values.
     *
     * @throws IllegalArgumentException when the shape does not fit, or a value is not finite or not a float32
     */
    public TrainedModel {
        if (weights.numRows != vectoriser.features() || weights.numCols != labelSpace.size()) {
            throw new IllegalArgumentException("weights are " + weights.numRows + " × " + weights.numCols
                    + ", expected " + vectoriser.features() + " features × " + labelSpace.size() + " classes");
        }
        weights = weights.copy();
        for (int i = 0; i < weights.getNumElements(); i++) {
            double value = weights.data[i];
            if (!Double.isFinite(value) || (float) value != value) {
                throw new IllegalArgumentException("weight " + i + " is " + value
                        + ": released weights are finite float32 values, round them with TrainedModel.rounded");
            }
        }
    }

    /**
     * The model that is released for parameters found in double: each rounded to the nearest float32.
     *
     * @param parameters feature-major, features × classes values
     */
    public static TrainedModel rounded(Vectoriser vectoriser, LabelSpace labelSpace, double[] parameters) {
        DMatrixRMaj weights = new DMatrixRMaj(vectoriser.features(), labelSpace.size());
        if (parameters.length != weights.getNumElements()) {
            throw new IllegalArgumentException(
                    "expected " + weights.getNumElements() + " parameters, got " + parameters.length);
        }
        for (int i = 0; i < parameters.length; i++) {
            weights.data[i] = (float) parameters[i];
        }
        return new TrainedModel(vectoriser, labelSpace, weights);
    }

    @Override
    public DMatrixRMaj weights() {
        return weights.copy();
    }

    /**
     * Writes the weights of one feature, one a class, where {@link #weights} would copy those of all.
     *
     * @param row at least as many places as there are classes
     */
    public void weightsOf(int feature, double[] row) {
        System.arraycopy(weights.data, feature * weights.numCols, row, 0, weights.numCols);
    }

    /**
     * Logits.
     *
     * @param features features × documents
     * @return documents × classes
     */
    public DMatrixRMaj scores(DMatrixSparseCSC features) {
        if (features.numRows != weights.numRows) {
            throw new IllegalArgumentException("documents have " + features.numRows + " features, the model has "
                    + weights.numRows + "; transform them with the model's own vectoriser");
        }
        DMatrixRMaj scores = new DMatrixRMaj(features.numCols, weights.numCols);
        SparseProduct.transposedTimesDense(features, 0, features.numCols, weights.data, weights.numCols, scores.data);
        return scores;
    }

    /** Class probabilities, documents × classes; see {@link #scores}. */
    public DMatrixRMaj probabilities(DMatrixSparseCSC features) {
        DMatrixRMaj scores = scores(features);
        double[] probabilities = new double[scores.getNumElements()];
        for (int document = 0; document < scores.numRows; document++) {
            Softmax.probabilities(scores.data, document * scores.numCols, scores.numCols, probabilities);
        }
        return DMatrixRMaj.wrap(scores.numRows, scores.numCols, probabilities);
    }

    /** Class probabilities of texts, documents × classes. */
    public DMatrixRMaj probabilities(List<String> texts) {
        return probabilities(vectoriser.transform(texts));
    }

    /** The number of the class each document scores highest in; the lowest number among equals. */
    public int[] predict(DMatrixSparseCSC features) {
        DMatrixRMaj scores = scores(features);
        int[] predicted = new int[scores.numRows];
        for (int document = 0; document < predicted.length; document++) {
            predicted[document] = Softmax.highest(scores.data, document * scores.numCols, scores.numCols);
        }
        return predicted;
    }

    /** The name of the class each text scores highest in; any text gets one, an empty one too. */
    public List<String> predict(List<String> texts) {
        return Arrays.stream(predict(vectoriser.transform(texts)))
                .mapToObj(labelSpace::name)
                .toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrainedModel that
                && vectoriser.equals(that.vectoriser)
                && labelSpace.equals(that.labelSpace)
                && Arrays.equals(weights.data, that.weights.data);
    }

    @Override
    public int hashCode() {
        return 31 * labelSpace.hashCode() + Arrays.hashCode(weights.data);
    }

    @Override
    public String toString() {
        return "TrainedModel[" + weights.numRows + " features, classes " + labelSpace.classes() + "]";
    }
}
