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
import java.util.TreeSet;

/**
 * Takes an older version up again: everything the model was told to forget is taken out of that version's artifact, by the
 * method that serves requests and through the same gate. The result is a child of the head, not of the older version.
 */
final class RollbackJob {
    private final ModelStore store;
    private final BaseModels bases;
    private final UnlearningOptions options;
    private final int parallelism;
    private final Optional<NoiseSecret> secret;
    private final JobSpecification.Rollback job;
    private final ProgressMonitor monitor;

    RollbackJob(
            ModelStore store,
            BaseModels bases,
            UnlearningOptions options,
            int parallelism,
            Optional<NoiseSecret> secret,
            JobSpecification.Rollback job,
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
        // Outside of what follows: a damaged head does not speak against the older version.
        HonouredDeletions honoured = honoured();
        try {
            return put(bases.read(target()), honoured);
        } catch (ModelStoreException.StoreUnavailable unavailable) {
            throw unavailable;
        } catch (ModelStoreException.ArtifactMissing missing) {
            return refused(
                    ReasonCode.ARTIFACT_MISSING,
                    "its artifact is not in the store any more, as after a purge (" + missing.getMessage() + ")");
        } catch (ModelStoreException damaged) {
            return refused(ReasonCode.ARTIFACT_CORRUPT, String.valueOf(damaged.getMessage()));
        } catch (TooFewClassesException few) {
            return refused(ReasonCode.TOO_FEW_CLASSES, "without what was to be forgotten since, " + few.getMessage());
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

    /** Known, or found by going back from the head, of which every version's artifact names the one before. */
    private String target() {
        return job.artifact().orElseGet(() -> {
            ContentHash hash = new ContentHash(job.baseHash());
            for (long version = job.headVersion(); version > job.to(); version--) {
                long number = version;
                hash = store.open(hash)
                        .lineage()
                        .base()
                        .orElseThrow(() -> new IllegalStateException("version " + number + " of model " + job.modelId()
                                + " names no artifact that it was made from"));
            }
            return hash.hex();
        });
    }

    /**
     * All that was ever to be forgotten. A class whose name is allowed again was removed all the same: only versions that
     * were published after that may have it.
     */
    private HonouredDeletions honoured() {
        HonouredDeletions all =
                store.open(new ContentHash(job.baseHash())).honouredDeletions().and(job.remembered());
        TreeSet<String> classes = new TreeSet<>(all.classes());
        job.reinstated().forEach(one -> {
            if (one.since() < job.to()) {
                classes.remove(one.label());
            } else {
                classes.add(one.label());
            }
        });
        return new HonouredDeletions(all.documents(), all.subjects(), List.copyOf(classes));
    }

    private Outcome put(LoadedBase target, HonouredDeletions honoured) {
        RemovalResult result = new Removal(
                        target,
                        job.modelId(),
                        job.method(),
                        options,
                        new AccuracyLoss.Told(),
                        parallelism,
                        Release.of(job, secret),
                        monitor)
                .compute(ForgetSetResolution.ofAll(target.model(), honoured), List.of());
        Lineage lineage = new Lineage(
                job.modelId(),
                Optional.of(new ContentHash(job.baseHash())),
                Operation.ROLLED_BACK,
                Optional.of(job.batchId()),
                provenance(result.provenance(), target.hash()));
        ContentHash hash = store.put(new ArtifactDraft(lineage, result.contents()));
        PromisedRelease.requireSame(store, hash, result.released(), lineage.provenance());
        bases.remember(hash, lineage, result.released());
        return new Outcome.Produced(
                ModelVersionPublished.newBuilder(result.facts())
                        .setOperation(io.expunge.events.Operation.ROLLED_BACK)
                        .setContentHash(hash.hex())
                        .setLocation(store.location(hash).toString())
                        .setRolledBackTo(job.to())
                        .build(),
                List.of());
    }

    private static Provenance provenance(Provenance computed, ContentHash target) {
        SortedMap<String, String> configuration = new TreeMap<>(computed.configuration());
        configuration.put("rolled-back-to", target.hex());
        return new Provenance(computed.method(), configuration, computed.dataHash(), computed.jdk());
    }

    private Outcome refused(ReasonCode code, String detail) {
        return new Outcome.Refused(
                new Reason(code, "Version " + job.to() + " cannot be taken up again: " + detail + "."));
    }
}
