/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.attack;

import io.expunge.unlearning.features.TermCounts;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.solve.Workers;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.DMatrixSparseCSC;

/**
 * What a model answers on some documents: its logits, and what an attacker makes of a document's. Who holds a released version holds
 * its weights, so logits and not only probabilities are his. Immutable by convention: nobody writes to the array.
 */
final class Outputs {
    private final double[] logits;
    private final int classes;

    private Outputs(double[] logits, int classes) {
        this.logits = logits;
        this.classes = classes;
    }

    static Outputs of(TrainedModel model, TermCounts counts, Workers workers) {
        return of(model, model.vectoriser().transform(counts, workers));
    }

    static Outputs of(TrainedModel model, DMatrixSparseCSC features) {
        DMatrixRMaj scores = model.scores(features);
        return new Outputs(scores.data, scores.numCols);
    }

    /** The outputs with a column of zeros put in at some places of the wider row: what a zeroed row would answer. */
    Outputs widened(int[] columnOf, int width) {
        double[] wide = new double[documents() * width];
        for (int document = 0; document < documents(); document++) {
            for (int k = 0; k < classes; k++) {
                wide[document * width + columnOf[k]] = logits[document * classes + k];
            }
        }
        return new Outputs(wide, width);
    }

    int documents() {
        return logits.length / classes;
    }

    int classes() {
        return classes;
    }

    double logit(int document, int k) {
        return logits[document * classes + k];
    }

    /** ln Σ exp(logit), over all classes but one; −1 leaves none out. */
    private double logSum(int document, int without) {
        double highest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < classes; k++) {
            highest = k == without ? highest : Math.max(highest, logit(document, k));
        }
        double sum = 0;
        for (int k = 0; k < classes; k++) {
            sum += k == without ? 0 : StrictMath.exp(logit(document, k) - highest);
        }
        return highest + StrictMath.log(sum);
    }

    /** ln Σ exp(logit): needs no label, and moves with every logit where probabilities don't. */
    double energy(int document) {
        return logSum(document, -1);
    }

    /** ln(p / (1 − p)) of one class (Carlini and others 2022, section IV.C), free of cancellation. */
    double logitScaledConfidence(int document, int label) {
        return logit(document, label) - logSum(document, label);
    }

    /** Writes the probabilities of a document's classes, as many as there are. */
    void probabilities(int document, double[] into, int from) {
        double energy = energy(document);
        for (int k = 0; k < classes; k++) {
            into[from + k] = StrictMath.exp(logit(document, k) - energy);
        }
    }

    int highest(int document) {
        int best = 0;
        for (int k = 1; k < classes; k++) {
            best = logit(document, k) > logit(document, best) ? k : best;
        }
        return best;
    }
}
