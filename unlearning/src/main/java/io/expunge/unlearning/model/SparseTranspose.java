/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.model;

import io.expunge.unlearning.solve.Workers;
import org.ejml.data.DMatrixSparseCSC;

/** The transpose of a sparse matrix, by counting and filling in parts on several threads. Stateless. */
public final class SparseTranspose {

    /** Parts the columns are cut into; the result doesn't depend on it. */
    private static final int PARTS = 4;

    private SparseTranspose() {}

    /**
     * Transposes.
     *
     * @param matrix rows × columns
     * @return columns × rows; inside a column, entries stand in the order of the matrix's columns
     */
    public static DMatrixSparseCSC of(DMatrixSparseCSC matrix, Workers workers) {
        int[][] next = new int[PARTS][matrix.numRows];
        workers.forEachBlock(PARTS, 1, (part, from, to) -> count(matrix, part, next[part]));
        DMatrixSparseCSC transposed = new DMatrixSparseCSC(matrix.numCols, matrix.numRows, matrix.nz_length);
        int filled = 0;
        for (int row = 0; row < matrix.numRows; row++) {
            for (int[] places : next) {
                int entries = places[row];
                places[row] = filled;
                filled += entries;
            }
            transposed.col_idx[row + 1] = filled;
        }
        workers.forEachBlock(PARTS, 1, (part, from, to) -> fill(matrix, part, next[part], transposed));
        transposed.nz_length = filled;
        transposed.indicesSorted = true;
        return transposed;
    }

    private static int firstColumn(DMatrixSparseCSC matrix, int part) {
        return (int) ((long) matrix.numCols * part / PARTS);
    }

    private static void count(DMatrixSparseCSC matrix, int part, int[] entries) {
        int end = matrix.col_idx[firstColumn(matrix, part + 1)];
        for (int j = matrix.col_idx[firstColumn(matrix, part)]; j < end; j++) {
            entries[matrix.nz_rows[j]]++;
        }
    }

    private static void fill(DMatrixSparseCSC matrix, int part, int[] next, DMatrixSparseCSC transposed) {
        for (int column = firstColumn(matrix, part); column < firstColumn(matrix, part + 1); column++) {
            for (int j = matrix.col_idx[column]; j < matrix.col_idx[column + 1]; j++) {
                int place = next[matrix.nz_rows[j]]++;
                transposed.nz_rows[place] = column;
                transposed.nz_values[place] = matrix.nz_values[j];
            }
        }
    }
}
