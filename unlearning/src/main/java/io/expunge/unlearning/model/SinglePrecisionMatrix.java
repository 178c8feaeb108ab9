/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.model;

import io.expunge.unlearning.solve.VectorInstructions;
import io.expunge.unlearning.solve.Workers;
import java.util.Arrays;
import org.ejml.data.DMatrixSparseCSC;

/**
 * A sparse matrix in compressed columns and single precision, its columns in the order of their length, longest first. Columns of one
 * length follow one another, so that the processor foresees where a sum ends: with three classes, when a sum of twenty products takes as
 * long as one wrong guess, that halves the time. Immutable but for its use of the workers' threads.
 */
final class SinglePrecisionMatrix {

    /** Cells of a block that a thread takes at a time: non-zeros times width. */
    private static final int BLOCK_CELLS = 1 << 15;

    private static final SinglePrecisionKernel KERNEL = fastest();

    private final int[] columnStart;
    private final int[] rows;
    private final float[] values;
    private final int[] blockStart;
    private final int width;
    private final Workers workers;

    /** What is done with the rows of a product that a block of columns has just made, while they are in the cache. */
    @FunctionalInterface
    interface Afterwards {
        void run(int block, int from, int to);
    }

    /**
     * @param matrix rows × columns, copied
     * @param columnOrder for each new column its number in the matrix
     * @param rowRank for each row of the matrix its new number
     * @param width of the dense matrices it'll be multiplied with
     */
    SinglePrecisionMatrix(DMatrixSparseCSC matrix, int[] columnOrder, int[] rowRank, int width, Workers workers) {
        this.width = width;
        this.workers = workers;
        this.columnStart = new int[columnOrder.length + 1];
        for (int column = 0; column < columnOrder.length; column++) {
            columnStart[column + 1] = columnStart[column] + length(matrix, columnOrder[column]);
        }
        this.rows = new int[matrix.nz_length];
        this.values = new float[matrix.nz_length];
        this.blockStart = blocks();
        forEachBlock((block, from, to) -> {
            for (int column = from; column < to; column++) {
                int source = matrix.col_idx[columnOrder[column]];
                for (int j = columnStart[column]; j < columnStart[column + 1]; j++) {
                    rows[j] = rowRank[matrix.nz_rows[source]];
                    values[j] = (float) matrix.nz_values[source++];
                }
            }
        });
    }

    static SinglePrecisionKernel fastest() {
        return VectorInstructions.areFast() ? new VectorSinglePrecisionKernel() : new ScalarSinglePrecisionKernel();
    }

    private static int length(DMatrixSparseCSC matrix, int column) {
        return matrix.col_idx[column + 1] - matrix.col_idx[column];
    }

    /** The columns of a matrix from the longest to the shortest, equals in their order. */
    static int[] longestFirst(DMatrixSparseCSC matrix) {
        int longest = 0;
        for (int column = 0; column < matrix.numCols; column++) {
            longest = Math.max(longest, length(matrix, column));
        }
        int[] next = new int[longest + 2];
        for (int column = 0; column < matrix.numCols; column++) {
            next[longest - length(matrix, column) + 1]++;
        }
        for (int i = 1; i < next.length; i++) {
            next[i] += next[i - 1];
        }
        int[] order = new int[matrix.numCols];
        for (int column = 0; column < matrix.numCols; column++) {
            order[next[longest - length(matrix, column)]++] = column;
        }
        return order;
    }

    /** For each number its place in an order. */
    static int[] ranks(int[] order) {
        int[] ranks = new int[order.length];
        for (int place = 0; place < order.length; place++) {
            ranks[order[place]] = place;
        }
        return ranks;
    }

    /** Cuts columns into blocks of about equal work, by the matrix and the width alone. */
    private int[] blocks() {
        int[] starts = new int[columnStart.length];
        int blocks = 0;
        long cells = 0;
        for (int column = 0; column < columnStart.length - 1; column++) {
            cells += (columnStart[column + 1] - columnStart[column] + 1L) * width;
            if (cells >= BLOCK_CELLS || column == columnStart.length - 2) {
                starts[++blocks] = column + 1;
                cells = 0;
            }
        }
        return Arrays.copyOf(starts, blocks + 1);
    }

    int blockCount() {
        return blockStart.length - 1;
    }

    private void forEachBlock(Afterwards task) {
        workers.forEachBlock(
                blockCount(), 1, (block, first, end) -> task.run(block, blockStart[block], blockStart[block + 1]));
    }

    /** product ← AᵀB, block by block, each followed by what is to be done with its rows. */
    void transposedTimesDense(float[] dense, float[] product, Afterwards afterwards) {
        forEachBlock((block, from, to) -> {
            KERNEL.transposedTimesDense(columnStart, rows, values, from, to, dense, width, product);
            afterwards.run(block, from, to);
        });
    }
}
