/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.model;

import io.expunge.unlearning.solve.VectorInstructions;
import org.ejml.data.DMatrixSparseCSC;

/**
 * The hot loop: AᵀB for sparse A in compressed columns and dense row-major B. Row j of the result belongs to column j of A
 * and is summed in the order of its non-zeros, so any cut of the columns among threads gives the same bits.
 */
final class SparseProduct {

    private static final SparseKernel KERNEL = fastest();

    private SparseProduct() {}

    /** The vector kernel where Java was started with its module and the processor has registers for it. */
    static SparseKernel fastest() {
        return VectorInstructions.areFast() ? new VectorSparseKernel() : new ScalarSparseKernel();
    }

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
        KERNEL.transposedTimesDense(a.col_idx, a.nz_rows, a.nz_values, from, to, b, width, product);
    }
}
