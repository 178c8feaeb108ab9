/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.processor.artifact.ModelArtifacts;
import io.expunge.processor.artifact.StoredModel;
import io.expunge.store.Artifact;
import io.expunge.store.ContentHash;
import io.expunge.store.FileEntry;
import io.expunge.store.Lineage;
import io.expunge.store.ModelStore;
import java.lang.ref.SoftReference;
import java.util.Optional;

/**
 * Reads the artifacts that jobs start from, and remembers the last one: the jobs of a model come one after the other and
 * often share their base. It is found again by its content hash only, and given up when memory is short. Thread-safe.
 */
final class BaseModels {
    private final ModelStore store;
    private volatile SoftReference<LoadedBase> last = new SoftReference<>(null);

    BaseModels(ModelStore store) {
        this.store = store;
    }

    /** @throws io.expunge.store.ModelStoreException if the store does not have it whole */
    LoadedBase open(String baseHash) {
        LoadedBase known = last.get();
        if (known != null && known.hash().hex().equals(baseHash)) {
            return known;
        }
        LoadedBase loaded = read(baseHash);
        last = new SoftReference<>(loaded);
        return loaded;
    }

    /**
     * Reads an artifact that no other job will start from, and does not remember it.
     *
     * @throws io.expunge.store.ModelStoreException if the store does not have it whole
     */
    LoadedBase read(String hash) {
        Artifact artifact = store.open(new ContentHash(hash));
        return loaded(artifact, ModelArtifacts.load(artifact));
    }

    /** An artifact whose model was read already. */
    LoadedBase loaded(Artifact artifact, StoredModel model) {
        return new LoadedBase(artifact.hash(), artifact.lineage(), bytes(artifact), model);
    }

    /**
     * Remembers, in the place of what was, a model that was just put or looked at: the next job will most likely start from
     * it.
     *
     * @param lineage what the model was put with; if the store settled on another artifact, that is read when it is wanted
     */
    void remember(ContentHash hash, Lineage lineage, StoredModel model) {
        Artifact artifact = store.open(hash);
        LoadedBase known = new LoadedBase(hash, lineage, bytes(artifact), model);
        last = new SoftReference<>(artifact.lineage().equals(lineage) ? known : null);
    }

    /** Lets go of what is remembered of a model, unless it is its head: data of older versions may have been forgotten. */
    void keepOnly(String modelId, Optional<String> headHash) {
        LoadedBase known = last.get();
        boolean outdated = known != null
                && known.lineage().modelId().equals(modelId)
                && !headHash.equals(Optional.of(known.hash().hex()));
        if (outdated) {
            last = new SoftReference<>(null);
        }
    }

    private static long bytes(Artifact artifact) {
        return artifact.files().values().stream().mapToLong(FileEntry::bytes).sum();
    }
}
