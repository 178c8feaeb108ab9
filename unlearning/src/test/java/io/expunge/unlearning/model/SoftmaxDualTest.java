/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.Seeds;
import io.expunge.unlearning.solve.NewtonConjugateGradient;
import io.expunge.unlearning.solve.Objective;
import io.expunge.unlearning.solve.StoppingRule;
import io.expunge.unlearning.solve.Workers;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.ejml.data.DMatrixSparseCSC;
import org.ejml.data.DMatrixSparseTriplet;
import org.ejml.ops.DConvertMatrixStruct;
import org.junit.jupiter.api.Test;

/** The dual against the primal it belongs to, on random sparse problems, awkward ones among them. */
class SoftmaxDualTest {

    private static final int FEATURES = 12;

    /** Documents × features with an empty document, a document three times over, and lengths from 1/scale to scale. */
    private record Data(DMatrixSparseCSC features, int[] labels, int classes, double regularisation) {

        static Data random(long seed, int documents, int classes, double scale, double regularisation) {
            SplittableRandom random = new SplittableRandom(seed);
            DMatrixSparseTriplet triplets = new DMatrixSparseTriplet(FEATURES, documents, documents * 4);
            int[] labels = new int[documents];
            for (int document = 0; document < documents; document++) {
                labels[document] = document < classes ? document : random.nextInt(classes);
                SplittableRandom content = new SplittableRandom(document % 7 == 3 ? seed : random.nextLong());
                double length = Math.pow(scale, content.nextDouble(-1, 1));
                for (int feature = 0; feature < FEATURES && document != 5; feature++) {
                    if (content.nextInt(3) == 0) {
                        triplets.addItem(feature, document, length * content.nextDouble(0.05, 1));
                    }
                }
            }
            DMatrixSparseCSC features = DConvertMatrixStruct.convert(triplets, (DMatrixSparseCSC) null);
            features.sortIndices(null);
            return new Data(features, labels, classes, regularisation);
        }

        SoftmaxDual at(double[] parameters) {
            return SoftmaxDual.at(features, labels, classes, regularisation, parameters);
        }

        SoftmaxDual atZero() {
            return at(new double[FEATURES * classes]);
        }

        SoftmaxObjective objective() {
            return new SoftmaxObjective(features, labels, classes, regularisation, new Workers(1));
        }

        double[] impliedWeights(double[] duals) {
            double[] weights = new double[FEATURES * classes];
            for (int document = 0; document < labels.length; document++) {
                for (int j = features.col_idx[document]; j < features.col_idx[document + 1]; j++) {
                    for (int k = 0; k < classes; k++) {
                        double residual = (k == labels[document] ? 1 : 0) - duals[document * classes + k];
                        weights[features.nz_rows[j] * classes + k] += features.nz_values[j] * residual / regularisation;
                    }
                }
            }
            return weights;
        }
    }

    private static double norm(double[] vector) {
        double squared = 0;
        for (double value : vector) {
            squared += value * value;
        }
        return Math.sqrt(squared);
    }

    private static double distance(double[] a, double[] b) {
        double[] difference = a.clone();
        for (int i = 0; i < b.length; i++) {
            difference[i] -= b[i];
        }
        return norm(difference);
    }

    @Property(seed = Seeds.PROPERTY, tries = 60)
    void everySweepRaisesTheDualObjectiveAndItStaysBelowThePrimal(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 9) int classes) {
        SplittableRandom random = new SplittableRandom(seed);
        double scale = random.nextBoolean() ? 1 : 100;
        Data data = Data.random(seed, 40, classes, scale, Math.pow(10, random.nextDouble(-4, 2)));
        SoftmaxDual dual = data.atZero();
        Objective objective = data.objective();
        double before = dual.objective();
        for (int sweep = 0; sweep < 8; sweep++) {
            dual.sweep(sweep);
            double after = dual.objective();
            double primal = objective.startAt(dual.parameters()).value();
            double rounding = 1e-10 * (Math.abs(after) + primal);
            assertThat(after).isGreaterThanOrEqualTo(before - rounding);
            assertThat(after).isLessThanOrEqualTo(primal + rounding);
            before = after;
        }
    }

    @Property(seed = Seeds.PROPERTY, tries = 40)
    void weightsStayThoseTheDualsImply(@ForAll long seed, @ForAll @IntRange(min = 2, max = 9) int classes) {
        Data data = Data.random(seed, 40, classes, 1, 0.1);
        SoftmaxDual dual = data.atZero();
        for (int sweep = 0; sweep < 10; sweep++) {
            dual.sweep(sweep);
        }
        double[] implied = data.impliedWeights(dual.duals());
        assertThat(distance(dual.parameters(), implied)).isLessThanOrEqualTo(1e-11 * norm(implied));
        assertThat(dual.parameterNorm()).isEqualTo(norm(dual.parameters()));
    }

    @Property(seed = Seeds.PROPERTY, tries = 40)
    void startingFromWeightsIsAGradientStepOfLengthOneOverLambda(@ForAll long seed) {
        Data data = Data.random(seed, 30, 4, 1, 0.2);
        SplittableRandom random = new SplittableRandom(seed);
        double[] parameters = random.doubles(FEATURES * 4, -3, 3).toArray();
        double[] expected = new double[parameters.length];
        data.objective().startAt(parameters).gradient(expected);
        for (int i = 0; i < expected.length; i++) {
            expected[i] = parameters[i] - expected[i] / data.regularisation();
        }
        SoftmaxDual dual = data.at(parameters);
        assertThat(distance(dual.parameters(), expected)).isLessThanOrEqualTo(1e-11 * norm(expected));
        assertThat(dual.passes()).isEqualTo(1);
    }

    @Property(seed = Seeds.PROPERTY, tries = 30)
    void endsWhereNewtonEnds(@ForAll long seed, @ForAll @IntRange(min = 2, max = 6) int classes) {
        SplittableRandom random = new SplittableRandom(seed);
        Data data = Data.random(seed, 40, classes, random.nextBoolean() ? 1 : 3, 1);
        Objective objective = data.objective();
        Objective.Iterate newton = objective.startAt(new double[objective.dimension()]);
        NewtonConjugateGradient.standard().minimise(newton, new StoppingRule(1e-10, 5000), ProgressMonitor.NONE);
        SoftmaxDual dual = data.atZero();
        for (int sweep = 0; sweep < 3000; sweep++) {
            if (dual.sweep(sweep) < 1e-13) {
                break;
            }
        }
        double[] gradient = new double[objective.dimension()];
        objective.startAt(dual.parameters()).gradient(gradient);
        double bound = norm(gradient) / data.regularisation();
        assertThat(bound).isLessThanOrEqualTo(1e-6 * norm(dual.parameters()));
        assertThat(distance(dual.parameters(), newton.parameters()))
                .isLessThanOrEqualTo(bound + 1e-10 * newton.parameterNorm());
    }

    @Test
    void theSameSeedsGiveTheSameBitsAndOthersDoNot() {
        Data data = Data.random(Seeds.EXAMPLE, 50, 5, 1, 0.1);
        SoftmaxDual one = data.atZero();
        SoftmaxDual same = data.atZero();
        SoftmaxDual other = data.atZero();
        for (int sweep = 0; sweep < 3; sweep++) {
            assertThat(one.sweep(sweep)).isEqualTo(same.sweep(sweep));
            other.sweep(sweep + 100);
        }
        assertThat(one.parameters()).isEqualTo(same.parameters()).isNotEqualTo(other.parameters());
        assertThat(one.passes()).isEqualTo(4);
    }

    @Test
    void anEmptyDocumentBecomesUncertainAndMovesNothing() {
        Data data = Data.random(Seeds.EXAMPLE, 20, 4, 1, 0.1);
        SoftmaxDual dual = data.atZero();
        dual.sweep(1);
        for (int k = 0; k < 4; k++) {
            assertThat(dual.duals()[5 * 4 + k]).isEqualTo(0.25);
        }
    }

    @Test
    void shapesThatDoNotFitAreRefused() {
        Data data = Data.random(Seeds.EXAMPLE, 20, 4, 1, 0.1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> data.at(new double[7]))
                .withMessageContaining("12 features, 20 documents");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SoftmaxDual.at(data.features(), new int[3], 4, 0.1, new double[48]));
    }
}
