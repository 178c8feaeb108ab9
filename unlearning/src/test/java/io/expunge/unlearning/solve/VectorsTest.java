/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.expunge.unlearning.Seeds;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class VectorsTest {

    @Property(seed = Seeds.PROPERTY, tries = 20)
    void sumsHaveTheSameBitsForAnyNumberOfThreads(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 100_000) int length) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] a = random.doubles(length, -1, 1).toArray();
        double[] b = random.doubles(length, -1, 1).toArray();
        double plain = 0;
        for (int i = 0; i < length; i++) {
            plain += a[i] * b[i];
        }
        double one = dot(1, a, b);
        assertThat(one).isCloseTo(plain, within(1e-9));
        assertThat(dot(2, a, b)).isEqualTo(one);
        assertThat(dot(3, a, b)).isEqualTo(one);
    }

    private static double dot(int parallelism, double[] a, double[] b) {
        try (Workers workers = new Workers(parallelism)) {
            return new Vectors(workers).dot(a, b);
        }
    }

    @Test
    void aFailureInAHelperReachesTheCaller() {
        try (Workers workers = new Workers(3)) {
            assertThatThrownBy(() -> workers.forEachBlock(1000, 1, (block, from, to) -> {
                        if (from == 500) {
                            throw new IllegalStateException("planted");
                        }
                    }))
                    .hasStackTraceContaining("planted");
        }
    }

    @Test
    void refusesVectorsOfDifferentLength() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> dot(1, new double[2], new double[3]))
                .withMessageContaining("2 and 3");
    }
}
