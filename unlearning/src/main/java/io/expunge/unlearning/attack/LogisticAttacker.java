/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.attack;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.model.SoftmaxObjective;
import io.expunge.unlearning.solve.LimitedMemoryBfgs;
import io.expunge.unlearning.solve.Objective;
import io.expunge.unlearning.solve.StoppingRule;
import io.expunge.unlearning.solve.Workers;
import org.ejml.data.DMatrixSparseCSC;

/**
 * Logistic regression on standardised features and a constant: softmax regression of two classes, by the same objective and solver
 * that models are trained with. Immutable.
 */
final class LogisticAttacker {
    private static final double REGULARISATION = 1;
    /** An attacker's last digits change no ranking that anybody could measure. */
    private static final StoppingRule RULE = new StoppingRule(1e-3, 300);

    private final double[] mean;
    private final double[] scale;
    private final double[] weights;

    private LogisticAttacker(double[] mean, double[] scale, double[] weights) {
        this.mean = mean;
        this.scale = scale;
        this.weights = weights;
    }

    /**
     * @param positive for each document 1 if the attacker should score it high, else 0
     */
    static LogisticAttacker train(AttackFeatures features, int[] positive, Workers workers, ProgressMonitor monitor) {
        int width = features.width();
        double[] mean = new double[width];
        double[] scale = new double[width];
        for (int k = 0; k < width; k++) {
            standardise(features, k, mean, scale);
        }
        LogisticAttacker untrained = new LogisticAttacker(mean, scale, new double[2 * (width + 1)]);
        SoftmaxObjective objective =
                new SoftmaxObjective(untrained.matrix(features), positive, 2, REGULARISATION, workers);
        Objective.Iterate iterate = objective.startAt(untrained.weights);
        LimitedMemoryBfgs.standard().minimise(iterate, RULE, monitor);
        return new LogisticAttacker(mean, scale, iterate.parameters());
    }

    private static void standardise(AttackFeatures features, int k, double[] mean, double[] scale) {
        int width = features.width();
        double sum = 0;
        for (int at = k; at < features.values().length; at += width) {
            sum += features.values()[at];
        }
        mean[k] = sum / features.documents();
        double squares = 0;
        for (int at = k; at < features.values().length; at += width) {
            double difference = features.values()[at] - mean[k];
            squares += difference * difference;
        }
        scale[k] = squares > 0 ? 1 / Math.sqrt(squares / features.documents()) : 0;
    }

    private DMatrixSparseCSC matrix(AttackFeatures features) {
        int width = features.width();
        int rows = width + 1;
        DMatrixSparseCSC matrix = new DMatrixSparseCSC(rows, features.documents(), rows * features.documents());
        for (int document = 0; document < features.documents(); document++) {
            for (int k = 0; k < rows; k++) {
                matrix.nz_rows[document * rows + k] = k;
                matrix.nz_values[document * rows + k] =
                        k == width ? 1 : (features.values()[document * width + k] - mean[k]) * scale[k];
            }
            matrix.col_idx[document + 1] = (document + 1) * rows;
        }
        matrix.nz_length = rows * features.documents();
        matrix.indicesSorted = true;
        return matrix;
    }

    /** The log odds of each document, less a constant. */
    double[] scores(AttackFeatures features) {
        int width = features.width();
        double[] scores = new double[features.documents()];
        for (int document = 0; document < scores.length; document++) {
            for (int k = 0; k < width; k++) {
                double value = (features.values()[document * width + k] - mean[k]) * scale[k];
                scores[document] += value * (weights[2 * k + 1] - weights[2 * k]);
            }
        }
        return scores;
    }
}
