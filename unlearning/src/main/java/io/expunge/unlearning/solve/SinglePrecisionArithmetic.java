/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

/**
 * The inner loops of {@link SinglePrecisionVectors} over one block of entries. Implementations round every product and every sum, in
 * the same eight lanes, so that they give the same bits. Stateless.
 */
interface SinglePrecisionArithmetic {

    /** Entry i of a block, counted from its first, belongs to lane i mod 8; what no full group of eight holds, to lane 0. */
    int LANES = 8;

    /** ⟨a, b⟩ over the block. */
    double dot(float[] a, float[] b, int from, int to);

    /** solution ← solution + step·direction, residual ← residual − step·product; returns ⟨residual, residual⟩ of the block. */
    double advance(
            float step, float[] direction, float[] product, float[] solution, float[] residual, int from, int to);

    /** y ← x + βy over the block. */
    default void scaleAndAdd(float[] x, float beta, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = x[i] + beta * y[i];
        }
    }

    /** The lanes' sums, added in double from first to last. */
    static double total(float[] lanes) {
        double sum = 0;
        for (float lane : lanes) {
            sum += lane;
        }
        return sum;
    }
}
