/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.verify;

import io.expunge.unlearning.solve.Workers;
import org.ejml.data.DMatrixSparseCSC;

/**
 * Holds a transposition against the matrix it was made of, by code that shares nothing with whoever made it: for every row of the
 * matrix a sum of 64 bits over its entries, each mixed with its place, which comes out the same in any order. A transposition that
 * lacks an entry, has one twice, at another place or with another value, has another sum but once in 2⁶⁴. Stateless.
 */
final class TransposeCheck {
    private static final int BLOCK = 1024;

    private TransposeCheck() {}

    /**
     * @param matrix rows × columns
     * @param transposed said to be columns × rows of the same
     * @throws IllegalStateException if it is not; nothing may be proved by it
     */
    static void require(DMatrixSparseCSC matrix, DMatrixSparseCSC transposed, Workers workers) {
        boolean fits = transposed.numRows == matrix.numCols
                && transposed.numCols == matrix.numRows
                && transposed.col_idx[transposed.numCols] == matrix.col_idx[matrix.numCols];
        if (!fits || !sameSums(matrix, transposed, workers)) {
            throw new IllegalStateException(
                    "the transposed features are not the features: a defect; nothing was proved");
        }
    }

    private static boolean sameSums(DMatrixSparseCSC matrix, DMatrixSparseCSC transposed, Workers workers) {
        long[] sums = new long[matrix.numRows];
        for (int column = 0; column < matrix.numCols; column++) {
            for (int j = matrix.col_idx[column]; j < matrix.col_idx[column + 1]; j++) {
                sums[matrix.nz_rows[j]] += mixed(column, matrix.nz_values[j]);
            }
        }
        workers.forEachBlock(sums.length, BLOCK, (block, from, to) -> {
            for (int row = from; row < to; row++) {
                for (int j = transposed.col_idx[row]; j < transposed.col_idx[row + 1]; j++) {
                    sums[row] -= mixed(transposed.nz_rows[j], transposed.nz_values[j]);
                }
            }
        });
        long left = 0;
        for (long sum : sums) {
            left |= sum;
        }
        return left == 0;
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014) over place and value. */
    private static long mixed(int place, double value) {
        long bits = Double.doubleToRawLongBits(value) + (place + 1) * 0x9e3779b97f4a7c15L;
        bits = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        bits = (bits ^ (bits >>> 27)) * 0x94d049bb133111ebL;
        return bits ^ (bits >>> 31);
    }
}
