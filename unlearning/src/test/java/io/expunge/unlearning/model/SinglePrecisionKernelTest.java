/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.unlearning.Seeds;
import io.expunge.unlearning.solve.VectorInstructions;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Both kernels in single precision give the bits of three plain loops, and write what they were asked to write, no more. */
class SinglePrecisionKernelTest {

    private static final int COLUMNS = 25;
    private static final int HEIGHT = 14;

    @Property(seed = Seeds.PROPERTY, tries = 200)
    void kernelsGiveTheBitsOfPlainLoops(@ForAll long seed, @ForAll @IntRange(min = 1, max = 90) int width) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] columnStart = new int[COLUMNS + 1];
        for (int column = 1; column <= COLUMNS; column++) {
            columnStart[column] = columnStart[column - 1] + random.nextInt(12);
        }
        int[] rows = random.ints(columnStart[COLUMNS], 0, HEIGHT).toArray();
        float[] values = floats(random, rows.length);
        float[] dense = floats(random, HEIGHT * width + SinglePrecisionKernel.tail(width));
        int from = random.nextInt(COLUMNS + 1);
        int to = from + random.nextInt(COLUMNS - from + 1);
        float[] expected = new float[COLUMNS * width];
        for (int column = from; column < to; column++) {
            for (int j = columnStart[column]; j < columnStart[column + 1]; j++) {
                for (int k = 0; k < width; k++) {
                    expected[column * width + k] += values[j] * dense[rows[j] * width + k];
                }
            }
        }
        for (SinglePrecisionKernel kernel :
                new SinglePrecisionKernel[] {new ScalarSinglePrecisionKernel(), new VectorSinglePrecisionKernel()}) {
            float[] product = new float[COLUMNS * width];
            kernel.transposedTimesDense(columnStart, rows, values, from, to, dense, width, product);
            assertThat(product).isEqualTo(expected);
        }
    }

    private static float[] floats(SplittableRandom random, int length) {
        float[] floats = new float[length];
        for (int i = 0; i < length; i++) {
            floats[i] = (float) random.nextDouble(-1, 1);
        }
        return floats;
    }

    @Test
    void theVectorKernelIsUsedWhereItIsFast() {
        assertThat(SinglePrecisionMatrix.fastest() instanceof VectorSinglePrecisionKernel)
                .isEqualTo(VectorInstructions.areFast());
    }
}
