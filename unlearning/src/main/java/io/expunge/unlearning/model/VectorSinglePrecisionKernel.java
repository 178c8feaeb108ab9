/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.model;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link SinglePrecisionKernel} by the incubating Vector API: load this class only where the module is there. Eight classes a
 * register; the last registers of a row overlap those before, and what is computed twice is the same twice.
 *
 * <p>Rows of fewer than eight classes fill a register with what follows them, too. Registers of 128 bits would suit them better, but
 * once a program uses two sizes, the compiler no longer knows which one a call in the shared code of the Vector API means, boxes
 * every sum, and all kernels take two to five times as long.
 */
final class VectorSinglePrecisionKernel implements SinglePrecisionKernel {

    private static final VectorSpecies<Float> EIGHT = FloatVector.SPECIES_256;
    private static final int LANES = 8;

    @Override
    public void transposedTimesDense(
            int[] columnStart,
            int[] rows,
            float[] values,
            int from,
            int to,
            float[] dense,
            int width,
            float[] product) {
        if (width < LANES) {
            narrow(columnStart, rows, values, from, to, dense, width, product);
            return;
        }
        int last = width - LANES;
        for (int column = from; column < to; column++) {
            int first = columnStart[column];
            int end = columnStart[column + 1];
            int at = column * width;
            int k = 0;
            for (; k < width - 2 * LANES; k += 3 * LANES) {
                int second = Math.min(k + LANES, last);
                int third = Math.min(k + 2 * LANES, last);
                three(rows, values, first, end, dense, width, k, second, third, product, at);
            }
            if (k < width - LANES) {
                two(rows, values, first, end, dense, width, k, last, product, at);
            } else if (k < width) {
                one(rows, values, first, end, dense, width, last, product, at);
            }
        }
    }

    /** Fills a register with a row and what follows it, which is summed in vain and overwritten by the next row's sums. */
    private static void narrow(
            int[] columnStart,
            int[] rows,
            float[] values,
            int from,
            int to,
            float[] dense,
            int width,
            float[] product) {
        float[] spilling = new float[LANES];
        for (int column = from; column < to; column++) {
            int at = column * width;
            if (at + LANES <= to * width) {
                one(rows, values, columnStart[column], columnStart[column + 1], dense, width, 0, product, at);
            } else {
                one(rows, values, columnStart[column], columnStart[column + 1], dense, width, 0, spilling, 0);
                System.arraycopy(spilling, 0, product, at, width);
            }
        }
    }

    private static void one(
            int[] rows, float[] values, int first, int end, float[] dense, int width, int k0, float[] out, int at) {
        FloatVector sum0 = FloatVector.zero(EIGHT);
        for (int j = first; j < end; j++) {
            FloatVector x = FloatVector.broadcast(EIGHT, values[j]);
            int base = rows[j] * width;
            sum0 = sum0.add(x.mul(FloatVector.fromArray(EIGHT, dense, base + k0)));
        }
        sum0.intoArray(out, at + k0);
    }

    private static void two(
            int[] rows,
            float[] values,
            int first,
            int end,
            float[] dense,
            int width,
            int k0,
            int k1,
            float[] out,
            int at) {
        FloatVector sum0 = FloatVector.zero(EIGHT);
        FloatVector sum1 = sum0;
        for (int j = first; j < end; j++) {
            FloatVector x = FloatVector.broadcast(EIGHT, values[j]);
            int base = rows[j] * width;
            sum0 = sum0.add(x.mul(FloatVector.fromArray(EIGHT, dense, base + k0)));
            sum1 = sum1.add(x.mul(FloatVector.fromArray(EIGHT, dense, base + k1)));
        }
        sum0.intoArray(out, at + k0);
        sum1.intoArray(out, at + k1);
    }

    private static void three(
            int[] rows,
            float[] values,
            int first,
            int end,
            float[] dense,
            int width,
            int k0,
            int k1,
            int k2,
            float[] out,
            int at) {
        FloatVector sum0 = FloatVector.zero(EIGHT);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        for (int j = first; j < end; j++) {
            FloatVector x = FloatVector.broadcast(EIGHT, values[j]);
            int base = rows[j] * width;
            sum0 = sum0.add(x.mul(FloatVector.fromArray(EIGHT, dense, base + k0)));
            sum1 = sum1.add(x.mul(FloatVector.fromArray(EIGHT, dense, base + k1)));
            sum2 = sum2.add(x.mul(FloatVector.fromArray(EIGHT, dense, base + k2)));
        }
        sum0.intoArray(out, at + k0);
        sum1.intoArray(out, at + k1);
        sum2.intoArray(out, at + k2);
    }
}
