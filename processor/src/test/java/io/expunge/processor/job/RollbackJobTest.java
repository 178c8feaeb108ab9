/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.CheckOutcome;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.Operation;
import io.expunge.events.ReasonCode;
import io.expunge.processor.artifact.StoredModel;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.command.Reinstatement;
import io.expunge.processor.request.RemovalTarget;
import io.expunge.processor.testing.Sample;
import io.expunge.store.ContentHash;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.Lineage;
import io.expunge.store.Pseudonym;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.corpus.Corpus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What was to be forgotten since stays forgotten, whatever state is taken up again. */
class RollbackJobTest {
    private static Sample sample;
    private static String document;
    private static String subject;
    /** Version 1, as it was trained. */
    private static ContentHash first;
    /** Version 2: without science. */
    private static ContentHash second;
    /** Version 3: without a document and a data subject too. */
    private static ContentHash third;

    @BeforeAll
    static void makeVersions() {
        sample = new Sample();
        first = sample.base;
        second = without(first, new RemovalTarget.OfClass("science"));
        document = sample.idsOf("sport")[0];
        subject = sample.corpus.train().documents().get(0).subject().orElseThrow();
        third = without(second, sample.documents(document), new RemovalTarget.OfSubject(sample.subject(subject)));
    }

    private static ContentHash without(ContentHash base, RemovalTarget... targets) {
        Outcome outcome = sample.executor(1).execute(sample.job(base, targets), ProgressMonitor.NONE);
        return new ContentHash(((Outcome.Produced) outcome).draft().getContentHash());
    }

    private static JobSpecification.Rollback job(
            long to, Optional<ContentHash> target, HonouredDeletions remembered, Reinstatement... reinstated) {
        String name = to + " " + target + remembered + List.of(reinstated);
        return new JobSpecification.Rollback(
                Sample.MODEL,
                ContentHash.of(name.getBytes(StandardCharsets.UTF_8)).hex(),
                third.hex(),
                3,
                to,
                target.map(ContentHash::hex),
                Sample.options().method(),
                remembered,
                List.of(reinstated));
    }

    private static Outcome run(JobSpecification.Rollback job) {
        return sample.executor(1).execute(job, ProgressMonitor.NONE);
    }

    private static ModelVersionPublished produced(JobSpecification.Rollback job) {
        Outcome outcome = run(job);
        assertThat(outcome).isInstanceOf(Outcome.Produced.class);
        return ((Outcome.Produced) outcome).draft();
    }

    private static ReasonCode refusal(JobSpecification.Rollback job) {
        Outcome outcome = run(job);
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        assertThat(((Outcome.Refused) outcome).reason().detail()).startsWith("Version " + job.to() + " cannot");
        return ((Outcome.Refused) outcome).reason().code();
    }

    private static void requireNothingForgotten(StoredModel model) {
        Pseudonym person = sample.subject(subject);
        assertThat(model.model().labelSpace().contains("science")).isFalse();
        assertThat(model.documents()).doesNotContain(sample.document(document));
        assertThat(model.subjects()).doesNotContain(Optional.of(person));
        assertThat(model.evaluationSet()).isPresent();
        assertThat(model.evaluationSet().orElseThrow().subjects()).doesNotContain(Optional.of(person));
    }

    @Test
    void everyLaterDeletionIsAppliedToTheOlderState() {
        JobSpecification.Rollback job = job(1, Optional.of(first), HonouredDeletions.NONE);
        ModelVersionPublished draft = produced(job);
        ContentHash hash = new ContentHash(draft.getContentHash());
        StoredModel model = sample.load(hash);
        requireNothingForgotten(model);
        assertThat(model.documents())
                .containsExactlyElementsOf(sample.load(third).documents());
        assertThat(model.honouredDeletions()).isEqualTo(sample.load(third).honouredDeletions());

        assertThat(draft.getOperation()).isEqualTo(Operation.ROLLED_BACK);
        assertThat(draft.getRolledBackTo()).isEqualTo(1);
        assertThat(draft.getClassesRemoved()).containsExactly("science");
        assertThat(draft.getRequestCount()).isZero();
        assertThat(draft.getEvidence().getRelativeDistanceBound())
                .isLessThanOrEqualTo(Sample.options().relativeBound());
        assertThat(draft.getChecks()).isNotEmpty().allSatisfy(check -> assertThat(check.getOutcome())
                .isNotEqualTo(CheckOutcome.FAILED));
        Lineage lineage = sample.store.open(hash).lineage();
        assertThat(lineage.base()).contains(third);
        assertThat(lineage.operation()).isEqualTo(io.expunge.store.Operation.ROLLED_BACK);
        assertThat(lineage.provenance().configuration()).containsEntry("rolled-back-to", first.hex());
    }

    @Test
    void anUnknownArtifactIsFoundFromTheHeadBackwards() {
        ModelVersionPublished found = produced(job(2, Optional.empty(), HonouredDeletions.NONE));
        ModelVersionPublished known = produced(job(2, Optional.of(second), HonouredDeletions.NONE));
        StoredModel one = sample.load(new ContentHash(found.getContentHash()));
        assertThat(one.documents())
                .isEqualTo(sample.load(new ContentHash(known.getContentHash())).documents());
        requireNothingForgotten(one);
    }

    @Test
    void whatOnlyTheLedgerRemembersIsHonouredToo() {
        Pseudonym other = sample.document(sample.idsOf("travel")[0]);
        HonouredDeletions remembered = new HonouredDeletions(List.of(other), List.of(), List.of());
        StoredModel model = sample.load(new ContentHash(
                produced(job(2, Optional.of(second), remembered)).getContentHash()));
        assertThat(model.documents()).doesNotContain(other);
        assertThat(model.honouredDeletions().documents()).contains(other);
        requireNothingForgotten(model);
    }

    @Test
    void aReinstatedClassDoesNotComeBackWithAnOlderVersion() {
        Reinstatement reinstatement = new Reinstatement("science", 3);
        ContentHash retrained = sample.train(
                Sample.MODEL,
                new Corpus(sample.corpus.train().documents().stream()
                        .filter(one ->
                                !one.id().equals(document) && !one.subject().equals(Optional.of(subject)))
                        .toList()),
                new Corpus(sample.corpus.test().documents().stream()
                        .filter(one -> !one.subject().equals(Optional.of(subject)))
                        .toList()));
        JobSpecification.Admission admission = new JobSpecification.Admission(
                Sample.MODEL,
                "reinstating",
                third.hex(),
                "registration",
                retrained.hex(),
                "trainer",
                HonouredDeletions.NONE,
                List.of(reinstatement));
        Outcome admitted = sample.executor(1).execute(admission, ProgressMonitor.NONE);
        assertThat(admitted).isInstanceOf(Outcome.Produced.class);
        String head = ((Outcome.Produced) admitted).draft().getContentHash();
        StoredModel fourth = sample.load(new ContentHash(head));
        assertThat(fourth.model().labelSpace().contains("science")).isTrue();
        assertThat(fourth.honouredDeletions().classes()).isEmpty();

        JobSpecification.Rollback older = job(1, Optional.of(first), HonouredDeletions.NONE, reinstatement);
        JobSpecification.Rollback job = new JobSpecification.Rollback(
                Sample.MODEL,
                older.batchId(),
                head,
                4,
                1,
                older.artifact(),
                older.method(),
                older.remembered(),
                older.reinstated());
        requireNothingForgotten(sample.load(new ContentHash(produced(job).getContentHash())));
    }

    /** Version 4 was trained without travel; its removal was asked for then. */
    @Test
    void aClassThatTheHeadDroppedBeforeItsRemovalWasAskedForStaysAway() {
        ContentHash retrained = sample.train(
                Sample.MODEL,
                new Corpus(sample.corpus.train().documents().stream()
                        .filter(one -> !one.label().equals("travel"))
                        .toList()),
                sample.corpus.test());
        Outcome outcome = sample.executor(1)
                .execute(sample.job(retrained, new RemovalTarget.OfClass("travel")), ProgressMonitor.NONE);
        assertThat(outcome).isInstanceOf(Outcome.NothingToDo.class);
        assertThat(((Outcome.NothingToDo) outcome).served()).singleElement().satisfies(served -> assertThat(
                        served.reason().orElseThrow().code())
                .isEqualTo(ReasonCode.NOTHING_HELD));
        HonouredDeletions remembered = sample.store.remembered().of(Sample.MODEL);
        assertThat(remembered.classes()).containsExactly("travel");

        ModelVersionPublished draft = produced(job(1, Optional.of(first), remembered));
        assertThat(draft.getClassesRemoved()).containsExactlyInAnyOrder("science", "travel");
        assertThat(sample.load(new ContentHash(draft.getContentHash()))
                        .honouredDeletions()
                        .classes())
                .contains("travel");
    }

    @Test
    void aPurgedVersionIsRefused() {
        assertThat(refusal(job(1, Optional.of(ContentHash.of(new byte[0])), HonouredDeletions.NONE)))
                .isEqualTo(ReasonCode.ARTIFACT_MISSING);
    }

    @Test
    void aClassifierWithOneClassIsRefused() {
        List<String> most = sample.load(first).model().labelSpace().classes().subList(1, 8);
        HonouredDeletions remembered = new HonouredDeletions(List.of(), List.of(), most);
        assertThat(refusal(job(1, Optional.of(first), remembered))).isEqualTo(ReasonCode.TOO_FEW_CLASSES);
    }
}
