/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.model;

/**
 * {@link SparseKernel} in single precision: AᵀB by columns of A, and the curvature of softmax. Implementations do the same additions and
 * products in the same order, hence give the same bits. Stateless; no argument is checked.
 */
interface SinglePrecisionKernel {

    /** How many values must follow a dense matrix, so that a register can be filled with its last row. */
    static int tail(int width) {
        return Math.max(0, 8 - width);
    }

    /**
     * Writes rows {@code from} to {@code to} of AᵀB, each summed in the order of the non-zeros of its column.
     *
     * @param columnStart where each column of A starts
     * @param rows row of each non-zero of A
     * @param values value of each non-zero of A
     * @param dense B, row-major, {@code width} values a row, with {@link #tail} values more at its end that don't matter
     * @param width at least 1
     * @param product row-major, {@code width} values a row
     */
    void transposedTimesDense(
            int[] columnStart, int[] rows, float[] values, int from, int to, float[] dense, int width, float[] product);
}
