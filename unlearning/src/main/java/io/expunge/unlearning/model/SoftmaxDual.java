/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.model;

import io.expunge.unlearning.solve.DualProblem;
import java.util.SplittableRandom;
import org.ejml.data.DMatrixSparseCSC;

/**
 * The dual of {@link SoftmaxObjective} (Yu, Huang and Lin 2011; Shalev-Shwartz and Zhang 2013). Document i has a dual α_i, a
 * distribution over the classes, and the weights are those the duals imply:
 *
 * <p>W(α) = (1/λ) Σ_i x_i (e_{y_i} − α_i)ᵀ, D(α) = Σ_i H(α_i) − (λ/2)‖W(α)‖² ≤ L(W) for every W,
 *
 * <p>H the entropy. (With φ_i(z) = ln Σ_k exp z_k − z_{y_i}, the conjugate φ_i*(α_i − e_{y_i}) is −H(α_i) on the simplex;
 * D is Fenchel's dual of L.) At the optimum α_i = softmax(Wᵀx_i). So the duals needn't be kept with a model: those of its
 * weights, {@link #at}, are as good, since W(softmax(Wᵀx)) = W − ∇L(W)/λ. The distance to the weights started from is
 * therefore just their certified distance bound.
 *
 * <p>Duals are kept as logarithms, weights feature-major. Not thread-safe; one thread does all the work, in a fixed order.
 */
public final class SoftmaxDual implements DualProblem {

    private final DMatrixSparseCSC features;
    private final int[] labels;
    private final int classes;
    private final double regularisation;
    private final double[] logDuals;
    private final double[] weights;
    private final double[] score;
    private final SimplexStep step;
    private double passes;

    private SoftmaxDual(
            DMatrixSparseCSC features, int[] labels, int classes, double regularisation, double[] logDuals) {
        this.features = features;
        this.labels = labels.clone();
        this.classes = classes;
        this.regularisation = regularisation;
        this.logDuals = logDuals;
        this.weights = new double[features.numRows * classes];
        this.score = new double[classes];
        this.step = new SimplexStep(classes);
    }

    /**
     * The duals that weights stand for, α_i = softmax(Wᵀx_i), and the weights those imply; one pass.
     *
     * @param features features × documents; kept, not copied
     * @param labels for each document the number of its class
     * @param classes how many classes there are
     * @param regularisation λ, above 0
     * @param parameters W, feature-major, features × classes
     * @throws IllegalArgumentException when shapes don't fit
     */
    public static SoftmaxDual at(
            DMatrixSparseCSC features, int[] labels, int classes, double regularisation, double[] parameters) {
        long cells = (long) labels.length * classes;
        if (features.numCols != labels.length
                || parameters.length != (long) features.numRows * classes
                || cells > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("shapes do not fit: " + features.numRows + " features, "
                    + features.numCols + " documents, " + labels.length + " labels, " + classes + " classes, "
                    + parameters.length + " parameters");
        }
        SoftmaxDual dual = new SoftmaxDual(features, labels, classes, regularisation, new double[(int) cells]);
        double[] probabilities = new double[classes];
        for (int document = 0; document < labels.length; document++) {
            dual.gather(document, parameters);
            double logSum = Softmax.probabilities(dual.score, 0, classes, probabilities);
            for (int k = 0; k < classes; k++) {
                dual.logDuals[document * classes + k] = Math.max(dual.score[k] - logSum, SimplexStep.SMALLEST_LOG);
            }
        }
        dual.implyWeights();
        dual.passes = 1;
        return dual;
    }

    /** Adds every document's share to the weights. */
    private void implyWeights() {
        for (int document = 0; document < labels.length; document++) {
            for (int k = 0; k < classes; k++) {
                score[k] = Exponential.exp(logDuals[document * classes + k]);
            }
            score[labels[document]] -= 1;
            scatter(document, score);
        }
    }

    @Override
    public double sweep(long seed) {
        double movedSquared = 0;
        for (int document : order(seed)) {
            double squaredLength = gather(document, weights);
            movedSquared += step.move(logDuals, document * classes, score, squaredLength / regularisation);
            scatter(document, step.change());
        }
        passes += 1;
        return StrictMath.sqrt(movedSquared);
    }

    /** A permutation of the documents (Fisher and Yates, inside out). */
    private int[] order(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] order = new int[labels.length];
        for (int i = 0; i < order.length; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** Writes parametersᵀx of one document into the score buffer and returns ‖x‖². */
    private double gather(int document, double[] parameters) {
        int first = features.col_idx[document];
        int end = features.col_idx[document + 1];
        int k = 0;
        for (; k + 4 <= classes; k += 4) {
            gatherFour(first, end, k, parameters);
        }
        for (; k < classes; k++) {
            double sum = 0;
            for (int j = first; j < end; j++) {
                sum += features.nz_values[j] * parameters[features.nz_rows[j] * classes + k];
            }
            score[k] = sum;
        }
        double squaredLength = 0;
        for (int j = first; j < end; j++) {
            squaredLength += features.nz_values[j] * features.nz_values[j];
        }
        return squaredLength;
    }

    /** Four classes at a time, so that their sums stay in registers. */
    private void gatherFour(int first, int end, int k, double[] parameters) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        for (int j = first; j < end; j++) {
            double x = features.nz_values[j];
            int base = features.nz_rows[j] * classes + k;
            s0 += x * parameters[base];
            s1 += x * parameters[base + 1];
            s2 += x * parameters[base + 2];
            s3 += x * parameters[base + 3];
        }
        score[k] = s0;
        score[k + 1] = s1;
        score[k + 2] = s2;
        score[k + 3] = s3;
    }

    /** W ← W − (1/λ)·x·changeᵀ for a change of one document's dual. */
    private void scatter(int document, double[] change) {
        for (int k = 0; k < classes; k++) {
            change[k] /= -regularisation;
        }
        for (int j = features.col_idx[document]; j < features.col_idx[document + 1]; j++) {
            double x = features.nz_values[j];
            int base = features.nz_rows[j] * classes;
            int k = 0;
            for (; k + 4 <= classes; k += 4) {
                weights[base + k] += x * change[k];
                weights[base + k + 1] += x * change[k + 1];
                weights[base + k + 2] += x * change[k + 2];
                weights[base + k + 3] += x * change[k + 3];
            }
            for (; k < classes; k++) {
                weights[base + k] += x * change[k];
            }
        }
    }

    @Override
    public double objective() {
        double entropy = 0;
        for (double logDual : logDuals) {
            entropy -= logDual * Exponential.exp(logDual);
        }
        double norm = parameterNorm();
        return entropy - 0.5 * regularisation * norm * norm;
    }

    @Override
    public double[] parameters() {
        return weights.clone();
    }

    @Override
    public double parameterNorm() {
        double squared = 0;
        for (double weight : weights) {
            squared += weight * weight;
        }
        return StrictMath.sqrt(squared);
    }

    /** A copy of the duals, documents × classes; each document's sum to 1. */
    public double[] duals() {
        double[] duals = new double[logDuals.length];
        for (int i = 0; i < duals.length; i++) {
            duals[i] = Exponential.exp(logDuals[i]);
        }
        return duals;
    }

    @Override
    public double passes() {
        return passes;
    }
}
