/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.expunge.events.CheckKind;
import io.expunge.events.CheckOutcome;
import io.expunge.events.Indistinguishability;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.ReasonCode;
import io.expunge.events.VerificationCheck;
import io.expunge.events.VerificationStage;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.request.RemovalTarget;
import io.expunge.processor.testing.Sample;
import io.expunge.store.Artifact;
import io.expunge.store.ArtifactContents;
import io.expunge.store.ArtifactDraft;
import io.expunge.store.ContentHash;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.Lineage;
import io.expunge.store.ModelStore;
import io.expunge.store.Operation;
import io.expunge.store.Parameters;
import io.expunge.store.memory.InMemoryModelStore;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.attack.MembershipAudit;
import io.expunge.unlearning.method.VectoriserPolicy;
import io.expunge.unlearning.perturbation.IndistinguishabilityTarget;
import io.expunge.unlearning.perturbation.NoiseScale;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs of a model that is released with noise: the noise is that of the promise, and nothing else tells of the forgotten. */
class NoisyReleaseTest {
    private static final IndistinguishabilityTarget TARGET = new IndistinguishabilityTarget(3e-4, 1, 1e-6);
    private static final ReleaseTerms NOISY = new ReleaseTerms.Noisy(TARGET);
    private static final Optional<NoiseSecret> SECRET = Optional.of(NoiseSecret.ofHex("5e".repeat(32)));

    private static Sample sample;
    private static JobSpecification.Unlearning job;
    private static ModelVersionPublished draft;
    private static Artifact released;

    @BeforeAll
    static void release() {
        sample = new Sample();
        job = noisy(sample.job(sample.base, new RemovalTarget.OfClass("sport")));
        draft = produced(sample.store, job).draft();
        released = sample.store.open(new ContentHash(draft.getContentHash()));
    }

    private static JobSpecification.Unlearning noisy(JobSpecification.Unlearning plain) {
        return new JobSpecification.Unlearning(
                plain.modelId(),
                plain.batchId(),
                plain.baseHash(),
                plain.method(),
                plain.requests(),
                Optional.empty(),
                NOISY);
    }

    private static Outcome run(ModelStore store, int threads, JobSpecification wanted) {
        return new StoreJobExecutor(store, Sample.options(), threads, SECRET).execute(wanted, ProgressMonitor.NONE);
    }

    private static Outcome.Produced produced(ModelStore store, JobSpecification wanted) {
        Outcome outcome = run(store, 1, wanted);
        assertThat(outcome).isInstanceOf(Outcome.Produced.class);
        return (Outcome.Produced) outcome;
    }

    /** A store in which nothing but some artifacts ever was. */
    private static ModelStore storeWith(Artifact... artifacts) {
        ModelStore store = InMemoryModelStore.open();
        for (Artifact artifact : artifacts) {
            assertThat(store.put(new ArtifactDraft(artifact.lineage(), artifact.contents())))
                    .isEqualTo(artifact.hash());
        }
        return store;
    }

    private static float[] weights(ContentHash hash) {
        return sample.store.open(hash).parameters().values();
    }

    @Test
    void theEventTellsThePromiseAndKeepsBackWhatTheSolverDid() {
        Indistinguishability told = draft.getIndistinguishability();
        assertThat(told.getEpsilon()).isEqualTo(1);
        assertThat(told.getDelta()).isEqualTo(1e-6);
        assertThat(told.getDistance()).isEqualTo(3e-4);
        assertThat(told.getNoise()).isEqualTo(TARGET.standardDeviation());
        assertThat(told.getReference()).contains("indistinguishability.md").contains("Balle and Wang");
        assertThat(draft.getEvidence()).isNull();
        assertThat(draft.getReassignments()).isEmpty();
        assertThat(draft.getClassesRemoved()).containsExactly("sport");
        assertThat(draft.getChecks())
                .filteredOn(check -> check.getName().equals("distance-certificate"))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.getKind()).isEqualTo(CheckKind.CERTIFIED);
                    assertThat(check.getOutcome()).isEqualTo(CheckOutcome.PASSED);
                    assertThat(check.getValue()).isNull();
                    assertThat(check.getThreshold()).isEqualTo(3e-4);
                });
        assertThat(draft.getChecks())
                .filteredOn(check -> check.getKind() == CheckKind.CERTIFIED)
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(check -> assertThat(check.getOutcome()).isEqualTo(CheckOutcome.PASSED));
    }

    @Test
    void theArtifactKeepsBackTheSameAndSaysWhatWasPromised() {
        assertThat(released.contents().metrics().keySet()).containsExactly("retained-accuracy-after");
        assertThat(PromisedRelease.of(released.lineage())).contains(TARGET);
        assertThat(released.card().orElseThrow().metrics()).doesNotContainKeys("passes", "gradient-norm");
    }

    @Test
    void theAccuracyIsThatOfWhatIsReleased() {
        Outcome.Produced plain = produced(storeWith(sample.store.open(sample.base)), plainly(job));
        assertThat(draft.getRetainedAccuracyAfter()).isCloseTo(plain.draft().getRetainedAccuracyAfter(), within(0.05));
    }

    private static JobSpecification.Unlearning plainly(JobSpecification.Unlearning noisy) {
        return new JobSpecification.Unlearning(
                noisy.modelId(), noisy.batchId(), noisy.baseHash(), noisy.method(), noisy.requests());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aJobThatIsDoneAgainDrawsTheSameNoiseOnAnyNumberOfThreads(int threads) {
        ModelStore other = storeWith(sample.store.open(sample.base));
        Outcome.Produced again = (Outcome.Produced) run(other, threads, job);
        assertThat(again.draft().getContentHash()).isEqualTo(draft.getContentHash());
    }

    /** So a retry of what was refused comes to the very result that was refused, and tells nothing more. */
    @Test
    void anotherBatchOfTheSameRequestsComesToTheSameRelease() {
        String again = produced(sample.store, job("retried")).draft().getContentHash();
        assertThat(weights(new ContentHash(again)))
                .isEqualTo(released.parameters().values());
    }

    @Test
    void otherTermsDrawOtherNoise() {
        ReleaseTerms stronger = new ReleaseTerms.Noisy(new IndistinguishabilityTarget(3e-4, 0.5, 1e-6));
        JobSpecification.Unlearning other = new JobSpecification.Unlearning(
                job.modelId(), "stronger", job.baseHash(), job.method(), job.requests(), Optional.empty(), stronger);
        float[] weights =
                weights(new ContentHash(produced(sample.store, other).draft().getContentHash()));
        assertThat(weights).hasSameSizeAs(released.parameters().values());
        assertThat(weights).isNotEqualTo(released.parameters().values());
    }

    /** The numbers would tell of a model that had learnt what is forgotten. */
    @Test
    void whatAComparisonWithTheVersionBeforeFindsIsKeptBack() {
        assertThat(draft.getRetainedAccuracyBefore()).isNull();
        assertThat(draft.getTermsRemoved()).isZero();
        assertThat(draft.getChecks())
                .filteredOn(check -> check.getName().equals("retained-accuracy"))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.getValue()).isNull();
                    assertThat(check.getIntervalLow()).isNull();
                    assertThat(check.getDetail()).doesNotContainPattern("[0-9]");
                });
        assertThat(verified(released.hash()).get("retained-accuracy").getOutcome())
                .isEqualTo(CheckOutcome.NOT_RUN);
    }

    /** The store keeps what a batch was put with first; after a restart under other settings that is another model. */
    @Test
    void aResultUnderEarlierSettingsIsNotAnnouncedWithTheWordsOfLaterOnes() {
        ModelStore store = storeWith(sample.store.open(sample.base));
        produced(store, plainly(job));
        assertThat(run(store, 1, job)).isInstanceOfSatisfying(Outcome.Failed.class, failed -> assertThat(
                        failed.reason().detail())
                .contains("settings of releases were changed"));
        ModelStore other = storeWith(sample.store.open(sample.base));
        produced(other, job);
        assertThat(run(other, 1, plainly(job))).isInstanceOf(Outcome.Failed.class);
        assertThat(run(other, 2, job)).isInstanceOf(Outcome.Produced.class);
    }

    /** So a later version is a function of what was published and of what remains, and tells nothing more of what was forgotten. */
    @Test
    void theNextVersionIsMadeFromThePublishedOneAlone() {
        JobSpecification.Unlearning next =
                noisy(sample.job(released.hash(), sample.documents(sample.idsOf("health")[0])));
        String withAll = produced(sample.store, next).draft().getContentHash();
        String alone = produced(storeWith(released), next).draft().getContentHash();
        assertThat(alone).isEqualTo(withAll);
    }

    private static Map<String, VerificationCheck> verified(ContentHash hash) {
        VerificationSpecification version = new VerificationSpecification(
                Sample.MODEL, 2, hash.hex(), Optional.of(sample.base.hex()), 2, VerificationStage.DEEP);
        return sample.executor(2).verifier().check(version, ProgressMonitor.NONE).stream()
                .collect(Collectors.toMap(VerificationCheck::getName, Function.identity()));
    }

    @Test
    void thoroughChecksFindTheNoiseThatWasPromisedAndAttackNobody() {
        Map<String, VerificationCheck> checks = verified(released.hash());
        assertThat(checks.values()).extracting(VerificationCheck::getOutcome).doesNotContain(CheckOutcome.FAILED);
        assertThat(checks.get(NoiseScale.NAME).getOutcome()).isEqualTo(CheckOutcome.PASSED);
        assertThat(checks.get(NoiseScale.NAME).getValue()).isCloseTo(1, within(0.05));
        assertThat(checks.get("attack.likelihood-ratio").getOutcome()).isEqualTo(CheckOutcome.NOT_RUN);
        assertThat(checks.get("attack.likelihood-ratio").getDetail()).contains("Released with noise");
        assertThat(checks.get("set-arithmetic").getOutcome()).isEqualTo(CheckOutcome.PASSED);
        assertThat(checks).doesNotContainKey("distance-certificate");
    }

    /** Where noise alone may move what an attack finds, nobody is accused by it. */
    @Test
    void aComparisonThatLoudNoiseWouldDecideIsNotMade() {
        IndistinguishabilityTarget loud = new IndistinguishabilityTarget(0.05, 1, 1e-6);
        assertThat(loud.standardDeviation()).isGreaterThan(0.1);
        JobSpecification.Unlearning other = new JobSpecification.Unlearning(
                job.modelId(),
                "loud",
                job.baseHash(),
                job.method(),
                job.requests(),
                Optional.empty(),
                new ReleaseTerms.Noisy(loud));
        Outcome.Produced produced = produced(sample.store, other);
        Map<String, VerificationCheck> checks =
                verified(new ContentHash(produced.draft().getContentHash()));
        assertThat(checks.get(MembershipAudit.OF_RETAINED).getOutcome()).isEqualTo(CheckOutcome.NOT_RUN);
        assertThat(checks.get(MembershipAudit.OF_RETAINED).getDetail()).contains("noise that was promised");
        assertThat(checks.get(NoiseScale.NAME).getOutcome()).isEqualTo(CheckOutcome.PASSED);
    }

    /** The bare parameters, released as if they had noise; noise too small or too large by a tenth. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.9, 1.1})
    void noiseThatIsNotAsPromisedIsFound(double share) {
        Outcome.Produced plain = produced(storeWith(sample.store.open(sample.base)), plainly(job));
        ArtifactContents contents = released.contents();
        float[] bare = bareWeights(plain);
        float[] noisy = contents.parameters().values();
        float[] planted = new float[noisy.length];
        for (int i = 0; i < planted.length; i++) {
            planted[i] = (float) (bare[i] + share * (noisy[i] - (double) bare[i]));
        }
        Map<String, VerificationCheck> checks = verified(put(contents, planted));
        assertThat(checks.get(NoiseScale.NAME).getOutcome()).isEqualTo(CheckOutcome.FAILED);
        assertThat(checks.get(NoiseScale.NAME).getValue()).isCloseTo(share, within(0.05));
    }

    private static float[] bareWeights(Outcome.Produced plain) {
        ModelStore store = storeWith(sample.store.open(sample.base));
        UnlearningOptions tight = new UnlearningOptions(
                Sample.options().method(),
                1e-6,
                Sample.options().maximumPasses(),
                VectoriserPolicy.REFIT,
                Sample.options().solver());
        Outcome outcome = new StoreJobExecutor(store, tight, 1).execute(plainly(job), ProgressMonitor.NONE);
        String hash = ((Outcome.Produced) outcome).draft().getContentHash();
        assertThat(hash).isNotEqualTo(plain.draft().getContentHash());
        return store.open(new ContentHash(hash)).parameters().values();
    }

    private static ContentHash put(ArtifactContents contents, float[] weights) {
        Parameters shape = contents.parameters();
        ArtifactContents planted = new ArtifactContents(
                new Parameters(shape.terms(), shape.classes(), weights),
                contents.vocabulary(),
                contents.classes(),
                contents.trainingSet(),
                contents.evaluationSet(),
                contents.honouredDeletions(),
                contents.metrics(),
                contents.servedRequests());
        Lineage lineage = new Lineage(
                Sample.MODEL,
                Optional.of(sample.base),
                Operation.UNLEARNED,
                Optional.of("planted " + weights[0]),
                released.lineage().provenance());
        return sample.store.put(new ArtifactDraft(lineage, planted));
    }

    @Test
    void aRollbackGetsNoiseOfItsOwnAndIsRefusedWhenTheBudgetIsSpent() {
        JobSpecification.Rollback rollback = rollback(NOISY);
        Outcome.Produced produced = produced(sample.store, rollback);
        assertThat(produced.draft().getIndistinguishability().getDistance()).isEqualTo(3e-4);
        assertThat(produced.draft().getEvidence()).isNull();
        assertThat(produced.draft().getClasses()).doesNotContain("sport");

        Outcome refused = run(sample.store, 1, rollback(new ReleaseTerms.Spent("too much would be told")));
        assertThat(refused).isInstanceOfSatisfying(Outcome.Refused.class, outcome -> {
            assertThat(outcome.reason().code()).isEqualTo(ReasonCode.BUDGET_SPENT);
            assertThat(outcome.reason().detail())
                    .isEqualTo("Version 1 cannot be taken up again: too much would be told.");
        });
    }

    private static JobSpecification.Rollback rollback(ReleaseTerms terms) {
        return new JobSpecification.Rollback(
                Sample.MODEL,
                "rollback " + terms.text(),
                released.hash().hex(),
                2,
                1,
                Optional.of(sample.base.hex()),
                Sample.options().method(),
                HonouredDeletions.NONE,
                List.of(),
                terms);
    }

    @Test
    void withoutASecretNothingIsReleased() {
        Outcome outcome =
                new StoreJobExecutor(sample.store, Sample.options(), 1).execute(job("no secret"), ProgressMonitor.NONE);
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> assertThat(
                        failed.reason().detail())
                .contains("expunge.indistinguishability.secret"));
    }

    private static JobSpecification.Unlearning job(String batchId) {
        return new JobSpecification.Unlearning(
                job.modelId(), batchId, job.baseHash(), job.method(), job.requests(), Optional.empty(), NOISY);
    }

    /** How near a solver came depends on what is forgotten, so the refusal gives no number but the promised one. */
    @Test
    void aSolverThatDoesNotGetThereSaysOnlyThat() {
        UnlearningOptions hasty = new UnlearningOptions(
                Sample.options().method(),
                1e-4,
                2,
                VectoriserPolicy.REFIT,
                Sample.options().solver());
        Outcome outcome =
                new StoreJobExecutor(sample.store, hasty, 1, SECRET).execute(job("hasty"), ProgressMonitor.NONE);
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.reason().code()).isEqualTo(ReasonCode.NOT_CONVERGED);
            assertThat(failed.reason().detail().replace("3.0E-4", "")).doesNotContainPattern("[0-9]");
        });
    }

    @Test
    void theSecretIsNotSpelledOut() {
        assertThat(SECRET.orElseThrow().toString()).doesNotContain("5e");
    }
}
