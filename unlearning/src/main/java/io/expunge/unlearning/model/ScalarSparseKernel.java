/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.model;

/**
 * Eight, four or three classes at a time, so that their sums stay in registers over a whole column. Groups at the end of a
 * row overlap those before it: what is computed twice is the same twice, and no row needs padding.
 */
final class ScalarSparseKernel implements SparseKernel {

    @Override
    public void transposedTimesDense(
            int[] columnStart,
            int[] rows,
            double[] values,
            int from,
            int to,
            double[] dense,
            int width,
            double[] product) {
        for (int column = from; column < to; column++) {
            int first = columnStart[column];
            int end = columnStart[column + 1];
            int at = column * width;
            if (width >= 8) {
                for (int k = 0; k < width; k += 8) {
                    eight(rows, values, first, end, dense, width, Math.min(k, width - 8), product, at);
                }
            } else if (width >= 4) {
                four(rows, values, first, end, dense, width, 0, product, at);
                four(rows, values, first, end, dense, width, width - 4, product, at);
            } else if (width >= 2) {
                three(rows, values, first, end, dense, width, product, at);
            } else if (width == 1) {
                product[at] = one(rows, values, first, end, dense);
            }
        }
    }

    private static void eight(
            int[] rows, double[] values, int first, int end, double[] dense, int width, int k, double[] out, int at) {
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
            s0 += x * dense[base];
            s1 += x * dense[base + 1];
            s2 += x * dense[base + 2];
            s3 += x * dense[base + 3];
            s4 += x * dense[base + 4];
            s5 += x * dense[base + 5];
            s6 += x * dense[base + 6];
            s7 += x * dense[base + 7];
        }
        out[at + k] = s0;
        out[at + k + 1] = s1;
        out[at + k + 2] = s2;
        out[at + k + 3] = s3;
        out[at + k + 4] = s4;
        out[at + k + 5] = s5;
        out[at + k + 6] = s6;
        out[at + k + 7] = s7;
    }

    private static void four(
            int[] rows, double[] values, int first, int end, double[] dense, int width, int k, double[] out, int at) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        for (int j = first; j < end; j++) {
            double x = values[j];
            int base = rows[j] * width + k;
            s0 += x * dense[base];
            s1 += x * dense[base + 1];
            s2 += x * dense[base + 2];
            s3 += x * dense[base + 3];
        }
        out[at + k] = s0;
        out[at + k + 1] = s1;
        out[at + k + 2] = s2;
        out[at + k + 3] = s3;
    }

    /** Two or three: the last is computed in either case, and is one of the first two where there are but two. */
    private static void three(
            int[] rows, double[] values, int first, int end, double[] dense, int width, double[] out, int at) {
        int last = width - 1;
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        for (int j = first; j < end; j++) {
            double x = values[j];
            int base = rows[j] * width;
            s0 += x * dense[base];
            s1 += x * dense[base + 1];
            s2 += x * dense[base + last];
        }
        out[at] = s0;
        out[at + 1] = s1;
        out[at + last] = s2;
    }

    private static double one(int[] rows, double[] values, int first, int end, double[] dense) {
        double sum = 0;
        for (int j = first; j < end; j++) {
            sum += values[j] * dense[rows[j]];
        }
        return sum;
    }
}
