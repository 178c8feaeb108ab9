/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.model;

/** {@link SinglePrecisionKernel} in plain Java: four classes at a time, the last four of a row overlapping those before. */
final class ScalarSinglePrecisionKernel implements SinglePrecisionKernel {

    private static final int LANES = 4;

    @Override
    public void transposedTimesDense(
            int[] columnStart,
            int[] rows,
            float[] values,
            int from,
            int to,
            float[] dense,
            int width,
            float[] product) {
        for (int column = from; column < to; column++) {
            int first = columnStart[column];
            int end = columnStart[column + 1];
            for (int k = 0; k < width && width < LANES; k++) {
                product[column * width + k] = one(rows, values, first, end, dense, width, k);
            }
            for (int k = 0; k < width && width >= LANES; k += LANES) {
                int group = Math.min(k, width - LANES);
                four(rows, values, first, end, dense, width, group, product, column * width + group);
            }
        }
    }

    private static float one(int[] rows, float[] values, int first, int end, float[] dense, int width, int k) {
        float sum = 0;
        for (int j = first; j < end; j++) {
            sum += values[j] * dense[rows[j] * width + k];
        }
        return sum;
    }

    private static void four(
            int[] rows, float[] values, int first, int end, float[] dense, int width, int k, float[] out, int at) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        for (int j = first; j < end; j++) {
            float x = values[j];
            int base = rows[j] * width + k;
            s0 += x * dense[base];
            s1 += x * dense[base + 1];
            s2 += x * dense[base + 2];
            s3 += x * dense[base + 3];
        }
        out[at] = s0;
        out[at + 1] = s1;
        out[at + 2] = s2;
        out[at + 3] = s3;
    }
}
