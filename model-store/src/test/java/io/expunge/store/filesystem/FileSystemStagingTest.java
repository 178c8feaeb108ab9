/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.store.ArtifactDraft;
import io.expunge.store.Drafts;
import io.expunge.store.ModelStore;
import io.expunge.store.StagedArtifact;
import io.expunge.store.StagingAreaContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FileSystemStagingTest extends StagingAreaContract {

    @Override
    protected ModelStore newStore() {
        return FileSystemModelStore.open(Directories.fresh());
    }

    @Test
    void aDamagedStagedFileIsNeverPublished() throws IOException {
        Path root = Directories.fresh();
        try (ModelStore store = FileSystemModelStore.open(root)) {
            ArtifactDraft draft = Drafts.forBatch(Drafts.fixed(), "m", "b");
            StagedArtifact staged = store.staging().stage("m", "k", Drafts.unserved(draft.contents()));
            flipAByteOfEach(root.resolve("staging"));
            assertThat(store.staging().publish(staged, draft.lineage(), List.of()))
                    .isEmpty();
            assertThat(store.list()).isEmpty();
            assertThat(store.open(store.put(draft)).contents()).isEqualTo(draft.contents());
        }
    }

    @Test
    void nothingOfADeadProcessStaysOnTheDisk() throws IOException {
        Path root = Directories.fresh();
        try (ModelStore store = FileSystemModelStore.open(root)) {
            store.staging().stage("m", "k", Drafts.unserved(Drafts.fixed().contents()));
        }
        try (ModelStore store = FileSystemModelStore.open(root)) {
            store.staging().discardAll();
            assertThat(root.resolve("staging")).isEmptyDirectory();
        }
    }

    private static void flipAByteOfEach(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length / 2] ^= 1;
                Files.write(file, bytes);
            }
        }
    }
}
