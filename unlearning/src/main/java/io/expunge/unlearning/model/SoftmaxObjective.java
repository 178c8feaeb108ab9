/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.model;

import io.expunge.unlearning.solve.Objective;
import io.expunge.unlearning.solve.SinglePrecisionHessian;
import io.expunge.unlearning.solve.SinglePrecisionVectors;
import io.expunge.unlearning.solve.Vectors;
import io.expunge.unlearning.solve.Workers;
import org.ejml.data.DMatrixSparseCSC;
import org.jspecify.annotations.Nullable;

/**
 * L(W) = Σ_i −ln p_i[y_i] + (λ/2)‖W‖² with p_i = softmax(Wᵀx_i): multinomial logistic regression, a sum over documents and
 * not a mean, every parameter penalised, no intercept.
 *
 * <p>Parameters are feature-major, features × classes. Gradient: Σ_i x_i (p_i − e_{y_i})ᵀ + λW. Hessian-vector product:
 * Σ_i x_i m_iᵀ + λV with u_i = Vᵀx_i, m_i = p_i∘u_i − (p_iᵀu_i) p_i. Documents are gathered along the matrix, features
 * along its transpose, each entry summed by one thread in a fixed order: the same bits for any number of threads.
 *
 * <p>Memory, for z non-zeros, in bytes: the matrix, which is the caller's, and its transpose 12z each; one array of documents ×
 * classes doubles, and for each point three more and a vector of parameters. From the first Hessian in single precision until {@link
 * #releaseSinglePrecision} 16z more and two arrays of documents × classes floats.
 *
 * <p>Not thread-safe: one buffer for residuals serves all points of an objective.
 */
public final class SoftmaxObjective implements Objective {

    /** Documents, or features, that a thread takes at a time. */
    static final int BLOCK = 256;

    private final DMatrixSparseCSC features;
    private final DMatrixSparseCSC transposed;
    private final int[] labels;
    private final int classes;
    private final double regularisation;
    private final Workers workers;
    private final Vectors vectors;
    private final double[] residuals;
    /** Made for the first point that is asked for its Hessian in single precision. */
    private @Nullable SinglePrecisionData singlePrecision;

    private double passes;
    private long residualsUses;

    /**
     * @param features features × documents; kept, not copied
     * @param labels for each document the number of its class
     * @param classes how many classes there are
     * @param regularisation λ, above 0
     * @param workers the threads to use; they outlive the objective
     */
    public SoftmaxObjective(
            DMatrixSparseCSC features, int[] labels, int classes, double regularisation, Workers workers) {
        requireShapes(features, labels, classes, regularisation);
        this.features = features;
        this.transposed = SparseTranspose.of(features, workers);
        this.labels = labels.clone();
        this.classes = classes;
        this.regularisation = regularisation;
        this.workers = workers;
        this.vectors = new Vectors(workers);
        this.residuals = new double[labels.length * classes];
    }

    private static void requireShapes(DMatrixSparseCSC features, int[] labels, int classes, double regularisation) {
        if (features.numCols != labels.length) {
            throw new IllegalArgumentException(
                    "there are " + features.numCols + " documents but " + labels.length + " labels");
        }
        if (!(regularisation > 0) || Double.isInfinite(regularisation)) {
            throw new IllegalArgumentException("λ must be above 0 and finite, got " + regularisation);
        }
        if (Math.max(features.numRows, features.numCols) * (long) classes > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("too large for one array: " + features.numRows + " features, "
                    + features.numCols + " documents, " + classes + " classes; raise the minimum document frequency");
        }
        for (int label : labels) {
            if (label < 0 || label >= classes) {
                throw new IllegalArgumentException("label " + label + " outside 0 to " + (classes - 1));
            }
        }
    }

    @Override
    public int dimension() {
        return features.numRows * classes;
    }

    @Override
    public double strongConvexity() {
        return regularisation;
    }

    @Override
    public double passes() {
        return passes;
    }

    @Override
    public Vectors vectors() {
        return vectors;
    }

    @Override
    public Iterate startAt(double[] parameters) {
        requireDimension(parameters);
        return new SoftmaxIterate(this, parameters.clone());
    }

    int classes() {
        return classes;
    }

    int documents() {
        return labels.length;
    }

    int label(int document) {
        return labels[document];
    }

    Workers workers() {
        return workers;
    }

    /** Buffer of documents × classes that a caller may overwrite until it calls the objective again. */
    double[] residuals() {
        residualsUses++;
        return residuals;
    }

    /** Grows whenever the buffer is written to: what was put there is there as long as this stays the same. */
    long residualsUses() {
        return residualsUses;
    }

    void requireDimension(double[] vector) {
        if (vector.length != dimension()) {
            throw new IllegalArgumentException("expected a vector of " + features.numRows + " features × " + classes
                    + " classes = " + dimension() + " values, got " + vector.length);
        }
    }

    /** scores ← Xᵀ·parameters, documents × classes; half a pass. */
    void gather(double[] parameters, double[] scores) {
        requireDimension(parameters);
        workers.forEachBlock(
                documents(),
                BLOCK,
                (block, from, to) ->
                        SparseProduct.transposedTimesDense(features, from, to, parameters, classes, scores));
        passes += 0.5;
    }

    /** u_i = Vᵀx_i, then m_i in its place while it is in the cache; half a pass. */
    void gatherCurvature(double[] vector, double[] probabilities) {
        requireDimension(vector);
        residualsUses++;
        workers.forEachBlock(documents(), BLOCK, (block, from, to) -> {
            SparseProduct.transposedTimesDense(features, from, to, vector, classes, residuals);
            for (int document = from; document < to; document++) {
                curvature(document * classes, probabilities);
            }
        });
        passes += 0.5;
    }

    /** The Hessian in single precision where the documents have these probabilities; replaces the one given out before. */
    SinglePrecisionHessian singlePrecisionHessian(double[] probabilities) {
        SinglePrecisionData data = singlePrecision == null
                ? new SinglePrecisionData(features, transposed, classes, workers)
                : singlePrecision;
        singlePrecision = data;
        data.setProbabilities(probabilities);
        return new Hessian(data);
    }

    /**
     * Lets go of the matrices that directions in single precision were computed with, two thirds of the size of matrix and transpose;
     * they are made again for whoever asks. Hessians given out before aren't valid any more.
     */
    public void releaseSinglePrecision() {
        singlePrecision = null;
    }

    /** Counts the passes that the data in single precision makes. */
    private final class Hessian implements SinglePrecisionHessian {
        private final SinglePrecisionData data;

        Hessian(SinglePrecisionData data) {
            this.data = data;
        }

        @Override
        public int dimension() {
            return data.dimension();
        }

        @Override
        public void toSingle(double scale, double[] vector, float[] into) {
            data.toSingle(scale, vector, into);
        }

        @Override
        public void toDouble(double scale, float[] vector, double[] into) {
            data.toDouble(scale, vector, into);
        }

        @Override
        public double apply(float[] vector, float[] product) {
            passes += 1;
            data.gatherCurvature(vector);
            return data.scatter(regularisation, vector, product);
        }

        @Override
        public SinglePrecisionVectors vectors() {
            return data.vectors();
        }
    }

    private void curvature(int base, double[] probabilities) {
        double mean = 0;
        for (int k = base; k < base + classes; k++) {
            mean += probabilities[k] * residuals[k];
        }
        for (int k = base; k < base + classes; k++) {
            residuals[k] = probabilities[k] * (residuals[k] - mean);
        }
    }

    /** out ← X·residuals + λ·parameters, features × classes; half a pass. */
    void scatter(double[] parameters, double[] out) {
        requireDimension(parameters);
        requireDimension(out);
        workers.forEachBlock(features.numRows, BLOCK, (block, from, to) -> {
            SparseProduct.transposedTimesDense(transposed, from, to, residuals, classes, out);
            for (int i = from * classes; i < to * classes; i++) {
                out[i] += regularisation * parameters[i];
            }
        });
        passes += 0.5;
    }
}
