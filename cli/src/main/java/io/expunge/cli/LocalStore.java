/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.store.Artifact;
import io.expunge.store.ContentHash;
import io.expunge.store.ModelStore;
import io.expunge.store.ModelStoreException;
import io.expunge.store.ModelStoreException.ArtifactMissing;
import java.nio.file.Files;
import java.util.Optional;

/**
 * The model store, for commands that say more where they can see it and do without where they cannot. Looking makes no
 * store. Thread safe.
 *
 * @param store the store, if there is one
 */
record LocalStore(Optional<ModelStore> store) implements AutoCloseable {
    /**
     * Opens the store at a place, if there is one. An object store was named on purpose and is taken to be there.
     *
     * @throws ModelStoreException if there is one that cannot be used
     */
    static LocalStore ifThere(StorePlace place) {
        boolean absent = place instanceof StorePlace.Directory directory
                && !Files.exists(directory.path().resolve("store.json"));
        return new LocalStore(absent ? Optional.empty() : Optional.of(place.open()));
    }

    /** The same for who only looks for a detail: a store that cannot be used is none. */
    static LocalStore ifUsable(StorePlace place) {
        try {
            return ifThere(place);
        } catch (ModelStoreException unusable) {
            return new LocalStore(Optional.empty());
        }
    }

    /** Sizes of what it holds. */
    ArtifactSizes sizes() {
        return store.map(ArtifactSizes::in).orElse(ArtifactSizes.UNKNOWN);
    }

    /**
     * The artifact of a version; empty if it is not here.
     *
     * @throws ModelStoreException if it is here and damaged
     */
    Optional<Artifact> find(String contentHash) {
        try {
            return store.map(open -> open.open(new ContentHash(contentHash)));
        } catch (ArtifactMissing gone) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        store.ifPresent(ModelStore::close);
    }
}
