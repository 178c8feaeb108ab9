/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.ClassRemoval;
import io.expunge.events.DeletionRequested;
import io.expunge.events.DocumentRemoval;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.Operation;
import io.expunge.events.SubjectRemoval;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.command.Reinstatement;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.job.JobSpecification.Wanted;
import io.expunge.processor.job.ReleaseTerms;
import io.expunge.processor.job.StoreJobExecutor;
import io.expunge.processor.job.UnlearningOptions;
import io.expunge.processor.model.StatusKey;
import io.expunge.processor.request.RemovalTarget;
import io.expunge.store.Artifact;
import io.expunge.store.ArtifactDraft;
import io.expunge.store.ContentHash;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.ModelStore;
import io.expunge.store.PseudonymDomain;
import io.expunge.store.PseudonymKey;
import io.expunge.store.memory.InMemoryModelStore;
import io.expunge.unlearning.ProgressMonitor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * However often the processor was killed, each version has the bits that it has without a crash. Which requests came
 * together in a batch depends on time, so a whole run cannot be repeated; but a version is a function of its parent and of
 * the requests it names, and the parent's bits are checked likewise: the job is done again for every version, in a store of
 * its own, and must end in the same content hash. By induction from the registered model the last version's bits are those
 * of a run without a crash.
 *
 * <p>A version that was rolled back names no requests: it is a function of its parent, of the version it takes up again and
 * of the deletions that its artifact says to honour, and so is one that repairs its parent. Whether those are all, {@link NothingResurrected} judges.
 */
public final class SameBits implements Promise {
    private static final int ONE_THREAD = 1;

    private final ModelStore store;
    private final UnlearningOptions options;
    private final Map<String, DeletionRequested> requests = new HashMap<>();
    private final Map<String, Map<Long, ContentHash>> hashes = new HashMap<>();
    private final List<ModelVersionPublished> versions = new ArrayList<>();
    private int repeated;

    /** @param options what the processor was configured with */
    public SameBits(ModelStore store, UnlearningOptions options) {
        this.store = store;
        this.options = options;
    }

    @Override
    public void acknowledged(DeletionRequested request) {
        requests.put(StatusKey.of(request.getModelId(), request.getRequestId().toString()), request);
    }

    @Override
    public void version(ModelVersionPublished version) {
        hashes.computeIfAbsent(version.getModelId(), id -> new HashMap<>())
                .put(version.getVersion(), new ContentHash(version.getContentHash()));
        if (version.getOperation() == Operation.UNLEARNED || version.getOperation() == Operation.ROLLED_BACK) {
            versions.add(version);
        }
    }

    /** How many versions were made again and compared. */
    public int repeated() {
        return repeated;
    }

    @Override
    public void judge() {
        for (ModelVersionPublished version : versions.subList(repeated, versions.size())) {
            assertThat(again(version))
                    .as("content hash of version %d of model %s", version.getVersion(), version.getModelId())
                    .isEqualTo(version.getContentHash());
            repeated++;
        }
    }

    private String again(ModelVersionPublished version) {
        ModelStore scratch = InMemoryModelStore.open();
        copy(new ContentHash(version.getParentContentHash()), scratch);
        if (version.getOperation() == Operation.ROLLED_BACK) {
            copy(takenUpAgain(version), scratch);
        }
        JobSpecification job = version.getOperation() == Operation.ROLLED_BACK
                ? rollback(version)
                : version.getRepairs() == null ? job(version) : repair(version);
        Outcome outcome = new StoreJobExecutor(scratch, options, ONE_THREAD).execute(job, ProgressMonitor.NONE);
        assertThat(outcome).isInstanceOf(Outcome.Produced.class);
        return ((Outcome.Produced) outcome).draft().getContentHash();
    }

    private void copy(ContentHash hash, ModelStore scratch) {
        Artifact artifact = store.open(hash);
        assertThat(scratch.put(new ArtifactDraft(artifact.lineage(), artifact.contents())))
                .as("the hash of what the job starts from, put again")
                .isEqualTo(hash);
    }

    private ContentHash takenUpAgain(ModelVersionPublished version) {
        return Optional.ofNullable(hashes.get(version.getModelId()).get(version.getRolledBackTo()))
                .orElseThrow();
    }

    private JobSpecification.Rollback rollback(ModelVersionPublished version) {
        long to = version.getRolledBackTo();
        HonouredDeletions honoured =
                store.open(new ContentHash(version.getContentHash())).honouredDeletions();
        List<String> ofParent = store.open(new ContentHash(version.getParentContentHash()))
                .honouredDeletions()
                .classes();
        Stream<Reinstatement> allowed = ofParent.stream()
                .filter(label -> !honoured.classes().contains(label))
                .map(label -> new Reinstatement(label, to - 1));
        Stream<Reinstatement> late = honoured.classes().stream()
                .filter(label -> !ofParent.contains(label))
                .map(label -> new Reinstatement(label, to));
        return new JobSpecification.Rollback(
                version.getModelId(),
                version.getBatchId(),
                version.getParentContentHash(),
                version.getParent(),
                to,
                Optional.of(takenUpAgain(version).hex()),
                version.getMethod(),
                new HonouredDeletions(honoured.documents(), honoured.subjects(), List.of()),
                Stream.concat(allowed, late).toList());
    }

    private JobSpecification.Repair repair(ModelVersionPublished version) {
        return new JobSpecification.Repair(
                version.getModelId(),
                version.getBatchId(),
                version.getParentContentHash(),
                version.getRepairs(),
                store.open(new ContentHash(version.getContentHash())).honouredDeletions(),
                ReleaseTerms.PLAIN);
    }

    private JobSpecification.Unlearning job(ModelVersionPublished version) {
        String modelId = version.getModelId();
        PseudonymKey key = store.keys().find(modelId).orElseThrow();
        List<Wanted> wanted = store.open(new ContentHash(version.getContentHash())).servedRequests().stream()
                .map(served -> new Wanted(
                        served.requestId(), target(requests.get(StatusKey.of(modelId, served.requestId())), key)))
                .toList();
        return new JobSpecification.Unlearning(
                modelId, version.getBatchId(), version.getParentContentHash(), version.getMethod(), wanted);
    }

    private static RemovalTarget target(DeletionRequested request, PseudonymKey key) {
        Object target = request.getTarget();
        if (target instanceof DocumentRemoval removal) {
            return new RemovalTarget.OfDocuments(removal.getDocumentIds().stream()
                    .map(id -> key.pseudonym(PseudonymDomain.DOCUMENT, id))
                    .toList());
        } else if (target instanceof SubjectRemoval removal) {
            return new RemovalTarget.OfSubject(key.pseudonym(PseudonymDomain.SUBJECT, removal.getSubjectKey()));
        }
        return new RemovalTarget.OfClass(((ClassRemoval) target).getLabel());
    }
}
