/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.verify;

import org.ejml.data.DMatrixSparseCSC;

/** Sums over the non-zeros of one column, from first to last. Stateless. */
final class ColumnSums {
    private ColumnSums() {}

    /** Writes Σ_j value_j · dense row_j from {@code into[at]} on, four classes at a time, the last four overlapping. */
    static void of(DMatrixSparseCSC matrix, int column, double[] dense, int classes, double[] into, int at) {
        int[] rows = matrix.nz_rows;
        double[] values = matrix.nz_values;
        int first = matrix.col_idx[column];
        int end = matrix.col_idx[column + 1];
        if (classes < 4) {
            for (int k = 0; k < classes; k++) {
                double sum = 0;
                for (int j = first; j < end; j++) {
                    sum += values[j] * dense[rows[j] * classes + k];
                }
                into[at + k] = sum;
            }
            return;
        }
        for (int step = 0; step < classes; step += 4) {
            int k = Math.min(step, classes - 4);
            double a = 0;
            double b = 0;
            double c = 0;
            double d = 0;
            for (int j = first; j < end; j++) {
                double value = values[j];
                int from = rows[j] * classes + k;
                a += value * dense[from];
                b += value * dense[from + 1];
                c += value * dense[from + 2];
                d += value * dense[from + 3];
            }
            into[at + k] = a;
            into[at + k + 1] = b;
            into[at + k + 2] = c;
            into[at + k + 3] = d;
        }
    }

    /** Σ value² over a part of an array. */
    static double squares(double[] values, int first, int end) {
        double squares = 0;
        for (int i = first; i < end; i++) {
            squares += values[i] * values[i];
        }
        return squares;
    }

    /** The most non-zeros of any column. */
    static int longest(DMatrixSparseCSC matrix) {
        int longest = 0;
        for (int column = 0; column < matrix.numCols; column++) {
            longest = Math.max(longest, matrix.col_idx[column + 1] - matrix.col_idx[column]);
        }
        return longest;
    }
}
