/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.store.ArtifactDraft;
import io.expunge.store.ContentHash;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.Lineage;
import io.expunge.store.ModelStore;
import io.expunge.store.ServedRequest;
import io.expunge.unlearning.ProgressMonitor;
import java.util.List;
import java.util.Optional;

/**
 * What every job that makes a version needs. Thread-safe.
 *
 * @param store where versions are put
 * @param bases models of this store that were read before
 * @param parallelism most threads of one job
 * @param secret what noise is made from, where models are released with noise
 */
record VersionWorkshop(
        ModelStore store, BaseModels bases, UnlearningOptions options, int parallelism, Optional<NoiseSecret> secret) {

    /** Removes a forget set, releasing the result on the terms of the job; nothing is put. */
    RemovalResult remove(
            LoadedBase base,
            JobSpecification job,
            String method,
            AccuracyLoss loss,
            ForgetSetResolution resolution,
            List<ServedRequest> served,
            ProgressMonitor monitor) {
        Release release = Release.of(job, secret);
        return new Removal(base, job.modelId(), method, options, loss, parallelism, release, monitor)
                .compute(resolution, served);
    }

    /** Removes all that was ever to be forgotten from a model of other times; what that costs is told and decides nothing. */
    RemovalResult cleanse(
            LoadedBase base, JobSpecification job, String method, HonouredDeletions honoured, ProgressMonitor monitor) {
        ForgetSetResolution resolution = ForgetSetResolution.ofAll(base.model(), honoured);
        return remove(base, job, method, new AccuracyLoss.Told(), resolution, List.of(), monitor);
    }

    /**
     * Puts a result; it is remembered in the place of the base, which holds what was just forgotten.
     *
     * @throws NotReleasedException if the store holds another result with noise under this batch's name
     */
    ContentHash put(RemovalResult result, Lineage lineage) {
        ContentHash hash = store.put(new ArtifactDraft(lineage, result.contents()));
        PromisedRelease.requireSame(store, hash, result.released(), lineage.provenance());
        bases.remember(hash, lineage, result.released());
        return hash;
    }
}
