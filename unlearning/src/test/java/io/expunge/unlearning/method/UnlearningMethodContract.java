/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.expunge.unlearning.CancelledException;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.Seeds;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.features.StopWords;
import io.expunge.unlearning.features.TermCounter;
import io.expunge.unlearning.features.Vectoriser;
import io.expunge.unlearning.model.TinyCorpus;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.model.TrainingSet;
import io.expunge.unlearning.model.UnknownClassException;
import io.expunge.unlearning.solve.CancelAfter;
import io.expunge.unlearning.verify.CertificateEvaluation;
import io.expunge.unlearning.verify.Check;
import io.expunge.unlearning.verify.LabelSpaceGuarantee;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What every unlearning method promises, on problems small enough to train from scratch again and again. */
abstract class UnlearningMethodContract {

    abstract UnlearningMethod method();

    /** The settings under which all of this is promised. */
    UnlearningSettings settings() {
        return UnlearningSettings.standard();
    }

    private static TrainedModel train(TrainingSet set) {
        return retrained(set).model();
    }

    private static TrainingResult retrained(TrainingSet set) {
        return SoftmaxTrainer.train(set, TinyCorpus.ANALYSIS, TrainingSettings.standard(), ProgressMonitor.NONE);
    }

    private Unlearned unlearn(TrainedModel base, TrainingSet set, ForgetSet forgetSet) {
        return unlearn(base, set, forgetSet, settings());
    }

    private Unlearned unlearn(TrainedModel base, TrainingSet set, ForgetSet forgetSet, UnlearningSettings settings) {
        return method().unlearn(new UnlearningProblem(base, set, forgetSet, settings), ProgressMonitor.NONE);
    }

    private static double distance(TrainedModel a, TrainedModel b) {
        double squared = 0;
        double[] left = a.weights().data;
        double[] right = b.weights().data;
        assertThat(left).hasSameSizeAs(right);
        for (int i = 0; i < left.length; i++) {
            squared += (left[i] - right[i]) * (left[i] - right[i]);
        }
        return Math.sqrt(squared);
    }

    private static BitSet randomRows(SplittableRandom random, int documents, int howMany) {
        BitSet rows = new BitSet();
        while (rows.cardinality() < howMany) {
            rows.set(random.nextInt(documents));
        }
        return rows;
    }

    @Property(seed = Seeds.PROPERTY, tries = 12)
    void anyForgetSetEndsWhereTrainingWithoutItEnds(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TrainingSet set = TinyCorpus.generate(seed, 90, 5, 8);
        BitSet rows = randomRows(random, 90, random.nextInt(20));
        Set<String> classes = random.nextBoolean() ? Set.of("classb") : Set.of("classa", "classd");
        Unlearned unlearned = unlearn(train(set), set, new ForgetSet(classes, rows));
        TrainingResult reference = retrained(unlearned.retained());
        assertThat(unlearned.model().labelSpace()).isEqualTo(reference.model().labelSpace());
        assertThat(unlearned.model().vectoriser()).isEqualTo(reference.model().vectoriser());
        assertThat(distance(unlearned.model(), reference.model()))
                .isLessThanOrEqualTo(unlearned.certificate().distanceBound()
                        + reference.certificate().distanceBound());
        assertThat(unlearned.certificate().relativeDistanceBound())
                .isLessThanOrEqualTo(settings().relativeBound());
    }

    @Property(seed = Seeds.PROPERTY, tries = 8)
    void oneByOneAllAtOnceOrInAnyOrderIsTheSameWithinTheCertificates(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TrainingSet set = TinyCorpus.generate(seed, 80, 4, 8);
        TrainedModel base = train(set);
        int[] rows = randomRows(random, 80, 4).stream().toArray();
        int[] reversed = {rows[3], rows[2], rows[1], rows[0]};
        BitSet all = new BitSet();
        for (int row : rows) {
            all.set(row);
        }
        Unlearned atOnce = unlearn(base, set, ForgetSet.ofDocuments(all));
        for (Unlearned sequence : List.of(oneByOne(base, set, rows), oneByOne(base, set, reversed))) {
            assertThat(sequence.retained()).isEqualTo(atOnce.retained());
            assertThat(sequence.model().vectoriser()).isEqualTo(atOnce.model().vectoriser());
            assertThat(distance(sequence.model(), atOnce.model()))
                    .isLessThanOrEqualTo(sequence.certificate().distanceBound()
                            + atOnce.certificate().distanceBound());
        }
    }

    private Unlearned oneByOne(TrainedModel base, TrainingSet set, int[] rows) {
        BitSet gone = new BitSet();
        TrainedModel model = base;
        TrainingSet left = set;
        Unlearned last = null;
        for (int row : rows) {
            BitSet next = new BitSet();
            next.set(row - gone.get(0, row).cardinality());
            last = unlearn(model, left, ForgetSet.ofDocuments(next));
            gone.set(row);
            model = last.model();
            left = last.retained();
        }
        return last;
    }

    @Property(seed = Seeds.PROPERTY, tries = 8)
    void noInputIsEverClassifiedAsARemovedClass(@ForAll long seed) {
        TrainingSet set = TinyCorpus.generate(seed, 80, 4, 8);
        Unlearned unlearned = unlearn(train(set), set, ForgetSet.ofClasses("classc"));
        Vectoriser vectoriser = unlearned.model().vectoriser();
        List<Check> checks = LabelSpaceGuarantee.check(
                unlearned.model(),
                Set.of("classc"),
                vectoriser.transform(unlearned.retained().counts()));
        assertThat(checks).allMatch(Check::passed);
        assertThat(unlearned.model().predict(List.of("", "word2x0 word2x1 word2x2", "unknown")))
                .doesNotContain("classc");
        int removed = set.rowsOf(2).cardinality();
        assertThat(unlearned.reassignments())
                .allMatch(count -> count.removedClass().equals("classc"));
        assertThat(unlearned.reassignments().stream()
                        .mapToInt(ReassignmentCount::documents)
                        .sum())
                .isEqualTo(removed);
    }

    @Property(seed = Seeds.PROPERTY, tries = 6)
    void aClassEmptiedByItsDocumentsLeavesLikeAClassRemoved(@ForAll long seed) {
        TrainingSet set = TinyCorpus.generate(seed, 80, 4, 8);
        TrainedModel base = train(set);
        Unlearned byDocuments = unlearn(base, set, ForgetSet.ofDocuments(set.rowsOf(1)));
        Unlearned byClass = unlearn(base, set, ForgetSet.ofClasses("classb"));
        assertThat(byDocuments.model()).isEqualTo(byClass.model());
        assertThat(byDocuments.reassignments()).isEqualTo(byClass.reassignments());
    }

    @Test
    void theCertificateIsThatOfTheReleasedModel() {
        TrainingSet set = TinyCorpus.generate(Seeds.EXAMPLE, 80, 4, 8);
        Unlearned unlearned = unlearn(train(set), set, ForgetSet.ofClasses("classb"));
        assertThat(CertificateEvaluation.evaluate(unlearned.model(), unlearned.retained(), 10))
                .isEqualTo(unlearned.certificate());
    }

    @Test
    void theBitsDoNotDependOnTheNumberOfThreads() {
        TrainingSet set = TinyCorpus.generate(Seeds.EXAMPLE, 900, 12, 150);
        TrainedModel base = train(set);
        ForgetSet forget = ForgetSet.ofClasses("classb");
        Unlearned one = unlearn(base, set, forget);
        for (int threads = 2; threads <= 3; threads++) {
            Unlearned more = unlearn(base, set, forget, settings().withParallelism(threads));
            assertThat(more.model()).isEqualTo(one.model());
            assertThat(more.certificate()).isEqualTo(one.certificate());
            assertThat(more.evidence().ladder()).isEqualTo(one.evidence().ladder());
        }
    }

    @Test
    void retainedRowsPointAtTheOldRows() {
        TrainingSet set = TinyCorpus.generate(Seeds.EXAMPLE, 80, 4, 8);
        BitSet rows = new BitSet();
        rows.set(3);
        rows.set(70);
        Unlearned unlearned = unlearn(train(set), set, ForgetSet.ofDocuments(rows));
        assertThat(unlearned.retainedRows()).hasSize(78).doesNotContain(3, 70);
        for (int i = 0; i < 78; i++) {
            assertThat(unlearned.retained().labels()[i])
                    .isEqualTo(set.labels()[unlearned.retainedRows()[i]]);
        }
        assertThat(unlearned.reassignments()).isEmpty();
    }

    @Test
    void aFrozenVectoriserStays() {
        TrainingSet set = TinyCorpus.generate(Seeds.EXAMPLE, 80, 4, 8);
        TrainedModel base = train(set);
        Unlearned unlearned =
                unlearn(base, set, ForgetSet.ofClasses("classb"), settings().withVectoriser(VectoriserPolicy.FROZEN));
        assertThat(unlearned.model().vectoriser()).isEqualTo(base.vectoriser());
        assertThat(unlearned.certificate().relativeDistanceBound()).isLessThanOrEqualTo(1e-4);
    }

    @Test
    void tooFewClassesUnknownClassesAndUnknownRowsAreRefused() {
        TrainingSet set = TinyCorpus.generate(Seeds.EXAMPLE, 40, 3, 8);
        TrainedModel base = train(set);
        assertThatExceptionOfType(TooFewClassesException.class)
                .isThrownBy(() -> unlearn(base, set, ForgetSet.ofClasses("classa", "classb")))
                .satisfies(e -> assertThat(e.remaining()).containsExactly("classc"));
        assertThatExceptionOfType(TooFewClassesException.class)
                .isThrownBy(() -> unlearn(base, set, new ForgetSet(Set.of("classa"), set.rowsOf(1))));
        assertThatExceptionOfType(UnknownClassException.class)
                .isThrownBy(() -> unlearn(base, set, ForgetSet.ofClasses("sport")));
        BitSet beyond = new BitSet();
        beyond.set(40);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> unlearn(base, set, ForgetSet.ofDocuments(beyond)))
                .withMessageContaining("row 40");
    }

    @Test
    void whatCannotConvergeSaysWhatWasTried() {
        TrainingSet set = TinyCorpus.generate(Seeds.EXAMPLE, 80, 4, 8);
        TrainedModel base = train(set);
        UnlearningSettings hopeless = new UnlearningSettings(
                10, 1e-15, 3, 1, VectoriserPolicy.REFIT, settings().solver());
        assertThatExceptionOfType(NotConvergedException.class)
                .isThrownBy(() -> unlearn(base, set, ForgetSet.ofClasses("classb"), hopeless))
                .satisfies(e -> assertThat(e.evidence().ladder()).isNotEmpty())
                .withMessageContaining("L-BFGS from zero: stopped at the limit of passes");
    }

    @Test
    void nothingIsReleasedOnTheSolversWordAlone() {
        // In double the solver gets there, but the rounding of the released weights doesn't let the certificate hold.
        TrainingSet set = TinyCorpus.generate(Seeds.EXAMPLE, 80, 4, 8);
        TrainedModel base = train(set);
        UnlearningSettings finerThanFloats = new UnlearningSettings(
                10, 1e-9, 2000, 1, VectoriserPolicy.REFIT, settings().solver());
        assertThatExceptionOfType(NotConvergedException.class)
                .isThrownBy(() -> unlearn(base, set, ForgetSet.ofClasses("classb"), finerThanFloats))
                .withMessageContaining("converged after")
                .satisfies(e -> assertThat(e.certificate().orElseThrow().relativeDistanceBound())
                        .isGreaterThan(1e-9));
    }

    @Test
    void cancellingStopsTheWork() {
        TrainingSet set = TinyCorpus.generate(Seeds.EXAMPLE, 80, 4, 8);
        UnlearningProblem problem = new UnlearningProblem(train(set), set, ForgetSet.ofClasses("classb"), settings());
        assertThatExceptionOfType(CancelledException.class)
                .isThrownBy(() -> method().unlearn(problem, new CancelAfter(4)));
    }

    @Test
    void aTermTooFrequentBeforeComesBackAsIfTrainedFromScratch() {
        // "common" is in all documents of two classes: 2/3 of all, over the maximum of 60 %, but half without the
        // third.
        Analysis analysis = new Analysis(1, 1, StopWords.NONE, 1, 0.6, true);
        List<String> texts = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (int document = 0; document < 30; document++) {
            String label = List.of("classa", "classb", "classc").get(document % 3);
            labels.add(label);
            texts.add(label + "word" + document % 4 + " shared" + document % 5 + (document % 3 == 0 ? "" : " common"));
        }
        TrainingSet set = TrainingSet.of(TermCounter.count(analysis, texts, ProgressMonitor.NONE), labels);
        TrainingResult base = SoftmaxTrainer.train(set, analysis, TrainingSettings.standard(), ProgressMonitor.NONE);
        assertThat(base.model().vectoriser().terms()).doesNotContain("common");
        BitSet kinds = new BitSet();
        IntStream.range(0, 30).filter(row -> row % 3 == 1 && row > 1).forEach(kinds::set);
        for (ForgetSet forget : List.of(ForgetSet.ofClasses("classb"), ForgetSet.ofDocuments(kinds))) {
            Unlearned unlearned = unlearn(base.model(), set, forget);
            TrainingResult reference = SoftmaxTrainer.train(
                    unlearned.retained(), analysis, TrainingSettings.standard(), ProgressMonitor.NONE);
            assertThat(unlearned.model().vectoriser().terms()).contains("common");
            assertThat(unlearned.model().vectoriser())
                    .isEqualTo(reference.model().vectoriser());
            assertThat(distance(unlearned.model(), reference.model()))
                    .isLessThanOrEqualTo(unlearned.certificate().distanceBound()
                            + reference.certificate().distanceBound());
        }
    }

    @Test
    void aLooserBoundNeverCostsMorePasses() {
        TrainingSet set = TinyCorpus.generate(Seeds.EXAMPLE, 200, 4, 20);
        List<EffortPoint> curve = EffortPoint.curve(
                method(),
                new UnlearningProblem(train(set), set, ForgetSet.ofClasses("classb"), settings()),
                List.of(1e-1, 1e-2, 1e-3, 1e-4),
                model -> 0.5,
                ProgressMonitor.NONE);
        assertThat(curve).extracting(EffortPoint::relativeBound).containsExactly(1e-1, 1e-2, 1e-3, 1e-4);
        assertThat(curve).allMatch(point -> point.certifiedBound() <= point.relativeBound());
        for (int i = 1; i < curve.size(); i++) {
            assertThat(curve.get(i).passes())
                    .isGreaterThanOrEqualTo(curve.get(i - 1).passes());
        }
        assertThat(curve.get(0).csv()).startsWith("0.100000,").endsWith(",0.5000");
        assertThat(curve.get(0).csv().split(",")).hasSameSizeAs(EffortPoint.CSV_HEADER.split(","));
    }
}
