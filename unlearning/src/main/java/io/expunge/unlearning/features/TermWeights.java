/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.features;

import org.ejml.data.DMatrixSparseCSC;

/** The TF-IDF kernel: weights and normalises columns. Summation runs in feature order, so results are the same bits always. */
final class TermWeights {

    /** Counts up to this size have their logarithm looked up. */
    private static final int TABLE = 256;

    private static final double[] LOGARITHM = logarithms();

    private TermWeights() {}

    static DMatrixSparseCSC weigh(TermCounts counts, int[] activeIndex, Vectoriser vectoriser) {
        boolean sublinear = vectoriser.analysis().sublinearTermFrequency();
        DMatrixSparseCSC matrix =
                new DMatrixSparseCSC(vectoriser.features(), counts.documents(), activeEntries(counts, activeIndex));
        int filled = 0;
        for (int document = 0; document < counts.documents(); document++) {
            int start = filled;
            for (int entry = counts.start(document); entry < counts.start(document + 1); entry++) {
                int feature = activeIndex[counts.term(entry)];
                if (feature >= 0) {
                    matrix.nz_rows[filled] = feature;
                    matrix.nz_values[filled++] =
                            termFrequency(counts.occurrences(entry), sublinear) * vectoriser.weight(feature);
                }
            }
            normalise(matrix.nz_values, start, filled);
            matrix.col_idx[document + 1] = filled;
        }
        matrix.nz_length = filled;
        matrix.indicesSorted = true;
        return matrix;
    }

    private static int activeEntries(TermCounts counts, int[] activeIndex) {
        int entries = 0;
        for (int entry = 0; entry < counts.nonZeros(); entry++) {
            if (activeIndex[counts.term(entry)] >= 0) {
                entries++;
            }
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
