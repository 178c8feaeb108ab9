/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.Seeds;
import io.expunge.unlearning.features.Vectoriser;
import io.expunge.unlearning.model.LabelSpace;
import io.expunge.unlearning.model.SoftmaxObjective;
import io.expunge.unlearning.model.TinyCorpus;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.model.TrainingSet;
import io.expunge.unlearning.solve.NewtonConjugateGradient;
import io.expunge.unlearning.solve.Objective;
import io.expunge.unlearning.solve.StoppingRule;
import io.expunge.unlearning.solve.Workers;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.DMatrixSparseCSC;
import org.junit.jupiter.api.Test;

class CertificateEvaluationTest {

    private static final double C = 10;

    /** A little problem, its exact minimiser to 1e-11, and a point at a chosen distance order from it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Problem(TrainingSet set, DMatrixSparseCSC features, SoftmaxObjective objective, double[] optimum) {}

    private static Problem problem(long seed) {
        TrainingSet set = TinyCorpus.generate(seed, 60, 4, 8);
        DMatrixSparseCSC features =
                Vectoriser.fit(TinyCorpus.ANALYSIS, set.counts()).transform(set.counts());
        SoftmaxObjective objective = new SoftmaxObjective(features, set.labels(), 4, 1 / C, new Workers(1));
        Objective.Iterate iterate = objective.startAt(new double[objective.dimension()]);
        assertThat(NewtonConjugateGradient.standard()
                        .minimise(iterate, new StoppingRule(1e-11, 5000), ProgressMonitor.NONE)
                        .converged())
                .isTrue();
        return new Problem(set, features, objective, iterate.parameters());
    }

    private static TrainedModel near(Problem problem, SplittableRandom random) {
        double size = StrictMath.pow(10, random.nextDouble(-6, 1));
        double[] weights = problem.optimum().clone();
        for (int i = 0; i < weights.length; i++) {
            weights[i] += size * random.nextDouble(-1, 1);
        }
        return TrainedModel.rounded(
                Vectoriser.fit(TinyCorpus.ANALYSIS, problem.set().counts()),
                problem.set().labelSpace(),
                weights);
    }

    @Property(seed = Seeds.PROPERTY, tries = 25)
    void agreesWithTheSolversKernelToRounding(@ForAll long seed) {
        Problem problem = problem(seed);
        TrainedModel model = near(problem, new SplittableRandom(seed));
        double[] gradient = new double[problem.optimum().length];
        problem.objective().startAt(model.weights().data).gradient(gradient);
        double norm = problem.objective().vectors().norm(gradient);
        Certificate certificate = CertificateEvaluation.evaluate(model, problem.set(), C);
        assertThat(certificate.gradientNorm()).isGreaterThan(norm).isCloseTo(norm, within(1e-11 * (1 + norm)));
    }

    @Property(seed = Seeds.PROPERTY, tries = 5)
    void theBitsDoNotDependOnTheNumberOfThreads(@ForAll long seed) {
        TrainingSet set = TinyCorpus.generate(seed, 900, 6, 300);
        Vectoriser vectoriser = Vectoriser.fit(TinyCorpus.ANALYSIS, set.counts());
        double[] weights = new SplittableRandom(seed)
                .doubles(vectoriser.features() * 6L, -1, 1)
                .toArray();
        TrainedModel model = TrainedModel.rounded(vectoriser, set.labelSpace(), weights);
        DMatrixSparseCSC features = vectoriser.transform(set.counts());
        Certificate alone = CertificateEvaluation.evaluate(model, features, set, C);
        for (int parallelism = 2; parallelism <= 4; parallelism++) {
            try (Workers workers = new Workers(parallelism)) {
                assertThat(CertificateEvaluation.evaluate(model, features, set, C, workers))
                        .isEqualTo(alone);
            }
        }
    }

    @Property(seed = Seeds.PROPERTY, tries = 25)
    void everyBoundHolds(@ForAll long seed) {
        Problem problem = problem(seed);
        TrainedModel model = near(problem, new SplittableRandom(seed));
        Certificate certificate = CertificateEvaluation.evaluate(model, problem.set(), C);
        double distance = distance(model.weights().data, problem.optimum());
        // The optimum is known to a relative 1e-11 only.
        double slack = 1e-9;
        assertThat(distance).isGreaterThan(0).isLessThanOrEqualTo(certificate.distanceBound() + slack);
        assertThat(certificate.relativeDistanceBound())
                .isEqualTo(certificate.distanceBound() / certificate.weightNorm());
        Comparison comparison = new Comparison(model, problem);
        assertThat(comparison.logits).isLessThanOrEqualTo(certificate.logitsBound() + slack);
        assertThat(comparison.singleLogit).isLessThanOrEqualTo(certificate.singleLogitBound() + slack);
        assertThat(comparison.probabilities).isLessThanOrEqualTo(certificate.probabilitiesBound() + slack);
        assertThat(comparison.singleProbability).isLessThanOrEqualTo(certificate.singleProbabilityBound() + slack);
        assertThat(comparison.totalVariation).isLessThanOrEqualTo(certificate.totalVariationBound() + slack);
        assertThat(comparison.logProbability).isLessThanOrEqualTo(certificate.logProbabilityBound() + slack);
        assertThat(comparison.widestMarginFlipped).isLessThanOrEqualTo(certificate.unchangedPredictionMargin());
    }

    private static double distance(double[] a, double[] b) {
        double squared = 0;
        for (int i = 0; i < a.length; i++) {
            squared += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(squared);
    }

    /** The largest differences between the answers of a model and of the exact minimiser over all documents. */
    private static final class Comparison {
        private double logits;
        private double singleLogit;
        private double probabilities;
        private double singleProbability;
        private double totalVariation;
        private double logProbability;
        private double widestMarginFlipped;

        Comparison(TrainedModel model, Problem problem) {
            DMatrixRMaj scores = model.scores(problem.features());
            DMatrixRMaj exact = scores(problem);
            for (int document = 0; document < scores.numRows; document++) {
                compare(row(scores, document), row(exact, document));
            }
        }

        private static DMatrixRMaj scores(Problem problem) {
            int classes = problem.set().labelSpace().size();
            DMatrixRMaj scores = new DMatrixRMaj(problem.features().numCols, classes);
            for (int document = 0; document < scores.numRows; document++) {
                for (int j = problem.features().col_idx[document]; j < problem.features().col_idx[document + 1]; j++) {
                    for (int k = 0; k < classes; k++) {
                        scores.data[document * classes + k] += problem.features().nz_values[j]
                                * problem.optimum()[problem.features().nz_rows[j] * classes + k];
                    }
                }
            }
            return scores;
        }

        private static double[] row(DMatrixRMaj matrix, int row) {
            return Arrays.copyOfRange(matrix.data, row * matrix.numCols, (row + 1) * matrix.numCols);
        }

        private void compare(double[] s, double[] t) {
            double[] p = softmax(s);
            double[] q = softmax(t);
            double variation = 0;
            for (int k = 0; k < s.length; k++) {
                singleLogit = Math.max(singleLogit, Math.abs(s[k] - t[k]));
                singleProbability = Math.max(singleProbability, Math.abs(p[k] - q[k]));
                logProbability = Math.max(logProbability, Math.abs(Math.log(p[k]) - Math.log(q[k])));
                variation += Math.abs(p[k] - q[k]) / 2;
            }
            logits = Math.max(logits, distance(s, t));
            probabilities = Math.max(probabilities, distance(p, q));
            totalVariation = Math.max(totalVariation, variation);
            if (highest(s) != highest(t)) {
                double[] sorted = s.clone();
                Arrays.sort(sorted);
                widestMarginFlipped = Math.max(widestMarginFlipped, sorted[s.length - 1] - sorted[s.length - 2]);
            }
        }

        private static int highest(double[] s) {
            int best = 0;
            for (int k = 1; k < s.length; k++) {
                best = s[k] > s[best] ? k : best;
            }
            return best;
        }

        private static double[] softmax(double[] s) {
            double[] p = new double[s.length];
            double sum = 0;
            for (int k = 0; k < s.length; k++) {
                p[k] = Math.exp(s[k] - s[highest(s)]);
                sum += p[k];
            }
            for (int k = 0; k < s.length; k++) {
                p[k] /= sum;
            }
            return p;
        }
    }

    @Test
    void aModelThatWasNotUnlearnedFailsItsCheck() {
        Problem problem = problem(Seeds.EXAMPLE);
        BitSet gone = problem.set().rowsOf(0);
        gone.clear(gone.nextSetBit(0), gone.length() / 2);
        TrainingSet retained = new TrainingSet(
                problem.set().counts().retain(gone, 0),
                problem.set().labelSpace(),
                IntStream.range(0, problem.set().documents())
                        .filter(row -> !gone.get(row))
                        .map(row -> problem.set().labels()[row])
                        .toArray());
        Vectoriser vectoriser =
                Vectoriser.fit(TinyCorpus.ANALYSIS, problem.set().counts());
        TrainedModel stale = TrainedModel.rounded(vectoriser, problem.set().labelSpace(), problem.optimum());
        assertThat(CertificateEvaluation.evaluate(stale, problem.set(), C)
                        .check(1e-3)
                        .outcome())
                .isEqualTo(CheckOutcome.PASSED);
        assertThat(CertificateEvaluation.evaluate(stale, retained, C)
                        .check(1e-3)
                        .outcome())
                .isEqualTo(CheckOutcome.FAILED);
    }

    @Test
    void refusesAModelOfOtherClasses() {
        Problem problem = problem(Seeds.EXAMPLE);
        Vectoriser vectoriser =
                Vectoriser.fit(TinyCorpus.ANALYSIS, problem.set().counts());
        TrainedModel other = TrainedModel.rounded(
                vectoriser, new LabelSpace(List.of("p", "q")), new double[vectoriser.features() * 2]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CertificateEvaluation.evaluate(other, problem.set(), C))
                .withMessageContaining("not those of the training set");
    }

    @Test
    void notANumberIsNoCertificate() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Certificate(Double.NaN, 0.1, 1, 0, 3));
    }
}
