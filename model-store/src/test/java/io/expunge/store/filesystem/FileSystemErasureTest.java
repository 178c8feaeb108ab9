/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.store.ContentHash;
import io.expunge.store.Drafts;
import io.expunge.store.ErasureContract;
import io.expunge.store.ModelStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FileSystemErasureTest extends ErasureContract {

    @Override
    protected ModelStore newStore() {
        return FileSystemModelStore.open(Directories.fresh());
    }

    @Test
    void noFileOfAnErasedArtifactIsLeft() throws IOException {
        Path root = Directories.fresh();
        try (ModelStore store = FileSystemModelStore.open(root)) {
            ContentHash hash = store.put(Drafts.forBatch(Drafts.fixed(), "m", "b"));
            store.erasure().erase(List.of(hash), Set.of());
            try (Stream<Path> left = Files.walk(root)) {
                assertThat(left.filter(Files::isRegularFile)
                                .map(file -> root.relativize(file).toString()))
                        .containsExactlyInAnyOrder("store.json", "erased/" + hash);
            }
        }
    }

    @Test
    void oldTemporaryFilesAndFilesWithoutAManifestAreSwept() throws IOException {
        Path root = Directories.fresh();
        try (ModelStore store = FileSystemModelStore.open(root)) {
            ContentHash hash = store.put(Drafts.fixed());
            byte[] orphan = {1, 2, 3};
            ContentHash orphanHash = ContentHash.of(orphan);
            Path folder = root.resolve("blobs").resolve(orphanHash.hex().substring(0, 2));
            Files.createDirectories(folder);
            Files.write(folder.resolve(orphanHash.hex()), orphan);
            Path old = Files.write(root.resolve("tmp").resolve("old"), orphan);
            Path young = Files.write(root.resolve("tmp").resolve("young"), orphan);
            Instant now = Instant.now();
            Files.setLastModifiedTime(old, FileTime.from(now.minus(Duration.ofDays(1))));
            assertThat(store.erasure().sweep(now.minus(Duration.ofHours(1)), Set.of()))
                    .isEqualTo(1);
            assertThat(folder.resolve(orphanHash.hex())).doesNotExist();
            assertThat(old).doesNotExist();
            assertThat(young).exists();
            assertThat(store.open(hash).contents()).isEqualTo(Drafts.fixed().contents());
        }
    }
}
