/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.events.ModelVersionPublished;
import io.expunge.events.Operation;
import io.expunge.events.ReasonCode;
import io.expunge.processor.artifact.Accuracy;
import io.expunge.processor.artifact.ModelArtifacts;
import io.expunge.processor.artifact.ModelBounds;
import io.expunge.processor.artifact.StoredModel;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.command.Command.Served;
import io.expunge.processor.request.Reason;
import io.expunge.store.Artifact;
import io.expunge.store.ArtifactContents;
import io.expunge.store.ArtifactDraft;
import io.expunge.store.ArtifactSize;
import io.expunge.store.CardStatement;
import io.expunge.store.ContentHash;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.Lineage;
import io.expunge.store.ModelCard;
import io.expunge.store.ModelStore;
import io.expunge.store.ModelStoreException;
import io.expunge.store.Provenance;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.verify.Certificate;
import io.expunge.unlearning.verify.CertificateEvaluation;
import io.expunge.unlearning.verify.Check;
import io.expunge.unlearning.verify.CheckKind;
import io.expunge.unlearning.verify.CheckOutcome;
import io.expunge.unlearning.verify.LabelSpaceGuarantee;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.ejml.data.DMatrixSparseCSC;

/**
 * Looks at a registered artifact before it becomes a version: it must be whole, belong to the model, and hold nothing that
 * the model was ever told to forget. A model trained before a deletion cannot bring the forgotten back.
 */
final class AdmissionJob {
    private static final double DEFAULT_INVERSE_REGULARISATION = 10;

    private final ModelStore store;
    private final BaseModels bases;
    private final JobSpecification.Admission job;
    private final ErasedPolicy erased;
    private final CleansedAdmission cleansing;

    AdmissionJob(VersionWorkshop workshop, JobSpecification.Admission job, ProgressMonitor monitor) {
        this.store = workshop.store();
        this.bases = workshop.bases();
        this.job = job;
        this.erased = workshop.options().erased();
        this.cleansing = new CleansedAdmission(workshop, job, monitor);
    }

    Outcome run() {
        if (!job.artifact().matches("[0-9a-f]{64}")) {
            return refused(
                    ReasonCode.INVALID_FIELD,
                    "contentHash is not 64 lower-case hexadecimal digits; register the hash that the store returned.");
        }
        // Outside of what follows: a damaged head or key is not the candidate's fault, which therefore waits for its
        // mending.
        HonouredDeletions honoured = honoured();
        CardStatement before = statementOfHead();
        store.keys().find(job.modelId());
        try {
            return admit(store.open(new ContentHash(job.artifact())), honoured, before);
        } catch (ModelStoreException.ArtifactMissing missing) {
            return refused(ReasonCode.ARTIFACT_MISSING, String.valueOf(missing.getMessage()));
        } catch (ModelStoreException.StoreUnavailable unavailable) {
            throw unavailable;
        } catch (ModelStoreException | IllegalArgumentException corrupt) {
            return refused(ReasonCode.ARTIFACT_CORRUPT, String.valueOf(corrupt.getMessage()));
        }
    }

    private Outcome admit(Artifact artifact, HonouredDeletions honoured, CardStatement before) {
        if (!artifact.lineage().modelId().equals(job.modelId())) {
            return refused(
                    ReasonCode.INVALID_FIELD,
                    "The artifact belongs to another model: its document hashes are made with that model's key.");
        }
        ArtifactContents contents = artifact.contents();
        if (!artifact.size().equals(sizeOf(contents))) {
            // Every later job is admitted into memory by what the manifest says.
            return refused(
                    ReasonCode.ARTIFACT_CORRUPT,
                    "The artifact's manifest says other sizes than its files have; put the artifact again.");
        }
        StoredModel candidate = ModelArtifacts.load(contents);
        if (candidate.model().labelSpace().size() < 2) {
            return refused(ReasonCode.TOO_FEW_CLASSES, "The artifact has one class; a classifier needs two.");
        }
        Optional<String> problem =
                ModelBounds.problem(candidate.model().labelSpace().classes());
        if (problem.isPresent()) {
            return refused(ReasonCode.INVALID_FIELD, "The artifact cannot be announced: " + problem.get());
        }
        store.keys().getOrCreate(job.modelId());
        Optional<String> held = ErasedData.heldBy(candidate, honoured);
        if (held.isPresent() && erased == ErasedPolicy.DROP) {
            return cleansing.run(bases.loaded(artifact, candidate), honoured);
        }
        if (held.isPresent()) {
            return refused(ReasonCode.HOLDS_FORGOTTEN_DATA, held.get());
        }
        ContentHash hash;
        if (job.baseHash().isEmpty()) {
            hash = artifact.hash();
            bases.remember(hash, artifact.lineage(), candidate);
        } else {
            hash = carryOn(artifact, contents, honoured, before);
        }
        List<Served> served = List.of(new Served(job.registrationId(), 0, Optional.empty()));
        return new Outcome.Produced(draft(artifact, candidate, hash), served);
    }

    private static ArtifactSize sizeOf(ArtifactContents contents) {
        return new ArtifactSize(
                contents.parameters().terms(),
                contents.parameters().classes(),
                contents.trainingSet().documentCount(),
                contents.trainingSet().nonZeros());
    }

    private HonouredDeletions honoured() {
        HonouredDeletions ofHead = job.baseHash().isEmpty()
                ? HonouredDeletions.NONE
                : store.open(new ContentHash(job.baseHash())).honouredDeletions();
        HonouredDeletions all = ofHead.and(job.remembered());
        List<String> classes = new ArrayList<>(all.classes());
        job.reinstated().forEach(one -> classes.remove(one.label()));
        return new HonouredDeletions(all.documents(), all.subjects(), classes);
    }

    private CardStatement statementOfHead() {
        return job.baseHash().isEmpty()
                ? CardStatement.NONE
                : store.open(new ContentHash(job.baseHash()))
                        .card()
                        .map(ModelCard::statement)
                        .orElse(CardStatement.NONE);
    }

    /**
     * The same artifact, but remembering what the model it replaces was told to forget. Its card says so, and states what
     * the card before stated where training stated nothing.
     */
    private ContentHash carryOn(
            Artifact artifact, ArtifactContents contents, HonouredDeletions honoured, CardStatement before) {
        ArtifactContents remembering = new ArtifactContents(
                contents.parameters(),
                contents.vocabulary(),
                contents.classes(),
                contents.trainingSet(),
                contents.evaluationSet(),
                contents.honouredDeletions().and(honoured),
                contents.metrics(),
                contents.servedRequests());
        Provenance provenance = artifact.lineage().provenance();
        Lineage lineage = new Lineage(
                job.modelId(),
                Optional.of(new ContentHash(job.baseHash())),
                io.expunge.store.Operation.TRAINED,
                Optional.of(job.batchId()),
                provenance);
        CardStatement statement = before.with(contents.card()
                .map(ModelCard::statement)
                .orElse(CardStatement.NONE)
                .texts());
        ModelCard card = ModelCard.of(
                        job.modelId(), io.expunge.store.Operation.TRAINED, provenance, remembering, statement)
                .withAccuracies(contents.card().map(ModelCard::accuracies).orElseGet(TreeMap::new));
        return store.put(new ArtifactDraft(lineage, remembering.withCard(card)));
    }

    private ModelVersionPublished draft(Artifact artifact, StoredModel candidate, ContentHash hash) {
        double inverseRegularisation =
                ModelArtifacts.inverseRegularisation(artifact.lineage()).orElse(DEFAULT_INVERSE_REGULARISATION);
        DMatrixSparseCSC features =
                candidate.model().vectoriser().transform(candidate.trainingSet().counts());
        Certificate certificate = CertificateEvaluation.evaluate(
                candidate.model(), features, candidate.trainingSet(), inverseRegularisation);
        return VersionDraft.builder(job.modelId(), checks(candidate, features))
                .setOperation(Operation.TRAINED)
                .setContentHash(hash.hex())
                .setLocation(store.location(hash).toString())
                .setClasses(candidate.model().labelSpace().classes())
                .setDocuments(candidate.documents().size())
                .setTerms(candidate.model().vectoriser().features())
                .setRequestCount(1)
                .setRequestIds(List.of(job.registrationId()))
                .setMethod(artifact.lineage().provenance().method())
                .setEvidence(VersionDraft.evidence(
                        new io.expunge.unlearning.solve.SolverEvidence("training", 0, 0, 0, 0, List.of()), certificate))
                .setRetainedAccuracyAfter(Accuracy.of(
                                candidate.model(),
                                candidate.evaluationSet(),
                                candidate.model().labelSpace())
                        .orElse(null))
                .build();
    }

    private static List<Check> checks(StoredModel candidate, DMatrixSparseCSC features) {
        List<Check> checks = new ArrayList<>();
        checks.add(new Check(
                "holds-nothing-erased",
                CheckKind.CERTIFIED,
                CheckOutcome.PASSED,
                OptionalDouble.of(0),
                OptionalDouble.of(0),
                "No document, data subject or class of the artifact is among those this model was told to forget."));
        checks.addAll(LabelSpaceGuarantee.check(
                candidate.model(), Set.copyOf(candidate.honouredDeletions().classes()), features));
        return checks;
    }

    private static Outcome refused(ReasonCode code, String detail) {
        return new Outcome.Refused(new Reason(code, detail));
    }
}
