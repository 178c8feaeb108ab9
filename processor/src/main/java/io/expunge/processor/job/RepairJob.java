/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.events.ModelVersionPublished;
import io.expunge.events.ReasonCode;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.request.Reason;
import io.expunge.store.ArtifactDraft;
import io.expunge.store.ContentHash;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.Lineage;
import io.expunge.store.ModelStore;
import io.expunge.store.ModelStoreException;
import io.expunge.store.Operation;
import io.expunge.store.Provenance;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.features.EmptyVocabularyException;
import io.expunge.unlearning.method.NotConvergedException;
import io.expunge.unlearning.method.TooFewClassesException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Trains the head again from zero on its documents, without any that was to be forgotten: of a head whose checks failed
 * neither the parameters nor the arithmetic of its documents can be relied on. The result passes the same gate, compared
 * with the head without everything that is to be honoured, and is a child of the head.
 */
final class RepairJob {
    private final ModelStore store;
    private final BaseModels bases;
    private final UnlearningOptions options;
    private final int parallelism;
    private final Optional<NoiseSecret> secret;
    private final JobSpecification.Repair job;
    private final ProgressMonitor monitor;

    RepairJob(
            ModelStore store,
            BaseModels bases,
            UnlearningOptions options,
            int parallelism,
            Optional<NoiseSecret> secret,
            JobSpecification.Repair job,
            ProgressMonitor monitor) {
        this.store = store;
        this.bases = bases;
        this.options = options;
        this.parallelism = parallelism;
        this.secret = secret;
        this.job = job;
        this.monitor = monitor;
    }

    Outcome run() {
        try {
            // Read anew, not remembered: it may be the files that failed.
            LoadedBase head = bases.read(job.baseHash());
            return head.lineage().operation() == Operation.TRAINED ? new Outcome.NothingToDo(List.of()) : put(head);
        } catch (ModelStoreException.StoreUnavailable unavailable) {
            throw unavailable;
        } catch (ModelStoreException.ArtifactMissing missing) {
            return refused(
                    ReasonCode.ARTIFACT_MISSING, "its artifact is not in the store (" + missing.getMessage() + ")");
        } catch (ModelStoreException damaged) {
            return refused(ReasonCode.ARTIFACT_CORRUPT, String.valueOf(damaged.getMessage()));
        } catch (TooFewClassesException few) {
            return refused(ReasonCode.TOO_FEW_CLASSES, String.valueOf(few.getMessage()));
        } catch (EmptyVocabularyException empty) {
            return refused(ReasonCode.EMPTY_VOCABULARY, String.valueOf(empty.getMessage()));
        } catch (NotReleasedException withheld) {
            return refused(withheld.reason().code(), withheld.reason().detail());
        } catch (NotConvergedException stuck) {
            return refused(ReasonCode.NOT_CONVERGED, String.valueOf(stuck.getMessage()));
        } catch (VerificationFailedException breach) {
            return refused(ReasonCode.VERIFICATION_FAILED, String.valueOf(breach.getMessage()));
        }
    }

    private Outcome put(LoadedBase head) {
        HonouredDeletions honoured = head.model().honouredDeletions().and(job.remembered());
        String method = JobSpecification.Repair.METHOD;
        RemovalResult result = new Removal(
                        head,
                        job.modelId(),
                        method,
                        options,
                        new AccuracyLoss.Told(),
                        parallelism,
                        Release.of(job, secret),
                        monitor)
                .compute(ForgetSetResolution.ofAll(head.model(), honoured), List.of());
        Lineage lineage = new Lineage(
                job.modelId(),
                Optional.of(head.hash()),
                Operation.UNLEARNED,
                Optional.of(job.batchId()),
                provenance(result.provenance()));
        ContentHash hash = store.put(new ArtifactDraft(lineage, result.contents()));
        PromisedRelease.requireSame(store, hash, result.released(), lineage.provenance());
        bases.remember(hash, lineage, result.released());
        return new Outcome.Produced(
                ModelVersionPublished.newBuilder(result.facts())
                        .setContentHash(hash.hex())
                        .setLocation(store.location(hash).toString())
                        .setRepairs(job.failedVersion())
                        .build(),
                List.of());
    }

    private Provenance provenance(Provenance computed) {
        SortedMap<String, String> configuration = new TreeMap<>(computed.configuration());
        configuration.put("repairs", Long.toString(job.failedVersion()));
        return new Provenance(computed.method(), configuration, computed.dataHash(), computed.jdk());
    }

    private static Outcome refused(ReasonCode code, String detail) {
        return new Outcome.Refused(new Reason(code, "The head cannot be trained again from zero: " + detail + "."));
    }
}
