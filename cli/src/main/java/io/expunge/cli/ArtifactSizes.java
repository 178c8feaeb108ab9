/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.store.ContentHash;
import io.expunge.store.FileEntry;
import io.expunge.store.ModelStore;
import io.expunge.store.ModelStoreException;
import java.util.OptionalLong;

/** How many bytes the files of an artifact have, where they can be seen. */
@FunctionalInterface
interface ArtifactSizes {
    /** For whoever has no store at hand: topics are read everywhere, a store is not. */
    ArtifactSizes UNKNOWN = hash -> OptionalLong.empty();

    /** The size of an artifact in bytes; empty if it is not there or cannot be read. */
    OptionalLong of(String contentHash);

    /** Sizes from the manifests of a store, which has to stay open meanwhile. */
    static ArtifactSizes in(ModelStore store) {
        return contentHash -> {
            try {
                return OptionalLong.of(store.open(new ContentHash(contentHash)).files().values().stream()
                        .mapToLong(FileEntry::bytes)
                        .sum());
            } catch (ModelStoreException | IllegalArgumentException unseen) {
                return OptionalLong.empty();
            }
        };
    }
}
