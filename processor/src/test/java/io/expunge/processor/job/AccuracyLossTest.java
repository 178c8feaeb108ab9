/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.CheckKind;
import io.expunge.events.CheckOutcome;
import io.expunge.events.ReasonCode;
import io.expunge.events.VerificationCheck;
import io.expunge.events.VerificationStage;
import io.expunge.processor.Seeds;
import io.expunge.processor.artifact.ModelTraining;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.service.ProcessorConfiguration;
import io.expunge.processor.testing.Sample;
import io.expunge.store.ContentHash;
import io.expunge.store.HonouredDeletions;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.corpus.Corpus;
import io.expunge.unlearning.corpus.Document;
import io.expunge.unlearning.corpus.SampleCorpus;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.method.TrainingSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who decides on a removal that guts a class that stays: nobody at first, then an operator, or whoever wanted it anyway. */
class AccuracyLossTest {
    private static final String FLOOR = "guard-floor";
    private static final String ACCEPTED = "accuracy-loss-accepted";
    private static final Optional<String> DESK = Optional.of("privacy-desk");

    private static final int JUDGES = 2400;

    private static Sample sample;
    private static ContentHash base;
    private static String accepted;

    @BeforeAll
    static void train() {
        sample = new Sample();
        base = sample.train(Sample.MODEL, sample.corpus.train(), judges());
        accepted = produced(sample.executor(1), gutting(base, DESK)).draft().getContentHash();
    }

    /** As many documents held out as it takes to judge every class; under ids of their own, so that all of them stay. */
    private static Corpus judges() {
        return new Corpus(SampleCorpus.generate(Seeds.EXAMPLE, JUDGES).test().documents().stream()
                .map(one -> new Document("judge-" + one.id(), one.label(), one.text(), Optional.empty()))
                .toList());
    }

    /** All documents of a class but three: it stays, and nobody finds it any more. */
    private static JobSpecification.Unlearning gutting(ContentHash from, Optional<String> acceptedBy) {
        String[] ids = sample.idsOf("sport");
        JobSpecification.Unlearning job = sample.job(from, sample.documents(Arrays.copyOf(ids, ids.length - 3)));
        return new JobSpecification.Unlearning(
                job.modelId(),
                job.batchId() + acceptedBy,
                job.baseHash(),
                job.method(),
                job.requests(),
                acceptedBy,
                ReleaseTerms.PLAIN);
    }

    /** Under another floor it is another batch. */
    private static JobSpecification guttingUnder(String floor) {
        JobSpecification.Unlearning job = gutting(base, Optional.empty());
        return new JobSpecification.Unlearning(
                job.modelId(), job.batchId() + floor, job.baseHash(), job.method(), job.requests());
    }

    private static StoreJobExecutor executor(String floor) {
        return new StoreJobExecutor(
                sample.store,
                ProcessorConfiguration.of(Map.of("expunge.guard.floor", floor)).unlearning(),
                1);
    }

    private static Outcome.Produced produced(StoreJobExecutor executor, JobSpecification job) {
        Outcome outcome = executor.execute(job, ProgressMonitor.NONE);
        assertThat(outcome).isInstanceOf(Outcome.Produced.class);
        return (Outcome.Produced) outcome;
    }

    private static VerificationCheck guard(List<VerificationCheck> checks) {
        return checks.stream()
                .filter(check -> check.getName().equals("retained-accuracy"))
                .findFirst()
                .orElseThrow();
    }

    private static VerificationCheck guard(Outcome.Produced produced) {
        return guard(produced.draft().getChecks());
    }

    private static Map<String, String> configuration(String hash) {
        return sample.store.open(new ContentHash(hash)).lineage().provenance().configuration();
    }

    private static List<VerificationCheck> deep(StoreJobExecutor executor, String hash, ContentHash from) {
        VerificationSpecification version = new VerificationSpecification(
                Sample.MODEL, 2, hash, Optional.of(from.hex()), 2, VerificationStage.DEEP);
        return executor.verifier().check(version, ProgressMonitor.NONE);
    }

    @Test
    void aRemovalThatGutsAClassIsRefusedAndNamesTheWayOut() {
        int artifacts = sample.store.list().size();
        JobSpecification.Unlearning job = gutting(base, Optional.empty());
        Outcome outcome = sample.executor(1).execute(job, ProgressMonitor.NONE);
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(((Outcome.Failed) outcome).reason().code()).isEqualTo(ReasonCode.ACCURACY_LOSS);
        assertThat(((Outcome.Failed) outcome).reason().detail())
                .contains("by more than 5.0 points on sport")
                .contains("answers turned wrong")
                .endsWith("expunge retry --model news --accept-accuracy-loss --operator NAME --reason WHY request-0");
        assertThat(sample.store.list()).hasSize(artifacts);
    }

    @Test
    void theWayOutIsNamedAsAShellTakesIt() {
        JobSpecification.Unlearning job = gutting(base, Optional.empty());
        JobSpecification odd = new JobSpecification.Unlearning(
                "it's news", job.batchId(), job.baseHash(), job.method(), job.requests());
        Outcome outcome = sample.executor(1).execute(odd, ProgressMonitor.NONE);
        assertThat(((Outcome.Failed) outcome).reason().detail()).contains("--model 'it'\\''s news' --accept");
    }

    @Test
    void whatAnOperatorAcceptedIsMadeAndTold() {
        Outcome.Produced produced = produced(sample.executor(1), gutting(base, DESK));
        VerificationCheck guard = guard(produced);
        assertThat(guard.getOutcome()).isEqualTo(CheckOutcome.FAILED);
        assertThat(guard.getKind()).isEqualTo(CheckKind.EMPIRICAL);
        assertThat(guard.getValue()).isLessThan(-0.3);
        assertThat(guard.getThreshold()).isEqualTo(-0.05);
        assertThat(guard.getIntervalHigh()).isLessThan(-0.05);
        assertThat(guard.getDetail()).endsWith("Accepted by operator privacy-desk.");
        assertThat(configuration(produced.draft().getContentHash()))
                .containsEntry(ACCEPTED, "privacy-desk")
                .doesNotContainKey(FLOOR);
        assertThat(produced.draft().getChecks())
                .filteredOn(check -> check.getKind() == CheckKind.CERTIFIED)
                .hasSizeGreaterThanOrEqualTo(5)
                .allMatch(check -> check.getOutcome() == CheckOutcome.PASSED);
    }

    /** Nothing of an acceptance is left where there was nothing to accept: the artifact is the one anybody's job makes. */
    @Test
    void whereNothingIsLostNothingIsAccepted() {
        JobSpecification.Unlearning plain = sample.job(base, sample.documents(sample.idsOf("sport")[0]));
        JobSpecification marked = new JobSpecification.Unlearning(
                plain.modelId(),
                plain.batchId(),
                plain.baseHash(),
                plain.method(),
                plain.requests(),
                DESK,
                ReleaseTerms.PLAIN);
        Outcome.Produced produced = produced(sample.executor(1), marked);
        assertThat(guard(produced).getDetail()).doesNotContain("Accepted");
        assertThat(configuration(produced.draft().getContentHash())).doesNotContainKey(ACCEPTED);
        assertThat(produced(sample.executor(1), plain).draft().getContentHash())
                .isEqualTo(produced.draft().getContentHash());
    }

    /** What decides about a loss is the gate; later checks tell of it, and of who accepted what. */
    @Test
    void laterChecksTellOfTheLossAndWhoAcceptedIt() {
        VerificationCheck guard = guard(deep(sample.executor(1), accepted, base));
        assertThat(guard.getOutcome()).isEqualTo(CheckOutcome.FAILED);
        assertThat(VerificationChecks.speaksAgainst(guard)).isFalse();
        assertThat(guard.getDetail())
                .contains("by more than 5.0 points on sport")
                .endsWith(
                        "When this version was made, a loss against the one before it was accepted by operator privacy-desk.");
    }

    /** The operator accepted what one version cost, not what all of them cost together. */
    @Test
    void nobodyIsSaidToHaveAcceptedWhatALaterVersionCosts() {
        JobSpecification next = sample.job(new ContentHash(accepted), sample.documents(sample.idsOf("health")[0]));
        Outcome.Produced produced = produced(sample.executor(1), next);
        assertThat(guard(produced).getOutcome()).isNotEqualTo(CheckOutcome.FAILED);
        String hash = produced.draft().getContentHash();
        assertThat(configuration(hash)).doesNotContainKey(ACCEPTED);
        VerificationCheck both = guard(deep(sample.executor(1), hash, base));
        assertThat(both.getOutcome()).isEqualTo(CheckOutcome.FAILED);
        assertThat(both.getDetail()).contains("sport").doesNotContain("ccepted");
    }

    @Test
    void switchedOffNothingIsWeighedThenOrLater() {
        Outcome.Produced produced = produced(executor("off"), guttingUnder("off"));
        assertThat(guard(produced).getOutcome()).isEqualTo(CheckOutcome.NOT_RUN);
        assertThat(guard(produced).getDetail()).contains("expunge.guard.floor");
        String hash = produced.draft().getContentHash();
        assertThat(configuration(hash)).containsEntry(FLOOR, "off");
        assertThat(guard(deep(sample.executor(1), hash, base)).getOutcome())
                .as("judged by what it was made with")
                .isEqualTo(CheckOutcome.NOT_RUN);
    }

    @Test
    void theFloorDecides() {
        Outcome.Produced produced = produced(executor("0.99"), guttingUnder("0.99"));
        assertThat(guard(produced).getOutcome()).isNotEqualTo(CheckOutcome.FAILED);
        assertThat(configuration(produced.draft().getContentHash())).containsEntry(FLOOR, "0.99");
        Outcome outcome = executor("0.2").execute(guttingUnder("0.2"), ProgressMonitor.NONE);
        assertThat(((Outcome.Failed) outcome).reason().detail()).contains("20.0 points");
    }

    @Test
    void withoutDocumentsHeldOutNothingIsWeighedAndNothingHeldUp() {
        ContentHash unjudged = new ModelTraining(Sample.MODEL, Analysis.standard(), TrainingSettings.standard())
                .train(sample.corpus.train(), Optional.empty(), sample.store, ProgressMonitor.NONE)
                .artifact();
        Outcome.Produced produced = produced(sample.executor(1), gutting(unjudged, Optional.empty()));
        assertThat(guard(produced).getOutcome()).isEqualTo(CheckOutcome.NOT_RUN);
        assertThat(guard(produced).getDetail()).contains("no evaluation set");
    }

    /** The operator who orders a rollback has decided; what it costs beside the older version is told. */
    @Test
    void aRollbackIsNotHeldUp() {
        JobSpecification job = new JobSpecification.Rollback(
                Sample.MODEL,
                "rollback",
                accepted,
                2,
                1,
                Optional.of(base.hex()),
                Sample.options().method(),
                HonouredDeletions.NONE,
                List.of());
        Outcome.Produced produced = produced(sample.executor(1), job);
        assertThat(guard(produced).getOutcome()).isEqualTo(CheckOutcome.FAILED);
        assertThat(configuration(produced.draft().getContentHash())).doesNotContainKey(ACCEPTED);
    }

    @Test
    void noRegistrationIsHeldUpThatIsPublishedWithoutTheForgotten() {
        UnlearningOptions dropping = ProcessorConfiguration.of(Map.of("expunge.registration.erased", "drop"))
                .unlearning();
        Outcome.Produced produced =
                produced(new StoreJobExecutor(sample.store, dropping, 1), sample.admission(accepted, base.hex()));
        assertThat(guard(produced).getOutcome()).isEqualTo(CheckOutcome.FAILED);
    }
}
