/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.expunge.unlearning.Seeds;
import io.expunge.unlearning.features.Vectoriser;
import io.expunge.unlearning.solve.Objective;
import io.expunge.unlearning.solve.SinglePrecisionHessian;
import io.expunge.unlearning.solve.Workers;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.ejml.data.DMatrixSparseCSC;
import org.ejml.sparse.csc.CommonOps_DSCC;
import org.junit.jupiter.api.Test;

class SoftmaxObjectiveTest {

    private static final double LAMBDA = 0.1;

    private static SoftmaxObjective objective(long seed, int documents, int classes, int parallelism) {
        TrainingSet set = TinyCorpus.generate(seed, documents, classes, 12);
        DMatrixSparseCSC features =
                Vectoriser.fit(TinyCorpus.ANALYSIS, set.counts()).transform(set.counts());
        return new SoftmaxObjective(features, set.labels(), classes, LAMBDA, new Workers(parallelism));
    }

    private static double[] vector(SplittableRandom random, int length) {
        return random.doubles(length, -1, 1).toArray();
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[] plus(double[] a, double step, double[] b) {
        double[] sum = a.clone();
        for (int i = 0; i < a.length; i++) {
            sum[i] += step * b[i];
        }
        return sum;
    }

    @Property(seed = Seeds.PROPERTY, tries = 25)
    void productsWithTheDataAndItsTransposeAreAdjoint(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int width = 1 + random.nextInt(21);
        TrainingSet set = TinyCorpus.generate(seed, 40, 3, 12);
        DMatrixSparseCSC x = Vectoriser.fit(TinyCorpus.ANALYSIS, set.counts()).transform(set.counts());
        double[] v = vector(random, x.numRows * width);
        double[] u = vector(random, x.numCols * width);
        double[] xv = new double[u.length];
        double[] xu = new double[v.length];
        SparseProduct.transposedTimesDense(x, 0, x.numCols, v, width, xv);
        SparseProduct.transposedTimesDense(CommonOps_DSCC.transpose(x, null, null), 0, x.numRows, u, width, xu);
        assertThat(dot(xv, u)).isCloseTo(dot(v, xu), within(1e-10));
        assertThat(dot(xv, xv)).isGreaterThan(0);
    }

    @Property(seed = Seeds.PROPERTY, tries = 25)
    void theGradientIsTheSlopeOfTheValue(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SoftmaxObjective objective = objective(seed, 30, 4, 1);
        double[] w = vector(random, objective.dimension());
        double[] d = vector(random, objective.dimension());
        double[] gradient = new double[w.length];
        objective.startAt(w).gradient(gradient);
        double h = 1e-5;
        double difference = (objective.startAt(plus(w, h, d)).value()
                        - objective.startAt(plus(w, -h, d)).value())
                / (2 * h);
        assertThat(difference).isCloseTo(dot(gradient, d), within(1e-6 * (1 + Math.abs(difference))));
    }

    @Property(seed = Seeds.PROPERTY, tries = 25)
    void theHessianVectorProductIsTheSlopeOfTheGradient(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SoftmaxObjective objective = objective(seed, 30, 4, 1);
        double[] w = vector(random, objective.dimension());
        double[] v = vector(random, w.length);
        double[] product = new double[w.length];
        double[] above = new double[w.length];
        double[] below = new double[w.length];
        double h = 1e-5;
        objective.startAt(w).hessianVectorProduct(v, product);
        objective.startAt(plus(w, h, v)).gradient(above);
        objective.startAt(plus(w, -h, v)).gradient(below);
        for (int i = 0; i < w.length; i++) {
            assertThat((above[i] - below[i]) / (2 * h)).isCloseTo(product[i], within(1e-7));
        }
    }

    @Property(seed = Seeds.PROPERTY, tries = 25)
    void theHessianIsSymmetricAndAtLeastLambda(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SoftmaxObjective objective = objective(seed, 30, 5, 1);
        Objective.Iterate iterate = objective.startAt(vector(random, objective.dimension()));
        double[] v = vector(random, objective.dimension());
        double[] u = vector(random, objective.dimension());
        double[] hv = new double[v.length];
        double[] hu = new double[v.length];
        iterate.hessianVectorProduct(v, hv);
        iterate.hessianVectorProduct(u, hu);
        assertThat(dot(hv, u)).isCloseTo(dot(v, hu), within(1e-10));
        assertThat(dot(v, hv)).isGreaterThanOrEqualTo(LAMBDA * dot(v, v) * (1 - 1e-12));
    }

    @Property(seed = Seeds.PROPERTY, tries = 25)
    void theHessianInSinglePrecisionIsTheOneInDoubleRounded(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 20) int classes) {
        SplittableRandom random = new SplittableRandom(seed);
        SoftmaxObjective objective = objective(seed, 60, classes, 2);
        Objective.Iterate iterate = objective.startAt(vector(random, objective.dimension()));
        double[] v = vector(random, objective.dimension());
        double[] exact = new double[v.length];
        iterate.hessianVectorProduct(v, exact);
        SinglePrecisionHessian hessian = iterate.singlePrecisionHessian().orElseThrow();
        float[] single = new float[hessian.dimension()];
        float[] product = new float[hessian.dimension()];
        double[] back = new double[v.length];
        hessian.toSingle(2, v, single);
        double curvature = hessian.apply(single, product);
        hessian.toDouble(0.5, product, back);
        assertThat(plus(back, -1, exact)).usingComparatorWithPrecision(1e-5).containsOnly(0.0);
        assertThat(curvature).isCloseTo(4 * dot(v, exact), within(1e-5 * (1 + dot(v, exact))));
    }

    @Test
    void theHessianInSinglePrecisionFollowsThePointAndCountsItsPasses() {
        SoftmaxObjective objective = objective(Seeds.EXAMPLE, 60, 4, 1);
        double[] w = vector(new SplittableRandom(Seeds.EXAMPLE), objective.dimension());
        Objective.Iterate iterate = objective.startAt(w);
        float[][] products = new float[2][];
        for (int point = 0; point < 2; point++) {
            SinglePrecisionHessian hessian = iterate.singlePrecisionHessian().orElseThrow();
            float[] vector = new float[hessian.dimension()];
            hessian.toSingle(1, w, vector);
            products[point] = new float[hessian.dimension()];
            hessian.apply(vector, products[point]);
            iterate.along(w).moveTo(1);
        }
        assertThat(products[1]).isNotEqualTo(products[0]);
        assertThat(objective.passes()).isEqualTo(0.5 + 2 * (1 + 0.5));
    }

    @Property(seed = Seeds.PROPERTY, tries = 25)
    void aLineAgreesWithPointsMadeAfresh(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SoftmaxObjective objective = objective(seed, 30, 3, 1);
        double[] w = vector(random, objective.dimension());
        double[] d = vector(random, objective.dimension());
        double step = random.nextDouble(0.01, 3);
        Objective.Iterate moved = objective.startAt(w);
        Objective.Line line = moved.along(d);
        Objective.LineValue seen = line.at(step);
        line.at(2 * step);
        line.moveTo(step);
        Objective.Iterate fresh = objective.startAt(plus(w, step, d));
        double[] gradientMoved = new double[w.length];
        double[] gradientFresh = new double[w.length];
        moved.gradient(gradientMoved);
        fresh.gradient(gradientFresh);
        assertThat(seen.value()).isCloseTo(fresh.value(), within(1e-9));
        assertThat(seen.slope()).isCloseTo(dot(gradientFresh, d), within(1e-9));
        assertThat(moved.value()).isCloseTo(fresh.value(), within(1e-9));
        assertThat(plus(gradientMoved, -1, gradientFresh))
                .usingComparatorWithPrecision(1e-11)
                .containsOnly(0.0);
    }

    @Test
    void theBitsDoNotDependOnTheNumberOfThreads() {
        double[][] results = new double[4][];
        for (int parallelism = 1; parallelism <= 4; parallelism++) {
            SoftmaxObjective objective = objective(Seeds.EXAMPLE, 900, 11, parallelism);
            double[] w = vector(new SplittableRandom(Seeds.EXAMPLE), objective.dimension());
            Objective.Iterate iterate = objective.startAt(w);
            iterate.along(w).moveTo(0.5);
            double[] product = new double[w.length];
            iterate.gradient(product);
            iterate.hessianVectorProduct(product.clone(), product);
            product[0] += iterate.value();
            SinglePrecisionHessian hessian = iterate.singlePrecisionHessian().orElseThrow();
            float[] single = new float[hessian.dimension()];
            float[] singleProduct = new float[hessian.dimension()];
            hessian.toSingle(1, w, single);
            product[1] += hessian.apply(single, singleProduct);
            hessian.toDouble(1, singleProduct, w);
            objective.vectors().addScaled(1, w, product);
            results[parallelism - 1] = product;
        }
        assertThat(results[1]).isEqualTo(results[0]);
        assertThat(results[2]).isEqualTo(results[0]);
        assertThat(results[3]).isEqualTo(results[0]);
    }

    @Property(seed = Seeds.PROPERTY, tries = 25)
    void movingToTheStepLookedAtLastIsMovingThereUnseen(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] w = vector(random, objective(seed, 30, 5, 1).dimension());
        double[] d = vector(random, w.length);
        double step = random.nextDouble(0.01, 3);
        double[][] gradients = new double[3][w.length];
        double[] values = new double[3];
        for (int way = 0; way < 3; way++) {
            Objective.Iterate iterate = objective(seed, 30, 5, 2).startAt(w);
            Objective.Line line = iterate.along(d);
            if (way > 0) {
                line.at(step);
            }
            if (way > 1) { // which overwrites what looking left behind
                iterate.hessianVectorProduct(d, new double[w.length]);
            }
            line.moveTo(step);
            values[way] = iterate.value();
            iterate.gradient(gradients[way]);
        }
        assertThat(gradients[1]).isEqualTo(gradients[0]);
        assertThat(gradients[2]).isEqualTo(gradients[0]);
        assertThat(values).containsOnly(values[0]);
    }

    @Test
    void passesAreCountedAsHalvesAndLinesAreFree() {
        SoftmaxObjective objective = objective(Seeds.EXAMPLE, 30, 3, 1);
        double[] buffer = new double[objective.dimension()];
        Objective.Iterate iterate = objective.startAt(buffer);
        assertThat(objective.passes()).isEqualTo(0.5);
        iterate.gradient(buffer);
        assertThat(objective.passes()).isEqualTo(1.0);
        Objective.Line line = iterate.along(buffer);
        line.at(1);
        line.at(2);
        line.moveTo(2);
        assertThat(objective.passes()).isEqualTo(1.5);
        iterate.hessianVectorProduct(buffer, new double[buffer.length]);
        assertThat(objective.passes()).isEqualTo(2.5);
    }

    @Test
    void hugeScoresStayFinite() {
        SoftmaxObjective objective = objective(Seeds.EXAMPLE, 30, 3, 1);
        double[] w = new double[objective.dimension()];
        w[0] = 1e6;
        w[4] = -1e6;
        double[] gradient = new double[w.length];
        Objective.Iterate iterate = objective.startAt(w);
        iterate.gradient(gradient);
        assertThat(iterate.value()).isFinite();
        for (double entry : gradient) {
            assertThat(entry).isFinite();
        }
    }

    @Test
    void refusesVectorsOfAnotherShape() {
        SoftmaxObjective objective = objective(Seeds.EXAMPLE, 30, 3, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> objective.startAt(new double[7]))
                .withMessageContaining("features × 3 classes");
    }
}
