/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.attack;

import io.expunge.unlearning.model.TrainingSet;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Documents with their labels, and which of them belong together. Immutable.
 *
 * @param set term counts and labels
 * @param clusters for each document a number; documents of one number, such as those of one data subject, are drawn together by a
 *     bootstrap; copied in and out
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out
public record LabelledDocuments(TrainingSet set, int[] clusters) {

    public LabelledDocuments {
        clusters = clusters.clone();
        if (clusters.length != set.documents()) {
            throw new IllegalArgumentException("there are " + set.documents() + " documents but " + clusters.length
                    + " cluster numbers; give each document one");
        }
    }

    /** Documents of which none belongs with another. */
    public static LabelledDocuments independent(TrainingSet set) {
        return new LabelledDocuments(set, IntStream.range(0, set.documents()).toArray());
    }

    @Override
    public int[] clusters() {
        return clusters.clone();
    }

    int documents() {
        return clusters.length;
    }

    int distinctClusters() {
        return (int) Arrays.stream(clusters).distinct().count();
    }

    /** The rows whose label is wanted. */
    BitSet rowsLabelled(IntPredicate wanted) {
        int[] labels = set.labels();
        BitSet rows = new BitSet();
        for (int row = 0; row < labels.length; row++) {
            rows.set(row, wanted.test(labels[row]));
        }
        return rows;
    }

    LabelledDocuments select(BitSet rows) {
        int[] labels = set.labels();
        TrainingSet selected = new TrainingSet(
                set.counts().select(rows),
                set.labelSpace(),
                rows.stream().map(row -> labels[row]).toArray());
        return new LabelledDocuments(
                selected, rows.stream().map(row -> clusters[row]).toArray());
    }

    /** At most so many of some rows, drawn at random: what an attack costs must not grow with the set. */
    static BitSet atMost(BitSet rows, int most, long seed) {
        int[] all = rows.stream().toArray();
        if (all.length <= most) {
            return rows;
        }
        SplittableRandom random = new SplittableRandom(seed);
        BitSet drawn = new BitSet();
        for (int i = 0; i < most; i++) {
            int other = i + random.nextInt(all.length - i);
            drawn.set(all[other]);
            all[other] = all[i];
        }
        return drawn;
    }
}
