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
import io.expunge.unlearning.features.Vectoriser;
import io.expunge.unlearning.model.TinyCorpus;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.model.TrainingSet;
import io.expunge.unlearning.model.UnknownClassException;
import io.expunge.unlearning.solve.CancelAfter;
import io.expunge.unlearning.verify.CertificateEvaluation;
import io.expunge.unlearning.verify.Check;
import io.expunge.unlearning.verify.LabelSpaceGuarantee;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What every unlearning method promises, on problems small enough to train from scratch again and again. */
abstract class UnlearningMethodContract {

    private static final UnlearningSettings SETTINGS = UnlearningSettings.standard();

    abstract UnlearningMethod method();

    private static TrainedModel train(TrainingSet set) {
        return retrained(set).model();
    }

    private static TrainingResult retrained(TrainingSet set) {
        return SoftmaxTrainer.train(set, TinyCorpus.ANALYSIS, TrainingSettings.standard(), ProgressMonitor.NONE);
    }

    private Unlearned unlearn(TrainedModel base, TrainingSet set, ForgetSet forgetSet) {
        return unlearn(base, set, forgetSet, SETTINGS);
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
        assertThat(unlearned.certificate().relativeDistanceBound()).isLessThanOrEqualTo(SETTINGS.relativeBound());
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
            Unlearned more = unlearn(base, set, forget, SETTINGS.withParallelism(threads));
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
        Unlearned unlearned = unlearn(
                base,
                set,
                ForgetSet.ofClasses("classb"),
                new UnlearningSettings(10, 1e-4, 400, 1, VectoriserPolicy.FROZEN));
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
        UnlearningSettings hopeless = new UnlearningSettings(10, 1e-15, 3, 1, VectoriserPolicy.REFIT);
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
        UnlearningSettings finerThanFloats = new UnlearningSettings(10, 1e-9, 2000, 1, VectoriserPolicy.REFIT);
        assertThatExceptionOfType(NotConvergedException.class)
                .isThrownBy(() -> unlearn(base, set, ForgetSet.ofClasses("classb"), finerThanFloats))
                .withMessageContaining("converged after")
                .satisfies(e -> assertThat(e.certificate().orElseThrow().relativeDistanceBound())
                        .isGreaterThan(1e-9));
    }

    @Test
    void cancellingStopsTheWork() {
        TrainingSet set = TinyCorpus.generate(Seeds.EXAMPLE, 80, 4, 8);
        UnlearningProblem problem = new UnlearningProblem(train(set), set, ForgetSet.ofClasses("classb"), SETTINGS);
        assertThatExceptionOfType(CancelledException.class)
                .isThrownBy(() -> method().unlearn(problem, new CancelAfter(4)));
    }
}
