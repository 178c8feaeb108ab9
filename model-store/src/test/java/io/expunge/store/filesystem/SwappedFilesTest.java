/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.store.ContentHash;
import io.expunge.store.Drafts;
import io.expunge.store.HeadHint;
import io.expunge.store.ModelStore;
import io.expunge.store.ModelStoreException.ArtifactCorrupt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files that are sound, sealed and in the wrong place, as a restore by hand leaves them. */
class SwappedFilesTest {
    private final Path root = Directories.fresh();
    private ModelStore store;
    private ContentHash first;
    private ContentHash second;

    @BeforeEach
    void fill() {
        store = FileSystemModelStore.open(root);
        first = store.put(Drafts.forBatch(Drafts.fixed(), "m1", "b1"));
        second = store.put(Drafts.forBatch(Drafts.withMetric(Drafts.fixed(), "second", 2), "m2", "b2"));
        assertThat(first).isNotEqualTo(second);
        store.keys().getOrCreate("m1");
        store.keys().getOrCreate("m2");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static String hash(String id) {
        return ContentHash.of(id.getBytes(StandardCharsets.UTF_8)).hex();
    }

    private void copy(String from, String to) throws IOException {
        Files.copy(root.resolve(from), root.resolve(to), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void aManifestUnderAnothersName() throws IOException {
        copy("manifests/" + second + ".json", "manifests/" + first + ".json");
        assertThatThrownBy(() -> store.open(first))
                .isInstanceOf(ArtifactCorrupt.class)
                .hasMessageContaining(first.hex());
        assertThat(store.open(second).lineage().modelId()).isEqualTo("m2");
    }

    @Test
    void aBatchThatPointsAtAnothersArtifact() throws IOException {
        copy("batches/" + hash("b2"), "batches/" + hash("b1"));
        assertThatThrownBy(() -> store.findByBatch("b1"))
                .isInstanceOf(ArtifactCorrupt.class)
                .hasMessageContaining("batches/" + hash("b1"))
                .hasMessageContaining("delete it");
        assertThatThrownBy(() -> store.put(Drafts.withMetric(Drafts.forBatch(Drafts.fixed(), "m1", "b1"), "x", 3)))
                .isInstanceOf(ArtifactCorrupt.class);
        Files.delete(root.resolve("batches/" + hash("b1")));
        assertThat(store.put(Drafts.forBatch(Drafts.fixed(), "m1", "b1"))).isEqualTo(first);
        assertThat(store.findByBatch("b1")).contains(first);
    }

    /** Under another model's key nobody would be found, and "nothing held" would be told as good news. */
    @Test
    void aKeyOfAnotherModel() throws IOException {
        copy("models/" + hash("m2") + "/key", "models/" + hash("m1") + "/key");
        assertThatThrownBy(() -> store.keys().find("m1"))
                .isInstanceOf(ArtifactCorrupt.class)
                .hasMessageContaining("models/" + hash("m1") + "/key")
                .hasMessageContaining("another")
                .hasMessageContaining("restore it from a backup");
        assertThat(store.keys().find("m2")).isPresent();
    }

    @Test
    void aHintUnderANewerName() throws IOException {
        store.advanceHead("m1", new HeadHint(1, 5, first));
        String heads = "models/" + hash("m1") + "/heads/";
        Files.move(
                root.resolve(heads + "0000000000000000001-0000000000000000005"),
                root.resolve(heads + "0000000000000000009-0000000000000000005"));
        assertThatThrownBy(() -> store.head("m1"))
                .isInstanceOf(ArtifactCorrupt.class)
                .hasMessageContaining("only a hint");
    }
}
