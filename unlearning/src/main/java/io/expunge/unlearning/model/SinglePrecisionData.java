/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.model;

import io.expunge.unlearning.solve.SinglePrecisionVectors;
import io.expunge.unlearning.solve.Workers;
import org.ejml.data.DMatrixSparseCSC;

/**
 * What products with the Hessian in single precision need of an objective, made once for all its points: matrix and transpose in single
 * precision, documents and features in orders of their own, and two buffers of documents × classes. Dense matrices have a {@link
 * SinglePrecisionKernel#tail} of zeros, which stay so.
 *
 * <p>Not thread-safe.
 */
final class SinglePrecisionData {

    private final int classes;
    private final Workers workers;
    private final SinglePrecisionVectors vectors;
    private final int[] documentOrder;
    private final int[] featureOrder;
    private final SinglePrecisionMatrix features;
    private final SinglePrecisionMatrix transposed;
    private final float[] probabilities;
    private final float[] residuals;

    SinglePrecisionData(DMatrixSparseCSC features, DMatrixSparseCSC transposed, int classes, Workers workers) {
        this.classes = classes;
        this.workers = workers;
        this.vectors = new SinglePrecisionVectors(workers);
        this.documentOrder = SinglePrecisionMatrix.longestFirst(features);
        this.featureOrder = SinglePrecisionMatrix.longestFirst(transposed);
        this.features = new SinglePrecisionMatrix(
                features, documentOrder, SinglePrecisionMatrix.ranks(featureOrder), classes, workers);
        this.transposed = new SinglePrecisionMatrix(
                transposed, featureOrder, SinglePrecisionMatrix.ranks(documentOrder), classes, workers);
        this.probabilities = new float[features.numCols * classes + SinglePrecisionKernel.tail(classes)];
        this.residuals = new float[features.numCols * classes + SinglePrecisionKernel.tail(classes)];
    }

    /** The length of a vector of parameters: features × classes. */
    int dimension() {
        return featureOrder.length * classes + SinglePrecisionKernel.tail(classes);
    }

    SinglePrecisionVectors vectors() {
        return vectors;
    }

    /** Takes the probabilities of all documents at a point, documents × classes. */
    void setProbabilities(double[] exact) {
        toSingle(documentOrder, 1, exact, probabilities);
    }

    /** Writes scale·vector, features × classes, as features × classes in their order here. */
    void toSingle(double scale, double[] vector, float[] into) {
        toSingle(featureOrder, scale, vector, into);
    }

    private void toSingle(int[] order, double scale, double[] rows, float[] into) {
        workers.forEachBlock(order.length, SoftmaxObjective.BLOCK, (block, from, to) -> {
            for (int row = from; row < to; row++) {
                int source = order[row] * classes;
                for (int k = 0; k < classes; k++) {
                    into[row * classes + k] = (float) (scale * rows[source + k]);
                }
            }
        });
    }

    /** Writes scale·vector, features × classes in their order here, as features × classes. */
    void toDouble(double scale, float[] vector, double[] into) {
        workers.forEachBlock(featureOrder.length, SoftmaxObjective.BLOCK, (block, from, to) -> {
            for (int row = from; row < to; row++) {
                int target = featureOrder[row] * classes;
                for (int k = 0; k < classes; k++) {
                    into[target + k] = scale * vector[row * classes + k];
                }
            }
        });
    }

    /** residuals ← m_i of all documents, with u_i = Vᵀx_i and the probabilities taken last; half a pass. */
    void gatherCurvature(float[] vector) {
        features.transposedTimesDense(vector, residuals, (block, from, to) -> {
            for (int document = from; document < to; document++) {
                curvature(document * classes);
            }
        });
    }

    private void curvature(int base) {
        float mean = 0;
        for (int k = base; k < base + classes; k++) {
            mean += probabilities[k] * residuals[k];
        }
        for (int k = base; k < base + classes; k++) {
            residuals[k] = probabilities[k] * (residuals[k] - mean);
        }
    }

    /** product ← X·residuals + λ·vector; returns ⟨vector, product⟩; half a pass. */
    double scatter(double regularisation, float[] vector, float[] product) {
        float lambda = (float) regularisation;
        double[] partial = new double[transposed.blockCount()];
        transposed.transposedTimesDense(residuals, product, (block, from, to) -> {
            for (int i = from * classes; i < to * classes; i++) {
                product[i] += lambda * vector[i];
            }
            partial[block] = SinglePrecisionVectors.dot(vector, product, from * classes, to * classes);
        });
        double sum = 0;
        for (double part : partial) {
            sum += part;
        }
        return sum;
    }
}
