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

    /**
     * Writes rows {@code from} to {@code to} of AᵀB, each summed in the order of the non-zeros of its column.
     *
     * @param columnStart where each column of A starts
     * @param rows row of each non-zero of A
     * @param values value of each non-zero of A
     * @param dense B, row-major, {@code width} values a row
     * @param width at least 8
     * @param product row-major, {@code width} values a row
     */
    void transposedTimesDense(
            int[] columnStart, int[] rows, float[] values, int from, int to, float[] dense, int width, float[] product);
}
