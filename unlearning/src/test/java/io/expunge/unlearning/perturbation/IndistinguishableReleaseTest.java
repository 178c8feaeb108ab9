/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.perturbation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.Seeds;
import io.expunge.unlearning.corpus.Corpus;
import io.expunge.unlearning.corpus.Document;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.method.ForgetSet;
import io.expunge.unlearning.method.RealText;
import io.expunge.unlearning.method.SoftmaxTrainer;
import io.expunge.unlearning.method.TrainingResult;
import io.expunge.unlearning.method.TrainingSettings;
import io.expunge.unlearning.method.Unlearned;
import io.expunge.unlearning.method.UnlearningMethods;
import io.expunge.unlearning.method.UnlearningProblem;
import io.expunge.unlearning.method.UnlearningSettings;
import io.expunge.unlearning.model.TinyCorpus;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.model.TrainingSet;
import io.expunge.unlearning.solve.Workers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndistinguishableReleaseTest {
    private static final IndistinguishabilityTarget TARGET = new IndistinguishabilityTarget(3e-4, 1, 1e-6);
    private static final UnlearningSettings SETTINGS =
            UnlearningSettings.standard().withAbsoluteBound(TARGET.distance());

    private static Unlearned unlearned(
            TrainingSet set, Analysis analysis, String removed, UnlearningSettings settings) {
        TrainingResult base = SoftmaxTrainer.train(
                set, analysis, TrainingSettings.standard().withParallelism(2), ProgressMonitor.NONE);
        return UnlearningMethods.standard()
                .unlearn(
                        new UnlearningProblem(base.model(), set, ForgetSet.ofClasses(removed), settings),
                        ProgressMonitor.NONE);
    }

    private static Unlearned tiny(UnlearningSettings settings) {
        return unlearned(TinyCorpus.generate(Seeds.EXAMPLE, 400, 6, 40), TinyCorpus.ANALYSIS, "classb", settings);
    }

    private static IndistinguishableRelease release(Unlearned unlearned, String batch, int threads) {
        try (Workers workers = new Workers(threads)) {
            return IndistinguishableRelease.of(
                    unlearned.model(),
                    unlearned
                            .model()
                            .vectoriser()
                            .transform(unlearned.retained().counts()),
                    unlearned.retained(),
                    10,
                    TARGET,
                    weights -> KeyedBits.of(new byte[32], List.of("model", batch, weights)),
                    workers);
        }
    }

    /** The sum of squares is chi-squared; either bound fails correct noise under one seed in a million. */
    @Test
    void theReleasedWeightsHaveTheNoiseThatWasPromised() {
        Unlearned unlearned = tiny(SETTINGS);
        IndistinguishableRelease release = release(unlearned, "batch", 1);
        assertThat(release.certificate().distanceBound()).isLessThanOrEqualTo(TARGET.distance());
        double[] before = unlearned.model().weights().data;
        double[] after = release.model().weights().data;
        double squares = 0;
        for (int i = 0; i < before.length; i++) {
            squares += Math.pow((after[i] - before[i]) / TARGET.standardDeviation(), 2);
        }
        double deviations = (squares - before.length) / Math.sqrt(2.0 * before.length);
        assertThat(Math.abs(deviations)).isLessThan(5.5);
    }

    @Test
    void theSameJobDrawsTheSameNoiseOnAnyNumberOfThreadsAndAnotherDrawsOther() {
        Unlearned unlearned = tiny(SETTINGS);
        TrainedModel once = release(unlearned, "batch", 1).model();
        assertThat(release(unlearned, "batch", 3).model().weights().data).isEqualTo(once.weights().data);
        assertThat(release(unlearned, "other", 1).model().weights().data).isNotEqualTo(once.weights().data);
    }

    /** One drawing for two models would cancel out of their difference. */
    @Test
    void noiseIsNamedByTheWeightsItIsFor() {
        Unlearned one = tiny(SETTINGS);
        Unlearned other = tiny(SETTINGS.withRelativeBound(2e-7));
        assertThat(name(one, 1))
                .isEqualTo(name(one, 2))
                .isNotEqualTo(name(other, 1))
                .matches("[0-9a-f]{64}");
    }

    private static String name(Unlearned unlearned, int threads) {
        List<String> names = new ArrayList<>();
        try (Workers workers = new Workers(threads)) {
            IndistinguishableRelease.of(
                    unlearned.model(),
                    unlearned
                            .model()
                            .vectoriser()
                            .transform(unlearned.retained().counts()),
                    unlearned.retained(),
                    10,
                    TARGET,
                    weights -> {
                        names.add(weights);
                        return KeyedBits.of(new byte[32], List.of(weights));
                    },
                    workers);
        }
        assertThat(names).hasSize(1);
        return names.get(0);
    }

    @Test
    void whatIsNotWithinTheDistanceIsNotReleased() {
        Unlearned loose = tiny(UnlearningSettings.standard().withRelativeBound(0.5));
        assertThat(loose.certificate().distanceBound()).isGreaterThan(TARGET.distance());
        assertThatThrownBy(() -> release(loose, "batch", 1))
                .isInstanceOf(NotWithinTargetException.class)
                .hasMessageContaining("tau");
    }

    @Test
    @Tag("long")
    void accuracyOnTwentyNewsgroupsStaysWithinATenthOfAPoint() throws IOException {
        TrainingSet set = RealText.trainingSet("20newsgroups");
        Unlearned unlearned = unlearned(set, Analysis.standard(), "sci.crypt", SETTINGS.withParallelism(2));
        Corpus test = RealText.read("20newsgroups", "test.csv.gz");
        double plain = accuracy(unlearned.model(), test);
        for (int batch = 0; batch < 5; batch++) {
            double noisy = accuracy(release(unlearned, "batch " + batch, 2).model(), test);
            System.out.printf(
                    "accuracy %.4f, with noise %.4f, passes %.1f%n",
                    plain, noisy, unlearned.evidence().passes());
            assertThat(noisy).isCloseTo(plain, within(0.001));
        }
    }

    /**
     * The next job starts from weights with noise, since nothing else is kept. What that costs against a start from the weights
     * before noise: nothing for many documents or a class, a few passes for one document.
     */
    @ParameterizedTest
    @Tag("long")
    @CsvSource({
        "20newsgroups, sci.crypt",
        "agnews, Sports",
        "dbpedia14-subset, Animal",
        "banking77, card_arrival",
        "bbc-news, sport"
    })
    void startingFromWhatWasReleasedCostsFewPasses(String name, String removed) throws IOException {
        UnlearningSettings settings = SETTINGS.withParallelism(2);
        Unlearned before = unlearned(RealText.trainingSet(name), Analysis.standard(), removed, settings);
        TrainedModel released = release(before, "batch", 2).model();
        Map<String, ForgetSet> targets = new LinkedHashMap<>();
        targets.put("one document", documents(1));
        targets.put("300 documents", documents(300));
        targets.put(
                "a class", ForgetSet.ofClasses(before.retained().labelSpace().name(0)));
        targets.forEach((what, target) -> {
            double fromPrivate = passes(before.model(), before.retained(), target, settings);
            double fromReleased = passes(released, before.retained(), target, settings);
            System.out.printf(
                    "%s, %s: %.1f passes from before noise, %.1f from what was released%n",
                    name, what, fromPrivate, fromReleased);
            assertThat(fromReleased).isLessThanOrEqualTo(fromPrivate + 15);
        });
    }

    private static double passes(TrainedModel from, TrainingSet set, ForgetSet target, UnlearningSettings settings) {
        return UnlearningMethods.standard()
                .unlearn(new UnlearningProblem(from, set, target, settings), ProgressMonitor.NONE)
                .evidence()
                .passes();
    }

    private static ForgetSet documents(int count) {
        BitSet rows = new BitSet();
        IntStream.range(0, count).forEach(i -> rows.set(4 * i + 3));
        return ForgetSet.ofDocuments(rows);
    }

    private static double accuracy(TrainedModel model, Corpus test) {
        List<Document> kept = test.documents().stream()
                .filter(document -> model.labelSpace().indexOf(document.label()).isPresent())
                .toList();
        List<String> predicted = model.predict(kept.stream().map(Document::text).toList());
        long right = IntStream.range(0, kept.size())
                .filter(i -> kept.get(i).label().equals(predicted.get(i)))
                .count();
        return (double) right / kept.size();
    }
}
