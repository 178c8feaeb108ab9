/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.processor.evidence.EvidenceSources.ArtifactPapers;
import io.expunge.store.Artifact;
import io.expunge.store.ContentHash;
import io.expunge.store.ModelStore;
import io.expunge.store.ModelStoreException.ArtifactMissing;
import io.expunge.store.format.Manifest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The model store, for commands that can do without; none is made where none is. Owns what it opens. */
record StoreAtHand(Optional<ModelStore> store) implements AutoCloseable {
    private static final List<String> PAPERS = List.of("metrics.json", "served-requests.json");

    static StoreAtHand of(ConnectionOptions connection) {
        return new StoreAtHand(connection.store().openIfPresent());
    }

    /** What of an artifact tells neither documents nor weights; empty if the store has it no more. */
    Optional<ArtifactPapers> papers(String contentHash) {
        return store.flatMap(open -> papers(open, new ContentHash(contentHash)));
    }

    private static Optional<ArtifactPapers> papers(ModelStore open, ContentHash hash) {
        try {
            Artifact artifact = open.open(hash);
            byte[] manifest = new Manifest(artifact.lineage(), artifact.size(), artifact.files()).write();
            SortedMap<String, String> files = new TreeMap<>();
            for (String name : PAPERS) {
                if (artifact.files().containsKey(name)) {
                    files.put(name, new String(artifact.read(name), StandardCharsets.UTF_8));
                }
            }
            return Optional.of(new ArtifactPapers(new String(manifest, StandardCharsets.UTF_8), files))
                    .filter(papers -> ContentHash.of(manifest).equals(hash));
        } catch (ArtifactMissing purged) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        store.ifPresent(ModelStore::close);
    }
}
