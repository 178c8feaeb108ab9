/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

/**
 * The vector steps of conjugate gradients on floats, each one sweep over memory. Sums run in the same order always: eight
 * lanes in a block of {@value #BLOCK}, the lanes of a block and then the blocks added in double from first to last. Blocks are
 * short so that what the lanes round away stays below a part in ten thousand.
 *
 * <p>Not thread-safe; all buffers belong to the caller.
 */
public final class SinglePrecisionVectors {

    /** Entries that are summed in single precision before their sum is taken to double. */
    public static final int BLOCK = 1 << 12;

    /** A second thread is worth waking for this many entries. */
    private static final int SMALL = 16 * BLOCK;

    private static final SinglePrecisionArithmetic ARITHMETIC = fastest();

    private final Workers workers;

    public SinglePrecisionVectors(Workers workers) {
        this.workers = workers;
    }

    static SinglePrecisionArithmetic fastest() {
        return VectorInstructions.areFast() ? new VectorArithmetic() : new ScalarArithmetic();
    }

    /** ⟨a, b⟩. */
    public double dot(float[] a, float[] b) {
        return sumOverBlocks(a.length, (from, to) -> ARITHMETIC.dot(a, b, from, to));
    }

    /** ⟨a, b⟩ over the entries from {@code from} to {@code to}, by blocks counted from there; for callers with threads of their own. */
    public static double dot(float[] a, float[] b, int from, int to) {
        double sum = 0;
        for (int start = from; start < to; start += BLOCK) {
            sum += ARITHMETIC.dot(a, b, start, Math.min(start + BLOCK, to));
        }
        return sum;
    }

    /** solution ← solution + step·direction, residual ← residual − step·product; returns ⟨residual, residual⟩. */
    double advance(float step, float[] direction, float[] product, float[] solution, float[] residual) {
        return sumOverBlocks(
                direction.length,
                (from, to) -> ARITHMETIC.advance(step, direction, product, solution, residual, from, to));
    }

    /** y ← x + βy. */
    void scaleAndAdd(float[] x, float beta, float[] y) {
        sumOverBlocks(x.length, (from, to) -> {
            ARITHMETIC.scaleAndAdd(x, beta, y, from, to);
            return 0;
        });
    }

    @FunctionalInterface
    private interface BlockSum {
        double of(int from, int to);
    }

    private double sumOverBlocks(int length, BlockSum task) {
        double[] partial = new double[Workers.blocks(length, BLOCK)];
        if (length > SMALL) {
            workers.forEachBlock(length, BLOCK, (block, from, to) -> partial[block] = task.of(from, to));
        } else {
            for (int block = 0; block < partial.length; block++) {
                partial[block] = task.of(block * BLOCK, Math.min((block + 1) * BLOCK, length));
            }
        }
        double sum = 0;
        for (double part : partial) {
            sum += part;
        }
        return sum;
    }
}
