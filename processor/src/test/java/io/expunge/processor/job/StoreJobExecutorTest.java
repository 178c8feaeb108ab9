/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.CheckOutcome;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.ReasonCode;
import io.expunge.events.VerificationCheck;
import io.expunge.processor.artifact.StoredModel;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.command.Command.Served;
import io.expunge.processor.request.Reason;
import io.expunge.processor.request.RemovalTarget;
import io.expunge.processor.testing.Sample;
import io.expunge.store.ContentHash;
import io.expunge.store.Pseudonym;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.corpus.Corpus;
import io.expunge.unlearning.corpus.Document;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Jobs on a real, small model: what is forgotten is gone from every part, and the result is the same every time. */
class StoreJobExecutorTest {
    private static Sample sample;
    private static StoredModel before;

    @BeforeAll
    static void train() {
        sample = new Sample();
        before = sample.load(sample.base);
    }

    private static Outcome run(JobSpecification job) {
        return sample.executor(1).execute(job, ProgressMonitor.NONE);
    }

    private static Outcome.Produced produce(JobSpecification job) {
        Outcome outcome = run(job);
        assertThat(outcome).isInstanceOf(Outcome.Produced.class);
        return (Outcome.Produced) outcome;
    }

    private static StoredModel after(Outcome.Produced produced) {
        return sample.load(new ContentHash(produced.draft().getContentHash()));
    }

    private static Optional<ReasonCode> code(Served served) {
        return served.reason().map(Reason::code);
    }

    private static void everyCheckPassed(ModelVersionPublished draft) {
        assertThat(draft.getChecks())
                .isNotEmpty()
                .extracting(VerificationCheck::getOutcome)
                .containsOnly(CheckOutcome.PASSED);
    }

    @Test
    void aClassGoesWithItsDocumentsItsTermsAndItsEvaluation() {
        Outcome.Produced produced = produce(sample.job(sample.base, new RemovalTarget.OfClass("sport")));
        ModelVersionPublished draft = produced.draft();
        StoredModel after = after(produced);
        int gone = sample.idsOf("sport").length;
        everyCheckPassed(draft);
        assertThat(draft.getClassesRemoved()).containsExactly("sport");
        assertThat(draft.getClasses()).doesNotContain("sport").hasSize(7);
        assertThat(draft.getDocumentsRemoved()).isEqualTo(gone);
        assertThat(produced.served()).containsExactly(new Served("request-0", gone, Optional.empty()));
        assertThat(after.model().labelSpace().contains("sport")).isFalse();
        assertThat(after.documents())
                .hasSize(before.documents().size() - gone)
                .doesNotContain(sample.document(sample.idsOf("sport")[0]));
        assertThat(draft.getTermsRemoved()).isPositive();
        assertThat(draft.getReassignments().stream()
                        .mapToInt(one -> one.getDocuments())
                        .sum())
                .isEqualTo(gone);
        assertThat(after.honouredDeletions().classes()).containsExactly("sport");
        assertThat(after.evaluationSet().orElseThrow().documents())
                .doesNotContainAnyElementsOf(testDocuments("sport"))
                .hasSize(before.evaluationSet().orElseThrow().documents().size()
                        - testDocuments("sport").size());
    }

    private static List<Pseudonym> testDocuments(String label) {
        return sample.corpus.test().documents().stream()
                .filter(document -> document.label().equals(label))
                .map(document -> sample.document(document.id()))
                .toList();
    }

    @Test
    void unknownDocumentsAreNamedByTheirPosition() {
        String[] ids = sample.idsOf("health");
        Outcome.Produced produced =
                produce(sample.job(sample.base, sample.documents(ids[0], "unknown-a", ids[1], ids[0], "unknown-b")));
        Served served = produced.served().get(0);
        assertThat(served.documentsRemoved()).isEqualTo(2);
        assertThat(code(served)).contains(ReasonCode.PARTLY_HELD);
        assertThat(served.reason().orElseThrow().detail())
                .contains("positions 2, 5")
                .doesNotContain("unknown");
        StoredModel after = after(produced);
        assertThat(after.documents()).doesNotContain(sample.document(ids[0]), sample.document(ids[1]));
        assertThat(after.honouredDeletions().documents())
                .contains(sample.document(ids[0]), sample.document("unknown-a"));
        everyCheckPassed(produced.draft());
    }

    @Test
    void aSubjectGoesWithAllOfItsDocumentsAndFromTheEvaluation() {
        Set<Optional<String>> judged =
                sample.corpus.test().documents().stream().map(Document::subject).collect(Collectors.toSet());
        Document one = sample.corpus.train().documents().stream()
                .filter(document -> judged.contains(document.subject()))
                .findFirst()
                .orElseThrow();
        String key = one.subject().orElseThrow();
        long held = sample.corpus.train().documents().stream()
                .filter(document -> document.subject().equals(one.subject()))
                .count();
        Outcome.Produced produced = produce(sample.job(sample.base, new RemovalTarget.OfSubject(sample.subject(key))));
        StoredModel after = after(produced);
        assertThat(produced.served().get(0).documentsRemoved()).isEqualTo((int) held);
        assertThat(after.subjects()).doesNotContain(Optional.of(sample.subject(key)));
        assertThat(after.evaluationSet().orElseThrow().subjects()).doesNotContain(Optional.of(sample.subject(key)));
        assertThat(after.honouredDeletions().subjects()).containsExactly(sample.subject(key));
        everyCheckPassed(produced.draft());
    }

    @Test
    void aMixtureIsServedAtOnceAndEachIsToldItsOwn() {
        String[] ids = sample.idsOf("travel");
        Outcome.Produced produced = produce(sample.job(
                sample.base,
                new RemovalTarget.OfClass("sport"),
                sample.documents(ids[0]),
                new RemovalTarget.OfSubject(sample.subject("nobody")),
                sample.documents(sample.idsOf("sport")[0]),
                new RemovalTarget.OfClass("sport")));
        assertThat(produced.served())
                .extracting(Served::requestId)
                .containsExactly("request-0", "request-1", "request-2", "request-3", "request-4");
        assertThat(produced.served())
                .extracting(Served::documentsRemoved)
                .containsExactly(sample.idsOf("sport").length, 1, 0, 1, sample.idsOf("sport").length);
        assertThat(code(produced.served().get(2))).contains(ReasonCode.NOTHING_HELD);
        assertThat(produced.draft().getDocumentsRemoved()).isEqualTo(sample.idsOf("sport").length + 1);
        everyCheckPassed(produced.draft());
    }

    @Test
    void aClassWhoseEveryDocumentGoesIsGone() {
        Outcome.Produced produced = produce(sample.job(sample.base, sample.documents(sample.idsOf("culture"))));
        assertThat(produced.draft().getClassesRemoved()).containsExactly("culture");
        assertThat(after(produced).model().labelSpace().contains("culture")).isFalse();
        everyCheckPassed(produced.draft());
    }

    @Test
    void nothingHeldMakesNoVersion() {
        int artifacts = sample.store.list().size();
        Outcome outcome = run(sample.job(
                sample.base,
                sample.documents("unknown"),
                new RemovalTarget.OfSubject(sample.subject("nobody")),
                new RemovalTarget.OfClass("weather")));
        assertThat(outcome).isInstanceOf(Outcome.NothingToDo.class);
        assertThat(((Outcome.NothingToDo) outcome).served()).hasSize(3).allMatch(served -> code(served)
                .equals(Optional.of(ReasonCode.NOTHING_HELD)));
        assertThat(sample.store.list()).hasSize(artifacts);
    }

    /** The stored evaluation set is data of the model too: "nothing held" would be untrue. */
    @Test
    void whatOnlyTheEvaluationSetHoldsGoesToo() {
        List<Document> judged = sample.corpus.test().documents();
        Outcome.Produced produced = produce(sample.job(
                sample.base,
                sample.documents(judged.get(0).id(), "unknown"),
                sample.documents(judged.get(1).id())));
        assertThat(produced.served()).extracting(Served::documentsRemoved).containsExactly(0, 0);
        assertThat(code(produced.served().get(0))).contains(ReasonCode.PARTLY_HELD);
        assertThat(produced.served().get(0).reason().orElseThrow().detail()).contains("positions 2 of");
        assertThat(code(produced.served().get(1))).isEmpty();
        assertThat(after(produced).evaluationSet().orElseThrow().documents())
                .hasSize(judged.size() - 2)
                .doesNotContain(
                        sample.document(judged.get(0).id()),
                        sample.document(judged.get(1).id()));
        assertThat(after(produced).documents()).isEqualTo(before.documents());
        everyCheckPassed(produced.draft());
    }

    @Test
    void aSubjectThatOnlyTheEvaluationSetHoldsGoesToo() {
        Corpus learned = sample.corpus.train();
        String key = sample.corpus.test().documents().get(0).subject().orElseThrow();
        ContentHash base = sample.train(
                Sample.MODEL,
                new Corpus(learned.documents().stream()
                        .filter(document -> !document.subject().equals(Optional.of(key)))
                        .toList()));
        Outcome.Produced produced = produce(sample.job(base, new RemovalTarget.OfSubject(sample.subject(key))));
        assertThat(produced.served()).containsExactly(new Served("request-0", 0, Optional.empty()));
        assertThat(after(produced).evaluationSet().orElseThrow().subjects())
                .doesNotContain(Optional.of(sample.subject(key)));
        everyCheckPassed(produced.draft());
    }

    @Test
    void documentsOfAllClassesButOneAreTooMany() {
        String[] all = sample.corpus.train().documents().stream()
                .filter(document -> !document.label().equals("sport"))
                .map(Document::id)
                .toArray(String[]::new);
        Outcome outcome = run(sample.job(sample.base, sample.documents(all)));
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(((Outcome.Failed) outcome).reason().code()).isEqualTo(ReasonCode.TOO_FEW_CLASSES);
    }

    @Test
    void theSameJobGivesTheSameArtifactWhateverTheThreads() {
        JobSpecification job = sample.job(
                sample.base, new RemovalTarget.OfClass("science"), sample.documents(sample.idsOf("health")[3]));
        String first = produce(job).draft().getContentHash();
        assertThat(produce(job).draft().getContentHash()).isEqualTo(first);
        Sample elsewhere = new Sample();
        assertThat(weights(elsewhere, 2)).isEqualTo(weights(sample, 1));
        Outcome two = sample.executor(2).execute(job, ProgressMonitor.NONE);
        assertThat(((Outcome.Produced) two).draft().getContentHash()).isEqualTo(first);
    }

    /** Another store has another key, so other pseudonyms and hashes; but the same numbers. */
    private static List<Double> weights(Sample in, int parallelism) {
        JobSpecification job = in.job(in.base, new RemovalTarget.OfClass("politics"));
        Outcome outcome = in.executor(parallelism).execute(job, ProgressMonitor.NONE);
        String hash = ((Outcome.Produced) outcome).draft().getContentHash();
        return Arrays.stream(in.load(new ContentHash(hash)).model().weights().data)
                .boxed()
                .toList();
    }

    @Test
    void versionsFollowOneAnotherAndKeepWhatWasHonoured() {
        Outcome.Produced first = produce(sample.job(sample.base, new RemovalTarget.OfClass("sport")));
        ContentHash base = new ContentHash(first.draft().getContentHash());
        String id = sample.idsOf("travel")[1];
        Outcome.Produced second =
                produce(sample.job(base, sample.documents(id), sample.documents(sample.idsOf("sport"))));
        StoredModel after = after(second);
        assertThat(after.honouredDeletions().classes()).containsExactly("sport");
        assertThat(after.honouredDeletions().documents())
                .contains(sample.document(id), sample.document(sample.idsOf("sport")[0]));
        assertThat(code(second.served().get(1))).contains(ReasonCode.NOTHING_HELD);
        assertThat(sample.store
                        .open(new ContentHash(second.draft().getContentHash()))
                        .lineage()
                        .base())
                .contains(base);
        everyCheckPassed(second.draft());
    }

    @Test
    void theEstimateGrowsWithTheModelAndNeverFails() {
        JobExecutor executor = sample.executor(1);
        assertThat(executor.estimateBytes(sample.job(sample.base))).isGreaterThan(1 << 20);
        assertThat(executor.estimateBytes(sample.admission("", sample.base.hex())))
                .isBetween(1L << 20, executor.estimateBytes(sample.job(sample.base)));
        assertThat(executor.estimateBytes(sample.admission("", "no hash"))).isZero();
        assertThat(executor.estimateBytes(sample.admission("", "0".repeat(64)))).isZero();
    }
}
