/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.attack;

import java.util.Arrays;
import java.util.List;

/**
 * What an attacker's classifier sees of each document: rows of numbers, one after the other.
 *
 * @param width numbers a document
 * @param values documents × width
 */
@SuppressWarnings("ArrayRecordComponent") // stays inside the package, never compared
record AttackFeatures(int width, double[] values) {
    /** Three highest probabilities, entropy, top-2 gap, energy. */
    private static final int LABEL_FREE = 6;

    private static final int HIGHEST = 3;

    int documents() {
        return values.length / width;
    }

    /**
     * Needs no label and doesn't depend on the number of classes: the highest probabilities in falling order, entropy, top-2 gap,
     * and the energy ln Σ exp(logit) in the place of the true label's cross-entropy.
     */
    static AttackFeatures labelFree(Outputs outputs) {
        double[] values = new double[outputs.documents() * LABEL_FREE];
        double[] probabilities = new double[outputs.classes()];
        for (int document = 0; document < outputs.documents(); document++) {
            outputs.probabilities(document, probabilities, 0);
            int at = document * LABEL_FREE;
            values[at + HIGHEST] = entropy(probabilities, 0, probabilities.length);
            Arrays.sort(probabilities);
            int last = probabilities.length - 1;
            for (int rank = 0; rank < HIGHEST && rank <= last; rank++) {
                values[at + rank] = probabilities[last - rank];
            }
            values[at + HIGHEST + 1] = last > 0 ? probabilities[last] - probabilities[last - 1] : 1;
            values[at + HIGHEST + 2] = outputs.energy(document);
        }
        return new AttackFeatures(LABEL_FREE, values);
    }

    /** As published: all probabilities, entropy, cross-entropy of the true label, top-2 gap. */
    static AttackFeatures published(Outputs outputs, int[] labels) {
        int classes = outputs.classes();
        int width = classes + 3;
        double[] values = new double[outputs.documents() * width];
        for (int document = 0; document < outputs.documents(); document++) {
            int at = document * width;
            outputs.probabilities(document, values, at);
            double[] sorted = Arrays.copyOfRange(values, at, at + classes);
            Arrays.sort(sorted);
            values[at + classes] = entropy(values, at, classes);
            values[at + classes + 1] = outputs.energy(document) - outputs.logit(document, labels[document]);
            values[at + classes + 2] = sorted[classes - 1] - sorted[classes - 2];
        }
        return new AttackFeatures(width, values);
    }

    /** All logits: probabilities, and what they leave out. */
    static AttackFeatures logits(Outputs outputs) {
        int classes = outputs.classes();
        double[] values = new double[outputs.documents() * classes];
        for (int document = 0; document < outputs.documents(); document++) {
            for (int k = 0; k < classes; k++) {
                values[document * classes + k] = outputs.logit(document, k);
            }
        }
        return new AttackFeatures(classes, values);
    }

    private static double entropy(double[] probabilities, int from, int classes) {
        double entropy = 0;
        for (int k = from; k < from + classes; k++) {
            entropy -= probabilities[k] > 0 ? probabilities[k] * StrictMath.log(probabilities[k]) : 0;
        }
        return entropy;
    }

    /** The rows of some documents. */
    AttackFeatures rows(int[] documents) {
        double[] rows = new double[documents.length * width];
        for (int row = 0; row < documents.length; row++) {
            System.arraycopy(values, documents[row] * width, rows, row * width, width);
        }
        return new AttackFeatures(width, rows);
    }

    /** Tables of one width, one under the other. */
    static AttackFeatures stacked(List<AttackFeatures> tables) {
        int length = tables.stream().mapToInt(table -> table.values.length).sum();
        double[] all = new double[length];
        int at = 0;
        for (AttackFeatures table : tables) {
            System.arraycopy(table.values, 0, all, at, table.values.length);
            at += table.values.length;
        }
        return new AttackFeatures(tables.get(0).width, all);
    }
}
