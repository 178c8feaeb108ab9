/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.unlearning.Seeds;
import io.expunge.unlearning.solve.VectorInstructions;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Every kernel gives the bits of three plain loops, for every number of classes and any cut of the columns. */
class SparseKernelTest {

    private static final double UNTOUCHED = 42;

    /** A random sparse matrix, some columns empty, and a dense one. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Product(int[] columnStart, int[] rows, double[] values, double[] dense, int width) {

        static Product random(long seed, int width) {
            SplittableRandom random = new SplittableRandom(seed);
            int[] columnStart = new int[1 + random.nextInt(30)];
            for (int column = 1; column < columnStart.length; column++) {
                columnStart[column] = columnStart[column - 1] + random.nextInt(12);
            }
            int nonZeros = columnStart[columnStart.length - 1];
            int height = 1 + random.nextInt(20);
            return new Product(
                    columnStart,
                    random.ints(nonZeros, 0, height).toArray(),
                    random.doubles(nonZeros, -1, 1).toArray(),
                    random.doubles((long) height * width, -1, 1).toArray(),
                    width);
        }

        int columns() {
            return columnStart.length - 1;
        }

        double[] plainly(int from, int to) {
            double[] product = untouched();
            for (int column = from; column < to; column++) {
                for (int k = 0; k < width; k++) {
                    double sum = 0;
                    for (int j = columnStart[column]; j < columnStart[column + 1]; j++) {
                        sum += values[j] * dense[rows[j] * width + k];
                    }
                    product[column * width + k] = sum;
                }
            }
            return product;
        }

        double[] by(SparseKernel kernel, int from, int to) {
            double[] product = untouched();
            kernel.transposedTimesDense(columnStart, rows, values, from, to, dense, width, product);
            return product;
        }

        private double[] untouched() {
            double[] product = new double[columns() * width];
            Arrays.fill(product, UNTOUCHED);
            return product;
        }
    }

    @Property(seed = Seeds.PROPERTY, tries = 300)
    void theScalarKernelGivesTheBitsOfPlainLoops(@ForAll long seed, @ForAll @IntRange(min = 1, max = 90) int width) {
        agrees(new ScalarSparseKernel(), seed, width);
    }

    @Property(seed = Seeds.PROPERTY, tries = 300)
    void theVectorKernelGivesTheBitsOfPlainLoops(@ForAll long seed, @ForAll @IntRange(min = 1, max = 90) int width) {
        agrees(new VectorSparseKernel(), seed, width);
    }

    private static void agrees(SparseKernel kernel, long seed, int width) {
        Product product = Product.random(seed, width);
        SplittableRandom random = new SplittableRandom(seed);
        int from = random.nextInt(product.columns() + 1);
        int to = from + random.nextInt(product.columns() - from + 1);
        assertThat(product.by(kernel, from, to)).isEqualTo(product.plainly(from, to));
    }

    @Test
    void theVectorKernelIsUsedWhereItIsFast() {
        assertThat(SparseProduct.fastest() instanceof VectorSparseKernel).isEqualTo(VectorInstructions.areFast());
    }
}
