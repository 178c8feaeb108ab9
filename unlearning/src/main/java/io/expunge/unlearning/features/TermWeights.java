/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.features;

import io.expunge.unlearning.solve.Workers;
import java.util.Arrays;
import org.ejml.data.DMatrixSparseCSC;

/** The TF-IDF kernel: weights and normalises columns. Summation runs in feature order, so results are the same bits always. */
final class TermWeights {

    /** Counts up to this size have their logarithm looked up. */
    private static final int TABLE = 256;

    /** Documents that a thread takes at a time. */
    private static final int BLOCK = 256;

    private static final double[] LOGARITHM = logarithms();

    private TermWeights() {}

    static DMatrixSparseCSC weigh(TermCounts counts, int[] activeIndex, Vectoriser vectoriser, Workers workers) {
        int[] columnStart = columnStarts(counts, activeIndex, workers);
        DMatrixSparseCSC matrix =
                new DMatrixSparseCSC(vectoriser.features(), counts.documents(), columnStart[counts.documents()]);
        System.arraycopy(columnStart, 0, matrix.col_idx, 0, columnStart.length);
        workers.forEachBlock(counts.documents(), BLOCK, (block, from, to) -> {
            for (int document = from; document < to; document++) {
                weigh(counts, document, activeIndex, vectoriser, matrix);
            }
        });
        matrix.nz_length = columnStart[counts.documents()];
        matrix.indicesSorted = true;
        return matrix;
    }

    private static void weigh(
            TermCounts counts, int document, int[] activeIndex, Vectoriser vectoriser, DMatrixSparseCSC matrix) {
        boolean sublinear = vectoriser.analysis().sublinearTermFrequency();
        int start = matrix.col_idx[document];
        int filled = start;
        for (int entry = counts.start(document); entry < counts.start(document + 1); entry++) {
            int feature = activeIndex[counts.term(entry)];
            if (feature >= 0) {
                matrix.nz_rows[filled] = feature;
                matrix.nz_values[filled++] =
                        termFrequency(counts.occurrences(entry), sublinear) * vectoriser.weight(feature);
            }
        }
        normalise(matrix.nz_values, start, filled);
    }

    /** Where each document's column starts: its active entries, summed up. */
    private static int[] columnStarts(TermCounts counts, int[] activeIndex, Workers workers) {
        int[] starts = new int[counts.documents() + 1];
        boolean all = Arrays.stream(activeIndex).allMatch(feature -> feature >= 0);
        workers.forEachBlock(counts.documents(), BLOCK, (block, from, to) -> {
            for (int document = from; document < to; document++) {
                starts[document + 1] = all
                        ? counts.start(document + 1) - counts.start(document)
                        : activeEntries(counts, document, activeIndex);
            }
        });
        for (int document = 0; document < counts.documents(); document++) {
            starts[document + 1] += starts[document];
        }
        return starts;
    }

    private static int activeEntries(TermCounts counts, int document, int[] activeIndex) {
        int entries = 0;
        for (int entry = counts.start(document); entry < counts.start(document + 1); entry++) {
            entries += activeIndex[counts.term(entry)] >= 0 ? 1 : 0;
        }
        return entries;
    }

    private static double termFrequency(int count, boolean sublinear) {
        if (!sublinear) {
            return count;
        }
        return 1.0 + (count < TABLE ? LOGARITHM[count] : StrictMath.log(count));
    }

    private static void normalise(double[] values, int start, int end) {
        double sumOfSquares = 0;
        for (int i = start; i < end; i++) {
            sumOfSquares += values[i] * values[i];
        }
        double norm = Math.sqrt(sumOfSquares);
        for (int i = start; i < end; i++) {
            values[i] /= norm;
        }
    }

    private static double[] logarithms() {
        double[] table = new double[TABLE];
        for (int count = 1; count < TABLE; count++) {
            table[count] = StrictMath.log(count);
        }
        return table;
    }
}
