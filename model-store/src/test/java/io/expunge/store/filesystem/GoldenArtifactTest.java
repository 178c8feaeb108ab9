/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.store.Artifact;
import io.expunge.store.ContentHash;
import io.expunge.store.HeadHint;
import io.expunge.store.ModelStore;
import io.expunge.store.PseudonymDomain;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A store written by the first release is read for ever. If this fails, the reader is wrong, not the store. */
class GoldenArtifactTest {

    private static final ContentHash HASH =
            new ContentHash("87b1432ed487bcc20ed916be04f387baa35151e00ef0fbfa8ff90f3dc57bc7b8");

    private static Path golden() throws URISyntaxException {
        return Path.of(GoldenArtifactTest.class.getResource("/golden/format-1").toURI());
    }

    @Test
    void formatOneIsStillRead() throws Exception {
        try (ModelStore store = FileSystemModelStore.open(golden())) {
            assertThat(store.list()).containsExactly(HASH);
            Artifact artifact = store.open(HASH);
            assertThat(artifact.lineage()).isEqualTo(GoldenArtifact.draft().lineage());
            assertThat(artifact.contents()).isEqualTo(GoldenArtifact.draft().contents());
            assertThat(store.findByBatch("golden batch")).contains(HASH);
            assertThat(store.head(GoldenArtifact.MODEL)).contains(new HeadHint(2, 17, HASH));
            assertThat(store.keys()
                            .find(GoldenArtifact.MODEL)
                            .orElseThrow()
                            .pseudonym(PseudonymDomain.DOCUMENT, "doc-1"))
                    .hasToString("8fd4fbfd4ef91574bed56c17627e71f0");
        }
    }

    @Test
    void todaysWriterStillWritesFormatOne() {
        try (ModelStore store = FileSystemModelStore.open(Directories.fresh())) {
            assertThat(store.put(GoldenArtifact.draft()))
                    .as("a changed hash means a changed format: number it, and keep the old reader")
                    .isEqualTo(HASH);
        }
    }
}
