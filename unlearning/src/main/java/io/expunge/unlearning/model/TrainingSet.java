/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.model;

import io.expunge.unlearning.features.TermCounts;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The labelled documents a model is trained on, as term counts. Immutable.
 *
 * @param counts documents × candidate terms
 * @param labelSpace the classes
 * @param labels for each document the number of its class; copied on the way in and out
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, compared by content
public record TrainingSet(TermCounts counts, LabelSpace labelSpace, int[] labels) {

    public TrainingSet {
        labels = labels.clone();
        if (labels.length != counts.documents()) {
            throw new IllegalArgumentException("there are " + counts.documents() + " documents but " + labels.length
                    + " labels; give each document one");
        }
        for (int row = 0; row < labels.length; row++) {
            if (labels[row] < 0 || labels[row] >= labelSpace.size()) {
                throw new IllegalArgumentException("document " + row + " has label " + labels[row]
                        + ", but classes are numbered 0 to " + (labelSpace.size() - 1));
            }
        }
    }

    /**
     * A training set from label names.
     *
     * @param labels for each document the name of its class; the label space is their sorted set
     */
    public static TrainingSet of(TermCounts counts, List<String> labels) {
        LabelSpace labelSpace = LabelSpace.of(labels);
        return new TrainingSet(
                counts,
                labelSpace,
                labels.stream()
                        .mapToInt(label -> labelSpace.indexOf(label).orElseThrow())
                        .toArray());
    }

    @Override
    public int[] labels() {
        return labels.clone();
    }

    /** How many documents there are. */
    public int documents() {
        return labels.length;
    }

    /** The rows of the documents of one class. */
    public BitSet rowsOf(int classIndex) {
        BitSet rows = new BitSet(labels.length);
        for (int row = 0; row < labels.length; row++) {
            rows.set(row, labels[row] == classIndex);
        }
        return rows;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrainingSet that
                && counts.equals(that.counts)
                && labelSpace.equals(that.labelSpace)
                && Arrays.equals(labels, that.labels);
    }

    @Override
    public int hashCode() {
        return 31 * counts.hashCode() + Arrays.hashCode(labels);
    }

    @Override
    public String toString() {
        return "TrainingSet[" + counts + ", " + labelSpace.size() + " classes]";
    }
}
