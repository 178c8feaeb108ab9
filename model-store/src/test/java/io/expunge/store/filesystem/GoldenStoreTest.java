/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.store.ContentHash;
import io.expunge.store.HeadHint;
import io.expunge.store.ModelStore;
import io.expunge.store.PseudonymDomain;
import io.expunge.store.StagedArtifact;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A whole store written by an earlier release is read for ever. If this fails, the reader is wrong, not the store. */
class GoldenStoreTest {

    private static final ContentHash HASH =
            new ContentHash("87b1432ed487bcc20ed916be04f387baa35151e00ef0fbfa8ff90f3dc57bc7b8");

    /** A copy: a store that is opened may be written. */
    private static Path copied() throws IOException, URISyntaxException {
        Path golden =
                Path.of(GoldenStoreTest.class.getResource("/golden/store-1").toURI());
        Path root = Directories.fresh();
        for (Path file : Directories.filesUnder(golden)) {
            Path copy = root.resolve(golden.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
        return root;
    }

    @Test
    void everythingInItIsRead() throws Exception {
        Path root = copied();
        List<Path> before = Directories.filesUnder(root);
        try (ModelStore store = FileSystemModelStore.open(root)) {
            assertThat(store.list()).containsExactly(HASH);
            assertThat(store.open(HASH).contents())
                    .isEqualTo(GoldenArtifact.draft().contents());
            assertThat(store.findByBatch("golden batch")).contains(HASH);
            assertThat(store.head(GoldenArtifact.MODEL)).contains(new HeadHint(2, 17, HASH));
            assertThat(store.ownership().owner()).contains(GoldenStore.OWNER);
            assertThat(store.ownership().identity()).isEqualTo("977d21c8375e4b18");
            assertThat(store.keys().getOrCreate(GoldenArtifact.MODEL).pseudonym(PseudonymDomain.SUBJECT, "somebody"))
                    .hasToString("ae260d6692c2790e905088269392b621");
            assertThat(store.remembered().of(GoldenArtifact.MODEL)).isEqualTo(GoldenStore.REMEMBERED);
        }
        assertThat(Directories.filesUnder(root)).as("files after reading").isEqualTo(before);
    }

    @Test
    void whatWasStagedIsPublishedAsThePutWouldHaveBeen() throws Exception {
        Path root = copied();
        List<Path> before = Directories.filesUnder(root);
        try (ModelStore store = FileSystemModelStore.open(root)) {
            StagedArtifact staged = GoldenStore.stage(store);
            assertThat(Directories.filesUnder(root))
                    .as("staging what is staged already")
                    .isEqualTo(before);
            assertThat(store.staging()
                            .publish(
                                    staged,
                                    GoldenArtifact.draft().lineage(),
                                    GoldenArtifact.draft().contents().servedRequests()))
                    .contains(HASH);
            store.staging().discardAll();
            assertThat(Directories.filesUnder(root))
                    .noneMatch(file -> file.toString().contains("staging"));
        }
    }

    @Test
    void todaysCodeGoesOnWithIt() throws Exception {
        try (ModelStore store = FileSystemModelStore.open(copied())) {
            assertThat(store.put(GoldenArtifact.draft())).isEqualTo(HASH);
            HeadHint next = new HeadHint(3, 18, HASH);
            assertThat(store.advanceHead(GoldenArtifact.MODEL, next)).isEqualTo(next);
            store.remembered().add(GoldenArtifact.MODEL, GoldenStore.REMEMBERED);
            assertThat(store.remembered().of(GoldenArtifact.MODEL)).isEqualTo(GoldenStore.REMEMBERED);
            store.probe();
        }
    }
}
