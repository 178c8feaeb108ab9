/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.processor.artifact.ModelArtifacts;
import io.expunge.store.Artifact;
import io.expunge.store.ContentHash;
import io.expunge.store.FileEntry;
import io.expunge.store.ModelStore;
import java.lang.ref.SoftReference;

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
        LoadedBase loaded = load(store.open(new ContentHash(baseHash)));
        last = new SoftReference<>(loaded);
        return loaded;
    }

    /** Lets go of what is remembered of a model, because its head moved and data were forgotten. */
    void forgetModel(String modelId) {
        LoadedBase known = last.get();
        if (known != null && known.lineage().modelId().equals(modelId)) {
            last = new SoftReference<>(null);
        }
    }

    private static LoadedBase load(Artifact artifact) {
        long bytes =
                artifact.files().values().stream().mapToLong(FileEntry::bytes).sum();
        return new LoadedBase(artifact.hash(), artifact.lineage(), bytes, ModelArtifacts.load(artifact));
    }
}
