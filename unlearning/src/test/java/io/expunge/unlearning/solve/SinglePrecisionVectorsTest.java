/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.expunge.unlearning.Seeds;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SinglePrecisionVectorsTest {

    private static float[] floats(SplittableRandom random, int length) {
        float[] floats = new float[length];
        for (int i = 0; i < length; i++) {
            floats[i] = (float) random.nextDouble(-1, 1);
        }
        return floats;
    }

    @Property(seed = Seeds.PROPERTY, tries = 100)
    void scalarAndVectorArithmeticGiveTheSameBits(
            @ForAll long seed, @ForAll @IntRange(max = 100) int length, @ForAll @IntRange(max = 9) int from) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] direction = floats(random, from + length);
        float[] product = floats(random, from + length);
        float[] start = floats(random, from + length);
        float[][] solutions = new float[2][];
        float[][] residuals = new float[2][];
        double[] sums = new double[2];
        double[] dots = new double[2];
        SinglePrecisionArithmetic[] twins = {new ScalarArithmetic(), new VectorArithmetic()};
        for (int i = 0; i < 2; i++) {
            solutions[i] = start.clone();
            residuals[i] = product.clone();
            sums[i] = twins[i].advance(0.3f, direction, product, solutions[i], residuals[i], from, from + length);
            dots[i] = twins[i].dot(direction, product, from, from + length);
        }
        assertThat(solutions[1]).isEqualTo(solutions[0]);
        assertThat(residuals[1]).isEqualTo(residuals[0]);
        assertThat(sums[1]).isEqualTo(sums[0]);
        assertThat(dots[1]).isEqualTo(dots[0]);
    }

    @Property(seed = Seeds.PROPERTY, tries = 15)
    void stepsAreTheSameBitsForAnyNumberOfThreads(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 200_000) int length) {
        float[][] directions = new float[3][];
        double[] squares = new double[3];
        for (int parallelism = 1; parallelism <= 3; parallelism++) {
            SplittableRandom random = new SplittableRandom(seed);
            float[] direction = floats(random, length);
            float[] product = floats(random, length);
            float[] residual = floats(random, length);
            try (Workers workers = new Workers(parallelism)) {
                SinglePrecisionVectors vectors = new SinglePrecisionVectors(workers);
                squares[parallelism - 1] = vectors.advance(0.7f, direction, product, new float[length], residual);
                assertThat(squares[parallelism - 1]).isEqualTo(vectors.dot(residual, residual));
                vectors.scaleAndAdd(residual, 0.5f, direction);
            }
            directions[parallelism - 1] = direction;
        }
        assertThat(directions[1]).isEqualTo(directions[0]);
        assertThat(directions[2]).isEqualTo(directions[0]);
        assertThat(squares).containsOnly(squares[0]);
    }

    @Test
    void innerProductsAreNearThoseInDouble() {
        SplittableRandom random = new SplittableRandom(Seeds.EXAMPLE);
        float[] a = floats(random, 300_000);
        double expected = 0;
        for (float entry : a) {
            expected += (double) entry * entry;
        }
        assertThat(SinglePrecisionVectors.dot(a, a, 0, a.length)).isCloseTo(expected, within(1e-6 * expected));
    }
}
