/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.model;

/** The softmax function on rows of a score matrix, with fixed exponentials: the same bits on every machine. */
final class Softmax {

    private Softmax() {}

    /**
     * Writes the probabilities of the row that starts at {@code base} and returns ln Σ exp(score).
     *
     * @param probabilities may be the scores themselves
     */
    static double probabilities(double[] scores, int base, int classes, double[] probabilities) {
        double highest = scores[base + highest(scores, base, classes)];
        double sum = 0;
        for (int k = base; k < base + classes; k++) {
            probabilities[k] = Exponential.exp(scores[k] - highest);
            sum += probabilities[k];
        }
        for (int k = base; k < base + classes; k++) {
            probabilities[k] /= sum;
        }
        return highest + StrictMath.log(sum);
    }

    /** The position in the row of its highest score, the first among equals. */
    static int highest(double[] scores, int base, int classes) {
        int best = 0;
        for (int k = 1; k < classes; k++) {
            if (scores[base + k] > scores[base + best]) {
                best = k;
            }
        }
        return best;
    }
}
