/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.attack;

import org.ejml.data.DMatrixSparseCSC;

/** Some columns of a sparse matrix. */
final class Columns {

    private Columns() {}

    static DMatrixSparseCSC select(DMatrixSparseCSC matrix, int[] columns) {
        int length = 0;
        for (int column : columns) {
            length += matrix.col_idx[column + 1] - matrix.col_idx[column];
        }
        DMatrixSparseCSC selected = new DMatrixSparseCSC(matrix.numRows, columns.length, length);
        int at = 0;
        for (int i = 0; i < columns.length; i++) {
            int from = matrix.col_idx[columns[i]];
            int entries = matrix.col_idx[columns[i] + 1] - from;
            System.arraycopy(matrix.nz_rows, from, selected.nz_rows, at, entries);
            System.arraycopy(matrix.nz_values, from, selected.nz_values, at, entries);
            at += entries;
            selected.col_idx[i + 1] = at;
        }
        selected.nz_length = at;
        selected.indicesSorted = true;
        return selected;
    }
}
