/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.events.ModelVersionPublished;
import io.expunge.events.Operation;
import io.expunge.events.ReasonCode;
import io.expunge.events.Reassignment;
import io.expunge.processor.artifact.Accuracy;
import io.expunge.processor.artifact.DataHash;
import io.expunge.processor.artifact.EvaluationSet;
import io.expunge.processor.artifact.ModelArtifacts;
import io.expunge.processor.artifact.StoredModel;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.request.Reason;
import io.expunge.store.Artifact;
import io.expunge.store.ArtifactContents;
import io.expunge.store.ArtifactDraft;
import io.expunge.store.ContentHash;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.Lineage;
import io.expunge.store.ModelStore;
import io.expunge.store.Provenance;
import io.expunge.store.Pseudonym;
import io.expunge.store.ServedRequest;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.features.EmptyVocabularyException;
import io.expunge.unlearning.method.NotConvergedException;
import io.expunge.unlearning.method.TooFewClassesException;
import io.expunge.unlearning.method.Unlearned;
import io.expunge.unlearning.method.UnlearningMethod;
import io.expunge.unlearning.method.UnlearningMethods;
import io.expunge.unlearning.method.UnlearningProblem;
import io.expunge.unlearning.method.UnlearningSettings;
import io.expunge.unlearning.method.VectoriserPolicy;
import io.expunge.unlearning.verify.Certificate;
import io.expunge.unlearning.verify.CertificateEvaluation;
import io.expunge.unlearning.verify.Check;
import io.expunge.unlearning.verify.CheckKind;
import io.expunge.unlearning.verify.LabelSpaceGuarantee;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.ejml.data.DMatrixSparseCSC;

/**
 * One batch, in order: read the base, resolve the forget set, unlearn, verify what would be published, put it, draft the
 * event. Nothing is put that did not pass, and nothing is announced that was not put.
 */
final class UnlearningJob {
    private static final double DEFAULT_INVERSE_REGULARISATION = 10;

    private final ModelStore store;
    private final UnlearningOptions options;
    private final int parallelism;
    private final JobSpecification.Unlearning job;
    private final ProgressMonitor monitor;

    UnlearningJob(
            ModelStore store,
            UnlearningOptions options,
            int parallelism,
            JobSpecification.Unlearning job,
            ProgressMonitor monitor) {
        this.store = store;
        this.options = options;
        this.parallelism = parallelism;
        this.job = job;
        this.monitor = monitor;
    }

    Outcome run() {
        Artifact base = store.open(new ContentHash(job.baseHash()));
        StoredModel before = ModelArtifacts.load(base);
        ForgetSetResolution resolution = ForgetSetResolution.of(before, job.requests());
        if (resolution.isEmpty()) {
            return new Outcome.NothingToDo(resolution.served());
        }
        try {
            return unlearn(base, before, resolution);
        } catch (TooFewClassesException few) {
            return failed(ReasonCode.TOO_FEW_CLASSES, "Not done: " + few.getMessage() + ".");
        } catch (EmptyVocabularyException empty) {
            return failed(ReasonCode.EMPTY_VOCABULARY, String.valueOf(empty.getMessage()));
        } catch (NotConvergedException stuck) {
            return failed(ReasonCode.NOT_CONVERGED, String.valueOf(stuck.getMessage()));
        }
    }

    private Outcome unlearn(Artifact base, StoredModel before, ForgetSetResolution resolution) {
        UnlearningSettings settings = settings(base);
        UnlearningMethod method = UnlearningMethods.byName(job.method()).orElseThrow();
        Unlearned unlearned = method.unlearn(
                new UnlearningProblem(before.model(), before.trainingSet(), resolution.forgetSet(), settings), monitor);
        StoredModel after = stored(before, unlearned, resolution);
        SortedMap<String, Double> metrics = metrics(before, after, unlearned);
        ArtifactContents contents = ModelArtifacts.contents(after, metrics, servedRequests(resolution));
        // Verified is what the store would give back, not what the solver holds.
        StoredModel released = ModelArtifacts.load(contents);
        List<Check> checks = checks(before, released, forgottenRows(before, resolution), settings);
        Optional<Check> breach = checks.stream()
                .filter(check -> check.kind() == CheckKind.CERTIFIED && !check.passed())
                .findFirst();
        if (breach.isPresent()) {
            return failed(
                    ReasonCode.VERIFICATION_FAILED,
                    "Check " + breach.get().name() + " failed: " + breach.get().detail());
        }
        monitor.checkCancelled();
        ContentHash hash = store.put(new ArtifactDraft(lineage(base, settings, released), contents));
        return new Outcome.Produced(draft(before, released, unlearned, metrics, checks, hash), resolution.served());
    }

    private UnlearningSettings settings(Artifact base) {
        return new UnlearningSettings(
                ModelArtifacts.inverseRegularisation(base.lineage()).orElse(DEFAULT_INVERSE_REGULARISATION),
                options.relativeBound(),
                options.maximumPasses(),
                parallelism,
                options.vectoriser());
    }

    private static StoredModel stored(StoredModel before, Unlearned unlearned, ForgetSetResolution resolution) {
        List<Pseudonym> documents = new ArrayList<>();
        List<Optional<Pseudonym>> subjects = new ArrayList<>();
        for (int row : unlearned.retainedRows()) {
            documents.add(before.documents().get(row));
            subjects.add(before.subjects().get(row));
        }
        HonouredDeletions honoured = before.honouredDeletions().and(resolution.deletions());
        Optional<EvaluationSet> evaluation = before.evaluationSet()
                .flatMap(set -> set.without(
                        before.model().labelSpace(),
                        unlearned.model().labelSpace(),
                        unlearned.retained().counts().terms(),
                        honoured));
        return new StoredModel(unlearned.model(), unlearned.retained(), documents, subjects, evaluation, honoured);
    }

    private List<Check> checks(
            StoredModel before, StoredModel released, BitSet forgotten, UnlearningSettings settings) {
        DMatrixSparseCSC features =
                released.model().vectoriser().transform(released.trainingSet().counts());
        Certificate certificate = CertificateEvaluation.evaluate(
                released.model(), features, released.trainingSet(), settings.inverseRegularisation());
        List<Check> checks = new ArrayList<>();
        checks.add(SetArithmetic.check(before, released, forgotten, settings.vectoriser() == VectoriserPolicy.REFIT));
        checks.add(certificate.check(settings.relativeBound()));
        checks.addAll(LabelSpaceGuarantee.check(
                released.model(), Set.copyOf(released.honouredDeletions().classes()), features));
        return checks;
    }

    private static BitSet forgottenRows(StoredModel before, ForgetSetResolution resolution) {
        BitSet rows = resolution.forgetSet().documents();
        resolution.forgetSet().classes().stream()
                .map(label -> before.model().labelSpace().indexOf(label).orElseThrow())
                .map(before.trainingSet()::rowsOf)
                .forEach(rows::or);
        return rows;
    }

    private static SortedMap<String, Double> metrics(StoredModel before, StoredModel after, Unlearned unlearned) {
        SortedMap<String, Double> metrics = new TreeMap<>();
        metrics.put("gradient-norm", unlearned.certificate().gradientNorm());
        metrics.put("distance-bound", unlearned.certificate().distanceBound());
        metrics.put("relative-distance-bound", unlearned.certificate().relativeDistanceBound());
        metrics.put("passes", unlearned.evidence().passes());
        Accuracy.before(before, after).ifPresent(value -> metrics.put("retained-accuracy-before", value));
        Accuracy.of(after.model(), after.evaluationSet(), after.model().labelSpace())
                .ifPresent(value -> metrics.put("retained-accuracy-after", value));
        return metrics;
    }

    private Lineage lineage(Artifact base, UnlearningSettings settings, StoredModel released) {
        return new Lineage(
                job.modelId(),
                Optional.of(base.hash()),
                io.expunge.store.Operation.UNLEARNED,
                Optional.of(job.batchId()),
                new Provenance(
                        job.method(),
                        new TreeMap<>(settings.toProperties()),
                        DataHash.of(released.documents()),
                        System.getProperty("java.version")));
    }

    private ModelVersionPublished draft(
            StoredModel before,
            StoredModel after,
            Unlearned unlearned,
            SortedMap<String, Double> metrics,
            List<Check> checks,
            ContentHash hash) {
        List<String> removed = new ArrayList<>(before.model().labelSpace().classes());
        removed.removeAll(after.model().labelSpace().classes());
        return VersionDraft.builder(job.modelId(), checks)
                .setOperation(Operation.UNLEARNED)
                .setContentHash(hash.hex())
                .setLocation(store.location(hash).toString())
                .setClasses(after.model().labelSpace().classes())
                .setClassesRemoved(removed)
                .setDocuments(after.documents().size())
                .setDocumentsRemoved(
                        before.documents().size() - after.documents().size())
                .setTerms(after.model().vectoriser().features())
                .setTermsRemoved(before.model().vectoriser().features()
                        - after.model().vectoriser().features())
                .setRequestCount(job.requests().size())
                .setRequestIds(job.requests().stream()
                        .limit(VersionDraft.IDS_NAMED)
                        .map(JobSpecification.Wanted::requestId)
                        .toList())
                .setMethod(job.method())
                .setReassignments(unlearned.reassignments().stream()
                        .map(one -> new Reassignment(one.removedClass(), one.retainedClass(), one.documents()))
                        .toList())
                .setEvidence(VersionDraft.evidence(unlearned.evidence(), unlearned.certificate()))
                .setRetainedAccuracyBefore(metrics.get("retained-accuracy-before"))
                .setRetainedAccuracyAfter(metrics.get("retained-accuracy-after"))
                .build();
    }

    private static List<ServedRequest> servedRequests(ForgetSetResolution resolution) {
        return resolution.served().stream()
                .map(served -> new ServedRequest(served.requestId(), served.documentsRemoved()))
                .toList();
    }

    private static Outcome failed(ReasonCode code, String detail) {
        return new Outcome.Failed(new Reason(code, detail));
    }
}
