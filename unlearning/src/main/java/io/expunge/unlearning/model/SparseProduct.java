/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.model;

import org.ejml.data.DMatrixSparseCSC;

/**
 * The hot loop: AᵀB for sparse A in compressed columns and dense row-major B. Row j of the result belongs to column j of A
 * and is summed in the order of its non-zeros, so any cut of the columns among threads gives the same bits.
 *
 * <p>Classes are taken eight, four and one at a time so that their sums stay in registers over a whole column.
 */
final class SparseProduct {

    private SparseProduct() {}

    /**
     * Writes rows {@code from} to {@code to} of AᵀB.
     *
     * @param a rows × columns
     * @param b rows × width, row-major
     * @param product columns × width, row-major; only the rows asked for are written
     */
    static void transposedTimesDense(DMatrixSparseCSC a, int from, int to, double[] b, int width, double[] product) {
        if (b.length < (long) a.numRows * width || product.length < (long) a.numCols * width || to > a.numCols) {
            throw new IllegalArgumentException("shapes do not fit: " + a.numRows + " × " + a.numCols + ", width "
                    + width + ", buffers of " + b.length + " and " + product.length);
        }
        for (int column = from; column < to; column++) {
            int first = a.col_idx[column];
            int end = a.col_idx[column + 1];
            int k = 0;
            for (; k + 8 <= width; k += 8) {
                eight(a.nz_rows, a.nz_values, first, end, b, width, k, product, column * width + k);
            }
            for (; k + 4 <= width; k += 4) {
                four(a.nz_rows, a.nz_values, first, end, b, width, k, product, column * width + k);
            }
            for (; k < width; k++) {
                product[column * width + k] = one(a.nz_rows, a.nz_values, first, end, b, width, k);
            }
        }
    }

    private static void eight(
            int[] rows, double[] values, int first, int end, double[] b, int width, int k, double[] out, int at) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double s4 = 0;
        double s5 = 0;
        double s6 = 0;
        double s7 = 0;
        for (int j = first; j < end; j++) {
            double x = values[j];
            int base = rows[j] * width + k;
            s0 += x * b[base];
            s1 += x * b[base + 1];
            s2 += x * b[base + 2];
            s3 += x * b[base + 3];
            s4 += x * b[base + 4];
            s5 += x * b[base + 5];
            s6 += x * b[base + 6];
            s7 += x * b[base + 7];
        }
        out[at] = s0;
        out[at + 1] = s1;
        out[at + 2] = s2;
        out[at + 3] = s3;
        out[at + 4] = s4;
        out[at + 5] = s5;
        out[at + 6] = s6;
        out[at + 7] = s7;
    }

    private static void four(
            int[] rows, double[] values, int first, int end, double[] b, int width, int k, double[] out, int at) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        for (int j = first; j < end; j++) {
            double x = values[j];
            int base = rows[j] * width + k;
            s0 += x * b[base];
            s1 += x * b[base + 1];
            s2 += x * b[base + 2];
            s3 += x * b[base + 3];
        }
        out[at] = s0;
        out[at + 1] = s1;
        out[at + 2] = s2;
        out[at + 3] = s3;
    }

    private static double one(int[] rows, double[] values, int first, int end, double[] b, int width, int k) {
        double sum = 0;
        for (int j = first; j < end; j++) {
            sum += values[j] * b[rows[j] * width + k];
        }
        return sum;
    }
}
