/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.processor.evidence.EvidenceSources.ArtifactPapers;
import io.expunge.store.Artifact;
import io.expunge.store.ContentHash;
import io.expunge.store.ModelStore;
import io.expunge.store.ModelStoreException;
import io.expunge.store.ModelStoreException.ArtifactMissing;
import io.expunge.store.format.Manifest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The model store, for commands that say more where they can see it and do without where they cannot. None is made where
 * none is. Owns what it opens. Thread safe.
 *
 * @param store the store, if there is one
 */
record StoreAtHand(Optional<ModelStore> store) implements AutoCloseable {
    private static final List<String> PAPERS = List.of("metrics.json", "served-requests.json");

    /**
     * Opens the store at a place, if there is one.
     *
     * @throws ModelStoreException if there is one that cannot be used
     */
    static StoreAtHand ifThere(StorePlace place) {
        return new StoreAtHand(place.openIfPresent());
    }

    /** The same for who only looks for a detail: a store that cannot be used is none. */
    static StoreAtHand ifUsable(StorePlace place) {
        try {
            return ifThere(place);
        } catch (ModelStoreException unusable) {
            return new StoreAtHand(Optional.empty());
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

    /**
     * What of an artifact tells neither documents nor weights; empty if the store has it no more.
     *
     * @throws ModelStoreException if it is here and damaged
     */
    Optional<ArtifactPapers> papers(String contentHash) {
        return find(contentHash).flatMap(StoreAtHand::papers);
    }

    private static Optional<ArtifactPapers> papers(Artifact artifact) {
        byte[] manifest = new Manifest(artifact.lineage(), artifact.size(), artifact.files()).write();
        if (!ContentHash.of(manifest).equals(artifact.hash())) {
            return Optional.empty();
        }
        try {
            SortedMap<String, String> files = new TreeMap<>();
            for (String name : PAPERS) {
                if (artifact.files().containsKey(name)) {
                    files.put(name, new String(artifact.read(name), StandardCharsets.UTF_8));
                }
            }
            return Optional.of(new ArtifactPapers(new String(manifest, StandardCharsets.UTF_8), files));
        } catch (ArtifactMissing purged) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        store.ifPresent(ModelStore::close);
    }
}
