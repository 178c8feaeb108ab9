/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.model;

/**
 * Sums of dense rows, the inner loops of {@link SparseProduct}. Implementations do the same additions and products in the
 * same order, hence give the same bits; they differ in how many classes an instruction takes. Stateless.
 */
interface SparseKernel {

    /**
     * Writes rows {@code from} to {@code to} of AᵀB; no argument is checked.
     *
     * @param columnStart where each column of A starts
     * @param rows row of each non-zero of A
     * @param values value of each non-zero of A
     * @param dense B, row-major, {@code width} values a row
     * @param product row-major, {@code width} values a row
     */
    void transposedTimesDense(
            int[] columnStart,
            int[] rows,
            double[] values,
            int from,
            int to,
            double[] dense,
            int width,
            double[] product);
}
