/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.Seeds;
import io.expunge.unlearning.features.Vectoriser;
import io.expunge.unlearning.method.ForgetSet;
import io.expunge.unlearning.method.Unlearned;
import io.expunge.unlearning.method.UnlearningMethods;
import io.expunge.unlearning.method.UnlearningProblem;
import io.expunge.unlearning.method.UnlearningSettings;
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
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.DMatrixSparseCSC;
import org.junit.jupiter.api.Test;

/** Whatever is called unchanged is what a cold retrain, solved as far as doubles go, predicts as well. */
class UnchangedPredictionsTest {
    private static final double C = 10;
    /** The cold retrain is known to a relative 1e-11 only. */
    private static final double SLACK = 1e-9;

    /** A released model and the cold retrain on the same documents. */
    private record Case(
            TrainedModel model,
            DMatrixSparseCSC features,
            Certificate certificate,
            DMatrixRMaj scores,
            DMatrixRMaj cold) {
        static Case of(TrainedModel model, TrainingSet set) {
            DMatrixSparseCSC features = model.vectoriser().transform(set.counts());
            return new Case(
                    model,
                    features,
                    CertificateEvaluation.evaluate(model, features, set, C),
                    model.scores(features),
                    scores(features, retrained(features, set, model)));
        }

        private static DMatrixRMaj retrained(DMatrixSparseCSC features, TrainingSet set, TrainedModel model) {
            int classes = model.labelSpace().size();
            try (Workers alone = new Workers(1)) {
                SoftmaxObjective objective = new SoftmaxObjective(features, set.labels(), classes, 1 / C, alone);
                Objective.Iterate iterate = objective.startAt(new double[objective.dimension()]);
                assertThat(NewtonConjugateGradient.standard()
                                .minimise(iterate, new StoppingRule(1e-11, 5000), ProgressMonitor.NONE)
                                .converged())
                        .isTrue();
                return new DMatrixRMaj(features.numRows, classes, true, iterate.parameters());
            }
        }

        private static DMatrixRMaj scores(DMatrixSparseCSC features, DMatrixRMaj weights) {
            DMatrixRMaj scores = new DMatrixRMaj(features.numCols, weights.numCols);
            for (int document = 0; document < features.numCols; document++) {
                for (int j = features.col_idx[document]; j < features.col_idx[document + 1]; j++) {
                    for (int k = 0; k < weights.numCols; k++) {
                        scores.add(document, k, features.nz_values[j] * weights.get(features.nz_rows[j], k));
                    }
                }
            }
            return scores;
        }

        BitSet proved() {
            try (Workers alone = new Workers(1)) {
                return UnchangedPredictions.proved(model, features, certificate, alone);
            }
        }

        Check check() {
            try (Workers alone = new Workers(1)) {
                return UnchangedPredictions.check(model, features, certificate, alone);
            }
        }
    }

    private static TrainingSet corpus(long seed) {
        return TinyCorpus.generate(seed, 60, 4, 8);
    }

    /** What a method makes of a removal of a class and of some documents, to a bound that may be a loose one. */
    private static Case unlearned(long seed) {
        TrainingSet set = corpus(seed);
        SplittableRandom random = new SplittableRandom(seed);
        BitSet documents = new BitSet();
        random.ints(5, 0, set.documents()).forEach(documents::set);
        ForgetSet forget = new ForgetSet(Set.of("classa"), documents);
        TrainedModel before = near(set, random, 1e-3);
        Unlearned unlearned = UnlearningMethods.byName("hessian-reassignment")
                .orElseThrow()
                .unlearn(
                        new UnlearningProblem(
                                before,
                                set,
                                forget,
                                UnlearningSettings.standard()
                                        .withRelativeBound(StrictMath.pow(10, random.nextDouble(-4, -0.5)))),
                        ProgressMonitor.NONE);
        return Case.of(unlearned.model(), unlearned.retained());
    }

    /** Somewhere about the optimum of a training set. */
    private static TrainedModel near(TrainingSet set, SplittableRandom random, double size) {
        Vectoriser vectoriser = Vectoriser.fit(TinyCorpus.ANALYSIS, set.counts());
        DMatrixSparseCSC features = vectoriser.transform(set.counts());
        TrainedModel zero = TrainedModel.rounded(
                vectoriser,
                set.labelSpace(),
                new double[vectoriser.features() * set.labelSpace().size()]);
        double[] weights = Case.retrained(features, set, zero).data.clone();
        for (int i = 0; i < weights.length; i++) {
            weights[i] += size * random.nextDouble(-1, 1);
        }
        return TrainedModel.rounded(vectoriser, set.labelSpace(), weights);
    }

    private static Case perturbed(long seed) {
        TrainingSet set = corpus(seed);
        SplittableRandom random = new SplittableRandom(seed);
        return Case.of(near(set, random, StrictMath.pow(10, random.nextDouble(-6, 1))), set);
    }

    @Property(seed = Seeds.PROPERTY, tries = 25)
    void whatIsCalledUnchangedIsUnchangedAfterAnUnlearning(@ForAll long seed) {
        holds(unlearned(seed));
    }

    @Property(seed = Seeds.PROPERTY, tries = 25)
    void whatIsCalledUnchangedIsUnchangedHoweverFarTheModelIs(@ForAll long seed) {
        holds(perturbed(seed));
    }

    private static void holds(Case one) {
        one.proved().stream().forEach(document -> assertThat(highest(one.scores(), document))
                .as("document %d", document)
                .isEqualTo(highest(one.cold(), document)));
        for (int document = 0; document < one.scores().numRows; document++) {
            bounded(one.certificate(), row(one.scores(), document), row(one.cold(), document));
        }
        assertThat(one.check().value()).hasValue((double) one.proved().cardinality() / one.features().numCols);
    }

    private static void bounded(Certificate certificate, double[] logits, double[] cold) {
        double[] p = softmax(logits);
        double[] q = softmax(cold);
        double variation = 0;
        for (int k = 0; k < p.length; k++) {
            assertThat(Math.abs(logits[k] - cold[k])).isLessThanOrEqualTo(certificate.singleLogitBound() + SLACK);
            assertThat(Math.abs(p[k] - q[k])).isLessThanOrEqualTo(certificate.singleProbabilityBound() + SLACK);
            variation += Math.abs(p[k] - q[k]) / 2;
        }
        assertThat(variation).isLessThanOrEqualTo(certificate.totalVariationBound() + SLACK);
    }

    /** Neither fewer than the margin gives, but for rounding, nor more. */
    @Property(seed = Seeds.PROPERTY, tries = 25)
    void theMarginDecides(@ForAll long seed) {
        Case one = perturbed(seed);
        double needed = one.certificate().unchangedPredictionMargin();
        BitSet proved = one.proved();
        for (int document = 0; document < one.scores().numRows; document++) {
            double[] sorted = row(one.scores(), document);
            Arrays.sort(sorted);
            double margin = sorted[sorted.length - 1] - sorted[sorted.length - 2];
            if (proved.get(document)) {
                assertThat(margin).isGreaterThan(needed);
            } else {
                assertThat(margin).isLessThanOrEqualTo(needed * (1 + 1e-9) + 1e-9);
            }
        }
    }

    @Test
    void nearlyEveryPredictionOfAGoodVersionIsProvedAndTheBoundsAreTold() {
        TrainingSet set = corpus(Seeds.EXAMPLE);
        Case good = Case.of(near(set, new SplittableRandom(Seeds.EXAMPLE), 1e-6), set);
        Check check = good.check();
        assertThat(check.kind()).isEqualTo(CheckKind.CERTIFIED);
        assertThat(check.outcome()).isEqualTo(CheckOutcome.PASSED);
        assertThat(check.threshold()).isEmpty();
        assertThat(check.value().orElseThrow()).isGreaterThan(0.9);
        assertThat(check.detail())
                .startsWith("Proved for " + good.proved().cardinality() + " of 60 training documents")
                .contains("no logit", "no probability", "total variation");
    }

    /** Where logits are equal, nothing is proved, however good the certificate is. */
    @Test
    void aTieIsNotCounted() {
        TrainingSet set = corpus(Seeds.EXAMPLE);
        Vectoriser vectoriser = Vectoriser.fit(TinyCorpus.ANALYSIS, set.counts());
        TrainedModel zero = TrainedModel.rounded(vectoriser, set.labelSpace(), new double[vectoriser.features() * 4]);
        Certificate perfect = new Certificate(0, 0.1, 0, 0, 4);
        try (Workers alone = new Workers(1)) {
            assertThat(UnchangedPredictions.proved(zero, vectoriser.transform(set.counts()), perfect, alone)
                            .isEmpty())
                    .isTrue();
        }
    }

    @Test
    void boundsInWordsAreRoundedUp() {
        TrainingSet set = corpus(Seeds.EXAMPLE);
        Vectoriser vectoriser = Vectoriser.fit(TinyCorpus.ANALYSIS, set.counts());
        TrainedModel zero = TrainedModel.rounded(vectoriser, set.labelSpace(), new double[vectoriser.features() * 4]);
        // B = 0.010001: the logit's bound is B itself where the mean column is large.
        Certificate certificate = new Certificate(0.0010001, 0.1, 1, 1, 4);
        try (Workers alone = new Workers(1)) {
            assertThat(UnchangedPredictions.check(zero, vectoriser.transform(set.counts()), certificate, alone)
                            .detail())
                    .contains("by more than 0.0101,", "by more than 0.00354,", "at most 0.00354.");
        }
    }

    private static double[] row(DMatrixRMaj matrix, int row) {
        return Arrays.copyOfRange(matrix.data, row * matrix.numCols, (row + 1) * matrix.numCols);
    }

    private static int highest(DMatrixRMaj matrix, int row) {
        double[] logits = row(matrix, row);
        int best = 0;
        for (int k = 1; k < logits.length; k++) {
            best = logits[k] > logits[best] ? k : best;
        }
        return best;
    }

    private static double[] softmax(double[] logits) {
        double highest = Arrays.stream(logits).max().orElseThrow();
        double[] p = Arrays.stream(logits).map(s -> Math.exp(s - highest)).toArray();
        double sum = Arrays.stream(p).sum();
        return Arrays.stream(p).map(value -> value / sum).toArray();
    }
}
