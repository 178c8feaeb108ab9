/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.expunge.unlearning.CancelledException;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.Seeds;
import io.expunge.unlearning.method.SoftmaxTrainer;
import io.expunge.unlearning.method.TrainingSettings;
import io.expunge.unlearning.method.Unlearned;
import io.expunge.unlearning.method.VectoriserPolicy;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.perturbation.IndistinguishabilityTarget;
import io.expunge.unlearning.perturbation.OutputPerturbation;
import io.expunge.unlearning.perturbation.RoundedGaussian;
import io.expunge.unlearning.solve.CancelAfter;
import io.expunge.unlearning.verify.Check;
import io.expunge.unlearning.verify.CheckOutcome;
import io.expunge.unlearning.verify.LabelSpaceGuarantee;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Versions that were unlearned, and versions that were not, under all attacks: 3,000 invented notes learnt from and 3,000 held out,
 * about 375 of them of the class removed, or 300 forgotten documents of all classes. Every seed is fixed, so a run fails always or
 * never; how often versions drawn anew fail and are caught, {@link AuditErrorRatesTest} says: none of 60 honest ones failed, and
 * every planted one was caught 30 times in 30 by the check that is named here, if it is among those that the long test counts.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MembershipAuditTest {

    private static final String REMOVED = "sport";
    /** Fewer shadows than are usual: they are most of the time, and what is planted is found with four. */
    private static final AuditSettings SETTINGS =
            new AuditSettings(AuditCase.TRAINING, Seeds.EXAMPLE, 4, 0.02, 0.05, 3);

    private final AuditCase sample = AuditCase.sample(Seeds.EXAMPLE, 6000);
    private final BitSet classRows = sample.rowsOf(REMOVED);
    private final BitSet someRows = sample.someRows(Seeds.EXAMPLE, 300);
    private final TrainedModel withoutClass =
            sample.unlearn(classRows, VectoriserPolicy.REFIT).model();
    private final TrainedModel withoutSome =
            sample.unlearn(someRows, VectoriserPolicy.REFIT).model();

    private AuditResult audit(TrainedModel released, BitSet forgotten) {
        return MembershipAudit.run(sample.input(released, forgotten), SETTINGS, ProgressMonitor.NONE);
    }

    private static List<String> named(AuditResult result, CheckOutcome outcome) {
        return result.checks().stream()
                .filter(check -> check.outcome() == outcome)
                .map(Check::name)
                .toList();
    }

    private static Check check(AuditResult result, String name) {
        return result.checks().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aClassThatWasUnlearnedPassesEverything() {
        AuditResult result = audit(withoutClass, classRows);
        assertThat(named(result, CheckOutcome.PASSED))
                .containsExactly(
                        VocabularyAttack.NAME,
                        NeighbourClassAttack.NAME,
                        PooledShadowAttack.FORGOTTEN,
                        PooledShadowAttack.RETAINED,
                        LikelihoodRatioAttack.NAME);
        assertThat(named(result, CheckOutcome.FAILED)).isEmpty();
        assertThat(result.checks())
                .allSatisfy(check -> assertThat(check.detail()).isNotBlank().endsWith("."));
    }

    private AuditResult auditOfRetained(TrainedModel released) {
        AuditInput input = AuditInput.ofRetained(
                released,
                LabelledDocuments.independent(sample.training()),
                Optional.of(LabelledDocuments.independent(sample.evaluation())));
        return MembershipAudit.ofRetained(input, SETTINGS, ProgressMonitor.NONE);
    }

    @Test
    void withoutTheVersionBeforeTheDocumentsThatStayAreStillAttacked() {
        AuditResult result = auditOfRetained(sample.before());
        assertThat(result.checks())
                .extracting(Check::name)
                .containsExactly(VocabularyAttack.NAME, PooledShadowAttack.RETAINED);
        assertThat(named(result, CheckOutcome.PASSED)).hasSize(2);
    }

    @Test
    void aVersionThatLearntTheDocumentsThatStayByHeartIsCaughtByThem() {
        TrainingSettings loose = new TrainingSettings(1e4, 1e-2, 5_000, 2);
        TrainedModel byHeart = SoftmaxTrainer.train(
                        sample.training(), sample.before().vectoriser().analysis(), loose, ProgressMonitor.NONE)
                .model();
        assertThat(named(auditOfRetained(byHeart), CheckOutcome.FAILED)).containsExactly(PooledShadowAttack.RETAINED);
    }

    @Test
    void documentsThatWereUnlearnedPassEverything() {
        AuditResult result = audit(withoutSome, someRows);
        assertThat(named(result, CheckOutcome.PASSED))
                .containsExactly(
                        VocabularyAttack.NAME,
                        PooledShadowAttack.FORGOTTEN,
                        PooledShadowAttack.RETAINED,
                        LikelihoodRatioAttack.NAME,
                        ExactLeaveOneOut.NAME);
        assertThat(named(result, CheckOutcome.FAILED)).isEmpty();
    }

    @Test
    void aColumnThatWasOnlyDroppedIsCaughtByEveryAttackOnTheClass() {
        assertThat(named(audit(Planted.columnDropped(sample.before(), REMOVED), classRows), CheckOutcome.FAILED))
                .contains(NeighbourClassAttack.NAME, PooledShadowAttack.FORGOTTEN, LikelihoodRatioAttack.NAME);
    }

    /** No mean logit tells of the column any more; what is left is what a method does that starts well and never solves. */
    @Test
    void aColumnThatWasDroppedAndRecentredIsCaughtAllTheSame() {
        assertThat(named(audit(Planted.recentred(sample.before(), REMOVED), classRows), CheckOutcome.FAILED))
                .contains(NeighbourClassAttack.NAME, LikelihoodRatioAttack.NAME);
    }

    /** The class is still an answer, which is proved without any attack; its neighbours give it away as well. */
    @Test
    void aColumnThatWasOnlyZeroedIsCaughtByTheLabelSpaceAndTheNeighbours() {
        TrainedModel zeroed = Planted.columnZeroed(sample.before(), REMOVED);
        assertThat(LabelSpaceGuarantee.check(
                        zeroed,
                        Set.of(REMOVED),
                        zeroed.vectoriser().transform(sample.evaluation().counts())))
                .filteredOn(check -> check.outcome() == CheckOutcome.FAILED)
                .extracting(Check::name)
                .contains("label-space.removed-absent");
        assertThat(named(audit(zeroed, classRows), CheckOutcome.FAILED)).contains(NeighbourClassAttack.NAME);
    }

    @Test
    void documentsThatWereNotUnlearnedAreCaughtAsGivingMoreAway() {
        AuditResult result = audit(sample.before(), someRows);
        assertThat(named(result, CheckOutcome.FAILED))
                .contains(PooledShadowAttack.FORGOTTEN, LikelihoodRatioAttack.NAME, ExactLeaveOneOut.NAME);
        assertThat(check(result, LikelihoodRatioAttack.NAME).value().orElseThrow())
                .isGreaterThan(0.1);
    }

    /** Half the way further than the retrained model, as gradient ascent on the forgotten ends: less than nothing is known. */
    @Test
    void documentsThatWerePushedTooFarAreCaughtAsGivingThemselvesAway() {
        AuditResult result = audit(Planted.beyond(sample.before(), withoutSome, 0.5), someRows);
        assertThat(named(result, CheckOutcome.FAILED)).contains(LikelihoodRatioAttack.NAME);
        assertThat(check(result, LikelihoodRatioAttack.NAME).value().orElseThrow())
                .isLessThan(-0.1);
    }

    @Test
    void aClassThatWasPushedTooFarIsCaughtByItsNeighbours() {
        assertThat(named(audit(Planted.beyond(sample.before(), withoutClass, 0.5), classRows), CheckOutcome.FAILED))
                .contains(NeighbourClassAttack.NAME);
    }

    @Test
    void aVocabularyThatWasNotRefittedIsCaughtByItsTerms() {
        TrainedModel ofClass =
                sample.unlearn(classRows, VectoriserPolicy.FROZEN).model();
        assertThat(named(audit(ofClass, classRows), CheckOutcome.FAILED)).contains(VocabularyAttack.NAME);
    }

    @Test
    void aVocabularyThatWasNotRefittedIsCaughtWithoutTheForgottenToo() {
        Unlearned frozen = sample.unlearn(someRows, VectoriserPolicy.FROZEN);
        AuditInput input = AuditInput.ofRetained(
                frozen.model(), LabelledDocuments.independent(frozen.retained()), Optional.empty());
        AuditResult result = MembershipAudit.ofRetained(input, SETTINGS, ProgressMonitor.NONE);
        assertThat(check(result, VocabularyAttack.NAME).outcome()).isEqualTo(CheckOutcome.FAILED);
        assertThat(check(result, VocabularyAttack.NAME).value().getAsDouble()).isPositive();
    }

    /**
     * Attacks that look at all forgotten documents together are blind to one of 300; set arithmetic, which is exact, is the check
     * meant for it. Where the documents are at hand exact leave-one-out finds it too, if it moves the confidence in its own label by
     * more than the other forgotten documents move for its sake: four of the first five did (by 0.05 to 1.04), and row 42, which
     * moves its own by less than 0.02, is found by set arithmetic alone.
     */
    @Test
    void oneDocumentLeftInIsFoundByLeaveOneOutAndByNoAttackOnAll() {
        for (int left : new int[] {12, 60}) {
            AuditResult result = audit(withOneLeftIn(left), someRows);
            assertThat(named(result, CheckOutcome.FAILED)).containsExactly(ExactLeaveOneOut.NAME);
            Check found = check(result, ExactLeaveOneOut.NAME);
            assertThat(found.detail()).contains("at row " + left + " of");
            assertThat(found.value().orElseThrow()).isBetween(0.99, 1.01);
        }
        assertThat(named(audit(withOneLeftIn(42), someRows), CheckOutcome.FAILED))
                .isEmpty();
    }

    private TrainedModel withOneLeftIn(int row) {
        BitSet allButOne = (BitSet) someRows.clone();
        assertThat(allButOne.get(row)).isTrue();
        allButOne.clear(row);
        return sample.unlearn(allButOne, VectoriserPolicy.REFIT).model();
    }

    /** Noise as it is published for (1, 1e-6) at the default distance hides what is left, and looks like no failure. */
    @Test
    void aVersionWithNoiseIsNoFailure() {
        double deviation = new IndistinguishabilityTarget(IndistinguishabilityTarget.DEFAULT_DISTANCE, 1, 1e-6)
                .standardDeviation();
        RoundedGaussian noise = RoundedGaussian.of(
                new SplittableRandom(Seeds.EXAMPLE)::nextLong, deviation, OutputPerturbation.GRID_EXPONENT);
        float[] noisy = OutputPerturbation.perturb(OutputPerturbation.onGrid(withoutSome.weights().data), noise);
        double[] weights = new double[noisy.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = noisy[i];
        }
        TrainedModel released = TrainedModel.rounded(withoutSome.vectoriser(), withoutSome.labelSpace(), weights);
        AuditResult result = MembershipAudit.run(sample.input(released, someRows), SETTINGS, ProgressMonitor.NONE);
        assertThat(named(result, CheckOutcome.FAILED)).isEmpty();
        assertThat(named(result, CheckOutcome.PASSED)).contains(LikelihoodRatioAttack.NAME, ExactLeaveOneOut.NAME);
    }

    @Test
    void oneForgottenDocumentIsJudgedByLeaveOneOutAlone() {
        BitSet one = sample.someRows(Seeds.EXAMPLE + 1, 1);
        AuditResult honest = audit(sample.unlearn(one, VectoriserPolicy.REFIT).model(), one);
        assertThat(named(honest, CheckOutcome.PASSED))
                .contains(ExactLeaveOneOut.NAME)
                .doesNotContain(LikelihoodRatioAttack.NAME, PooledShadowAttack.FORGOTTEN);
        assertThat(check(honest, LikelihoodRatioAttack.NAME).detail()).contains("Too few: 1 ", "237");
        assertThat(named(audit(sample.before(), one), CheckOutcome.FAILED)).contains(ExactLeaveOneOut.NAME);
    }

    /** All of one person's documents count as one: a bootstrap over documents would claim what nobody knows. */
    @Test
    void onePersonsDocumentsAreOneCluster() {
        int[] clusters = new int[sample.training().documents()];
        AuditInput input = new AuditInput(
                sample.before(),
                withoutSome,
                new LabelledDocuments(sample.training(), clusters),
                someRows,
                Optional.of(LabelledDocuments.independent(sample.evaluation())));
        AuditResult result = MembershipAudit.run(input, SETTINGS, ProgressMonitor.NONE);
        assertThat(check(result, LikelihoodRatioAttack.NAME).outcome()).isEqualTo(CheckOutcome.NOT_RUN);
    }

    @Test
    void aSubjectIsFoundWhereOneOfTheirDocumentsIs() {
        int documents = sample.training().documents();
        int[] pairs = IntStream.range(0, documents).map(row -> row / 2).toArray();
        double[] scores = IntStream.range(0, documents)
                .mapToDouble(row -> row % 2 == 0 ? row : -row)
                .toArray();
        PairedAttack attack = new PairedAttack(
                "attack",
                new LabelledDocuments(sample.training(), pairs),
                LabelledDocuments.independent(sample.training()));
        attack.add(AttackCurve.Attacked.RELEASED, scores, scores);
        assertThat(attack.highestOfClusters(AttackCurve.Attacked.RELEASED, true))
                .containsExactly(IntStream.range(0, documents)
                        .filter(row -> row % 2 == 0)
                        .mapToDouble(row -> row)
                        .toArray());
        assertThat(attack.highestOfClusters(AttackCurve.Attacked.RELEASED, false))
                .containsExactly(scores);
    }

    @Test
    void withoutAnEvaluationSetNothingThatNeedsOnePasses() {
        AuditInput input = new AuditInput(
                sample.before(),
                withoutClass,
                LabelledDocuments.independent(sample.training()),
                classRows,
                Optional.empty());
        AuditResult result = MembershipAudit.run(input, SETTINGS, ProgressMonitor.NONE);
        assertThat(named(result, CheckOutcome.PASSED)).containsExactly(VocabularyAttack.NAME);
        assertThat(result.checks()).hasSize(8);
    }

    @Test
    void threadsChangeNoBit() {
        AuditSettings few = new AuditSettings(AuditCase.TRAINING, Seeds.EXAMPLE, 2, 0.02, 0.05, 1);
        AuditInput input = sample.input(withoutSome, someRows);
        assertThat(MembershipAudit.run(input, few.withParallelism(1), ProgressMonitor.NONE))
                .isEqualTo(MembershipAudit.run(input, few.withParallelism(3), ProgressMonitor.NONE));
    }

    @Test
    void everySolveIsToldAndCanBeTheLast() {
        List<String> told = new ArrayList<>();
        MembershipAudit.run(sample.input(withoutSome, someRows), SETTINGS, new ProgressMonitor() {
            @Override
            public void progress(String stage, long done, long total) {
                assertThat(done).isEqualTo(told.size()).isLessThan(total);
                told.add(stage);
            }

            @Override
            public void checkCancelled() {
                // Nobody cancels.
            }
        });
        Predicate<String> shadow = stage -> stage.contains("shadow ");
        assertThat(told).filteredOn(shadow).hasSize(8);
        AuditInput input = sample.input(withoutClass, classRows);
        for (int steps : new int[] {1, 60}) {
            assertThatExceptionOfType(CancelledException.class)
                    .isThrownBy(() -> MembershipAudit.run(input, SETTINGS, new CancelAfter(steps)));
        }
    }
}
