/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.perturbation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.unlearning.Seeds;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.features.Vectoriser;
import io.expunge.unlearning.model.LabelSpace;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.verify.Check;
import io.expunge.unlearning.verify.CheckOutcome;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.ejml.data.DMatrixRMaj;

/** Noise of the promised size passes, any other fails, for models of very different size. */
class NoiseScaleTest {
    private static final IndistinguishabilityTarget TARGET = new IndistinguishabilityTarget(3e-4, 1, 1e-6);
    private static final int CLASSES = 4;

    private static TrainedModel model(int terms, double[] weights) {
        List<String> names = IntStream.range(0, terms)
                .mapToObj(i -> "term" + (1_000_000 + i))
                .toList();
        double[] idf = new double[terms];
        Arrays.fill(idf, 1);
        return new TrainedModel(
                Vectoriser.of(Analysis.standard(), names, idf),
                new LabelSpace(List.of("a", "b", "c", "d")),
                DMatrixRMaj.wrap(terms, CLASSES, rounded(weights)));
    }

    private static double[] rounded(double[] weights) {
        return Arrays.stream(weights).map(weight -> (float) weight).toArray();
    }

    private static Check check(int terms, long seed, double share) {
        Random random = new Random(seed);
        double[] bare = random.doubles(terms * CLASSES, -3, 3).toArray();
        double[] noisy = bare.clone();
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] += share * TARGET.standardDeviation() * random.nextGaussian();
        }
        return NoiseScale.check(model(terms, noisy), model(terms, bare), TARGET);
    }

    /** Each try fails with a probability of 1e-6, so all of them with less than 1e-4. */
    @Property(tries = 60, seed = Seeds.PROPERTY)
    void noiseOfThePromisedSizePasses(@ForAll @IntRange(min = 5, max = 3000) int terms, @ForAll long seed) {
        assertThat(check(terms, seed, 1).outcome()).isEqualTo(CheckOutcome.PASSED);
    }

    /** A quarter more or less shows where there are 400 weights or more: ten standard deviations of the statistic. */
    @Property(tries = 40, seed = Seeds.PROPERTY)
    void otherNoiseFails(@ForAll @IntRange(min = 400, max = 3000) int terms, @ForAll long seed) {
        for (double share : new double[] {0, 0.75, 1.25, 3}) {
            assertThat(check(terms, seed, share).outcome()).isEqualTo(CheckOutcome.FAILED);
        }
    }

    @Example
    void manyWeightsAreJudgedToAHundredth() {
        int terms = 60_000;
        assertThat(check(terms, Seeds.EXAMPLE, 1).outcome()).isEqualTo(CheckOutcome.PASSED);
        assertThat(check(terms, Seeds.EXAMPLE, 1.01).outcome()).isEqualTo(CheckOutcome.FAILED);
        assertThat(check(terms, Seeds.EXAMPLE, 0.99).outcome()).isEqualTo(CheckOutcome.FAILED);
    }

    @Example
    void modelsOfDifferentShapeAreRefused() {
        assertThatThrownBy(() -> NoiseScale.check(model(2, new double[8]), model(3, new double[12]), TARGET))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 x 4")
                .hasMessageContaining("3 x 4");
    }
}
