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
import io.expunge.events.VerificationCheck;
import io.expunge.events.VerificationStage;
import io.expunge.processor.artifact.ModelArtifacts;
import io.expunge.processor.artifact.StoredModel;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.request.RemovalTarget;
import io.expunge.processor.testing.Sample;
import io.expunge.store.Artifact;
import io.expunge.store.ArtifactContents;
import io.expunge.store.ArtifactDraft;
import io.expunge.store.ContentHash;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.Lineage;
import io.expunge.store.Pseudonym;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.model.TrainedModel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Heads that are not what they claim, and what training again makes of them. */
class RepairJobTest {
    private static Sample sample;
    /** Version 2: honestly without sport. */
    private static ContentHash honest;

    @BeforeAll
    static void unlearn() {
        sample = new Sample();
        Outcome outcome = sample.executor(1)
                .execute(sample.job(sample.base, new RemovalTarget.OfClass("sport")), ProgressMonitor.NONE);
        honest = new ContentHash(((Outcome.Produced) outcome).draft().getContentHash());
    }

    private static JobSpecification.Repair job(ContentHash head, HonouredDeletions remembered) {
        String batchId = ContentHash.of(("repair" + head + remembered).getBytes(StandardCharsets.UTF_8))
                .hex();
        return new JobSpecification.Repair(Sample.MODEL, batchId, head.hex(), 2, remembered, ReleaseTerms.PLAIN);
    }

    private static Outcome run(ContentHash head, HonouredDeletions remembered) {
        return sample.executor(1).execute(job(head, remembered), ProgressMonitor.NONE);
    }

    private static ModelVersionPublished produced(ContentHash head, HonouredDeletions remembered) {
        Outcome outcome = run(head, remembered);
        assertThat(outcome).isInstanceOf(Outcome.Produced.class);
        return ((Outcome.Produced) outcome).draft();
    }

    private static ContentHash put(StoredModel model, String name) {
        Lineage lineage = sample.store.open(honest).lineage();
        ArtifactContents contents = ModelArtifacts.contents(model, new TreeMap<>(), List.of());
        return sample.store.put(new ArtifactDraft(
                new Lineage(
                        Sample.MODEL,
                        Optional.of(sample.base),
                        io.expunge.store.Operation.UNLEARNED,
                        Optional.of(name),
                        lineage.provenance()),
                contents));
    }

    /** The base's weights but for the column of sport, over the vocabulary and the documents of the honest version. */
    private static ContentHash columnDropped() {
        StoredModel before = sample.load(sample.base);
        StoredModel after = sample.load(honest);
        List<String> classes = after.model().labelSpace().classes();
        List<String> terms = after.model().vectoriser().terms();
        DMatrixRMaj weights = new DMatrixRMaj(terms.size(), classes.size());
        double[] row = new double[before.model().labelSpace().size()];
        for (int term = 0; term < terms.size(); term++) {
            before.model().weightsOf(before.model().vectoriser().terms().indexOf(terms.get(term)), row);
            for (int label = 0; label < classes.size(); label++) {
                int column =
                        before.model().labelSpace().indexOf(classes.get(label)).orElseThrow();
                weights.set(term, label, (float) row[column]);
            }
        }
        return put(
                with(
                        after,
                        new TrainedModel(
                                after.model().vectoriser(), after.model().labelSpace(), weights)),
                "dropped");
    }

    private static StoredModel with(StoredModel stored, TrainedModel model) {
        return new StoredModel(
                model,
                stored.trainingSet(),
                stored.documents(),
                stored.subjects(),
                stored.evaluationSet(),
                stored.honouredDeletions(),
                stored.statement());
    }

    /** The honest version, but for a document that it claims to have forgotten and holds. */
    private static ContentHash documentLeftIn(Pseudonym document) {
        StoredModel after = sample.load(honest);
        HonouredDeletions claimed =
                after.honouredDeletions().and(new HonouredDeletions(List.of(document), List.of(), List.of()));
        return put(
                new StoredModel(
                        after.model(),
                        after.trainingSet(),
                        after.documents(),
                        after.subjects(),
                        after.evaluationSet(),
                        claimed,
                        after.statement()),
                "left-in");
    }

    private static List<VerificationCheck> checks(ContentHash hash, long version) {
        return checks(hash, version, sample.base);
    }

    private static List<VerificationCheck> checks(ContentHash hash, long version, ContentHash base) {
        return sample.executor(2)
                .verifier()
                .check(
                        new VerificationSpecification(
                                Sample.MODEL, version, hash.hex(), Optional.of(base.hex()), 2, VerificationStage.DEEP),
                        ProgressMonitor.NONE);
    }

    private static List<String> failures(ContentHash hash, long version) {
        return checks(hash, version).stream()
                .filter(check -> check.getOutcome() == CheckOutcome.FAILED)
                .map(VerificationCheck::getName)
                .toList();
    }

    @Test
    void aHeadWhoseColumnWasOnlyDroppedIsTrainedAgain() {
        ContentHash head = columnDropped();
        assertThat(failures(head, 2)).isNotEmpty();
        ModelVersionPublished draft = produced(head, HonouredDeletions.NONE);
        ContentHash hash = new ContentHash(draft.getContentHash());
        assertThat(failures(hash, 3)).isEmpty();
        assertThat(sample.load(hash).model())
                .as("what the head's documents alone give")
                .isEqualTo(sample.load(new ContentHash(
                                produced(honest, HonouredDeletions.NONE).getContentHash()))
                        .model());
        assertThat(draft.getOperation()).isEqualTo(Operation.UNLEARNED);
        assertThat(draft.getMethod()).isEqualTo("retrain");
        assertThat(draft.getRepairs()).isEqualTo(2);
        assertThat(draft.getDocumentsRemoved()).isZero();
        assertThat(draft.getTermsRemoved()).isZero();
        assertThat(draft.getClassesRemoved()).isEmpty();
        assertThat(draft.getReassignments()).isEmpty();
        assertThat(draft.getRequestCount()).isZero();
        assertThat(draft.getChecks()).isNotEmpty().allSatisfy(check -> assertThat(check.getOutcome())
                .isNotEqualTo(CheckOutcome.FAILED));
        Artifact artifact = sample.store.open(hash);
        assertThat(artifact.lineage().base()).contains(head);
        assertThat(artifact.lineage().provenance().configuration()).containsEntry("repairs", "2");
    }

    @Test
    void aDocumentThatWasLeftInGoes() {
        Pseudonym document = sample.document(sample.idsOf("travel")[0]);
        ContentHash head = documentLeftIn(document);
        assertThat(failures(head, 2)).contains("set-arithmetic");
        ModelVersionPublished draft = produced(head, HonouredDeletions.NONE);
        ContentHash hash = new ContentHash(draft.getContentHash());
        assertThat(sample.load(hash).documents()).doesNotContain(document);
        assertThat(draft.getDocumentsRemoved()).isEqualTo(1);
        assertThat(failures(hash, 3)).isEmpty();
    }

    @Test
    void whatOnlyTheLedgerRemembersGoesToo() {
        Pseudonym document = sample.document(sample.idsOf("travel")[1]);
        HonouredDeletions remembered = new HonouredDeletions(List.of(document), List.of(), List.of("science"));
        ModelVersionPublished draft = produced(honest, remembered);
        StoredModel model = sample.load(new ContentHash(draft.getContentHash()));
        assertThat(model.documents()).doesNotContain(document);
        assertThat(model.model().labelSpace().contains("science")).isFalse();
        assertThat(model.honouredDeletions().documents()).contains(document);
        assertThat(model.honouredDeletions().classes()).contains("sport", "science");
        assertThat(draft.getClassesRemoved()).containsExactly("science");
        assertThat(draft.getReassignments()).isNotEmpty();
    }

    @Test
    void theSameJobMakesTheSameArtifact() {
        assertThat(produced(honest, HonouredDeletions.NONE).getContentHash())
                .isEqualTo(produced(honest, HonouredDeletions.NONE).getContentHash());
    }

    @Test
    void aHeadThatIsNotThereIsRefused() {
        Outcome outcome = run(ContentHash.of(new byte[0]), HonouredDeletions.NONE);
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        assertThat(((Outcome.Refused) outcome).reason().code()).isEqualTo(ReasonCode.ARTIFACT_MISSING);
        assertThat(((Outcome.Refused) outcome).reason().detail()).contains("trained again from zero");
    }

    @Test
    void aClassifierWithOneClassIsRefused() {
        List<String> most = sample.load(honest).model().labelSpace().classes();
        Outcome outcome = run(honest, new HonouredDeletions(List.of(), List.of(), most.subList(1, most.size())));
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        assertThat(((Outcome.Refused) outcome).reason().code()).isEqualTo(ReasonCode.TOO_FEW_CLASSES);
    }

    @Test
    void aRegisteredModelIsLeftAsItIs() {
        assertThat(run(sample.base, HonouredDeletions.NONE)).isInstanceOf(Outcome.NothingToDo.class);
    }

    @Test
    void onceTheVersionBeforeIsGoneTheDocumentsThatStayAreStillAttacked() {
        ContentHash gone = ContentHash.of("gone".getBytes(StandardCharsets.UTF_8));
        StoredModel after = sample.load(honest);
        Lineage lineage = sample.store.open(honest).lineage();
        ContentHash hash = sample.store.put(new ArtifactDraft(
                new Lineage(
                        Sample.MODEL,
                        Optional.of(gone),
                        io.expunge.store.Operation.UNLEARNED,
                        Optional.of("orphaned"),
                        lineage.provenance()),
                ModelArtifacts.contents(after, new TreeMap<>(), List.of())));
        List<VerificationCheck> checks = checks(hash, 2, gone);
        VerificationCheck retained = named(checks, "attack.pooled.retained");
        assertThat(retained.getValue()).as("it was made").isNotNull();
        assertThat(retained.getOutcome()).isNotEqualTo(CheckOutcome.FAILED);
        assertThat(named(checks, "attack.vocabulary").getOutcome()).isEqualTo(CheckOutcome.PASSED);
        for (String name : Arrays.asList(
                "set-arithmetic", "retained-accuracy", "attack.pooled.forgotten", "attack.leave-one-out")) {
            assertThat(named(checks, name).getOutcome()).as(name).isEqualTo(CheckOutcome.NOT_RUN);
            assertThat(named(checks, name).getDetail()).as(name).contains("purged");
        }
    }

    private static VerificationCheck named(List<VerificationCheck> checks, String name) {
        return checks.stream()
                .filter(check -> check.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
