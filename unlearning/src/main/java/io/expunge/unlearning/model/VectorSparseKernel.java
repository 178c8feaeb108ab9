/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.model;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Four classes an instruction, by the incubating Vector API: load this class only where the module
 * {@code jdk.incubator.vector} is there. Products and sums are rounded one by one (no fused multiply-add), so the bits are
 * those of {@link ScalarSparseKernel}.
 *
 * <p>A width that is no multiple of four needs no padding: the last four classes of a row overlap those before, and what is
 * computed twice is the same twice. Registers of 512 bits were slower or not compiled to registers at all on JDK 17.
 */
final class VectorSparseKernel implements SparseKernel {

    private static final VectorSpecies<Double> FOUR = DoubleVector.SPECIES_256;
    private static final int LANES = 4;
    /** Sums held in registers at once: five of four classes leave room for the factor and the loads. */
    private static final int WIDE = 5 * LANES;

    private final SparseKernel narrow = new ScalarSparseKernel();

    @Override
    public void transposedTimesDense(
            int[] columnStart,
            int[] rows,
            double[] values,
            int from,
            int to,
            double[] dense,
            int width,
            double[] product) {
        if (width < LANES) {
            narrow.transposedTimesDense(columnStart, rows, values, from, to, dense, width, product);
            return;
        }
        int last = width - LANES;
        for (int column = from; column < to; column++) {
            int first = columnStart[column];
            int end = columnStart[column + 1];
            int at = column * width;
            int k = 0;
            for (; k < width - 3 * LANES; k += WIDE) {
                // The last two groups may start beyond the last full one: they are moved back onto it.
                int fourth = Math.min(k + 3 * LANES, last);
                int fifth = Math.min(k + 4 * LANES, last);
                five(rows, values, first, end, dense, width, k, fourth, fifth, product, at);
            }
            for (; k < width; k += 2 * LANES) {
                two(rows, values, first, end, dense, width, Math.min(k, last), Math.min(k + LANES, last), product, at);
            }
        }
    }

    private static void five(
            int[] rows,
            double[] values,
            int first,
            int end,
            double[] dense,
            int width,
            int k,
            int fourth,
            int fifth,
            double[] product,
            int at) {
        DoubleVector sum0 = DoubleVector.zero(FOUR);
        DoubleVector sum1 = sum0;
        DoubleVector sum2 = sum0;
        DoubleVector sum3 = sum0;
        DoubleVector sum4 = sum0;
        for (int j = first; j < end; j++) {
            DoubleVector x = DoubleVector.broadcast(FOUR, values[j]);
            int base = rows[j] * width;
            sum0 = sum0.add(x.mul(DoubleVector.fromArray(FOUR, dense, base + k)));
            sum1 = sum1.add(x.mul(DoubleVector.fromArray(FOUR, dense, base + k + LANES)));
            sum2 = sum2.add(x.mul(DoubleVector.fromArray(FOUR, dense, base + k + 2 * LANES)));
            sum3 = sum3.add(x.mul(DoubleVector.fromArray(FOUR, dense, base + fourth)));
            sum4 = sum4.add(x.mul(DoubleVector.fromArray(FOUR, dense, base + fifth)));
        }
        sum0.intoArray(product, at + k);
        sum1.intoArray(product, at + k + LANES);
        sum2.intoArray(product, at + k + 2 * LANES);
        sum3.intoArray(product, at + fourth);
        sum4.intoArray(product, at + fifth);
    }

    private static void two(
            int[] rows,
            double[] values,
            int first,
            int end,
            double[] dense,
            int width,
            int k,
            int second,
            double[] product,
            int at) {
        DoubleVector sum0 = DoubleVector.zero(FOUR);
        DoubleVector sum1 = sum0;
        for (int j = first; j < end; j++) {
            DoubleVector x = DoubleVector.broadcast(FOUR, values[j]);
            int base = rows[j] * width;
            sum0 = sum0.add(x.mul(DoubleVector.fromArray(FOUR, dense, base + k)));
            sum1 = sum1.add(x.mul(DoubleVector.fromArray(FOUR, dense, base + second)));
        }
        sum0.intoArray(product, at + k);
        sum1.intoArray(product, at + second);
    }
}
