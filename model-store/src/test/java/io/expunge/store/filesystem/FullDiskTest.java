/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.store.ArtifactDraft;
import io.expunge.store.ContentHash;
import io.expunge.store.Drafts;
import io.expunge.store.ModelStore;
import io.expunge.store.ModelStoreException.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A disk that really is full or really is read-only: a small file system in memory, where this account may mount one. */
class FullDiskTest {
    private static final int PAGE = 4096;
    private static final ArtifactDraft DRAFT = Drafts.forBatch(Drafts.fixed(), "m", "b");

    private final Path mount = Directories.fresh().toAbsolutePath();
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", mount.toString());
        if (!mounted) {
            System.err.println("SKIPPED FullDiskTest: this account may not mount a small file system; run it as root");
        }
        Assumptions.assumeTrue(mounted, "needs the right to mount");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(run("umount", mount.toString())).isTrue();
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    /** Takes all but some bytes. */
    private Path fill(long leaveFree) throws IOException {
        Path filler = mount.resolve(".filler");
        try (var out = Files.newOutputStream(filler)) {
            byte[] page = new byte[PAGE];
            while (mount.toFile().getUsableSpace() > leaveFree) {
                out.write(page);
            }
        }
        return filler;
    }

    @Test
    void aPutThatRunsOutOfSpaceAnywhereIsTypedAndCanBeRepeated() throws Exception {
        int failed = 0;
        boolean fits = false;
        for (int pages = 0; !fits; pages++) {
            Path root = mount.resolve("store-" + pages);
            try (ModelStore store = FileSystemModelStore.open(root)) {
                Path filler = fill((long) pages * PAGE);
                try {
                    store.put(DRAFT);
                    fits = true;
                } catch (StoreUnavailable full) {
                    failed++;
                    assertThat(full.getMessage()).contains("No space left", "free space");
                    assertThat(store.list())
                            .allSatisfy(hash ->
                                    assertThat(store.open(hash).contents()).isEqualTo(DRAFT.contents()));
                    assertThat(store.findByBatch("b")).isEmpty();
                    assertThat(root.resolve("tmp"))
                            .satisfiesAnyOf(tmp -> assertThat(tmp).doesNotExist(), tmp -> assertThat(tmp)
                                    .isEmptyDirectory());
                }
                Files.delete(filler);
                ContentHash hash = store.put(DRAFT);
                assertThat(store.open(hash).contents()).isEqualTo(DRAFT.contents());
                assertThat(store.findByBatch("b")).contains(hash);
            }
            wipe(root);
        }
        assertThat(failed).as("places where the disk was full").isGreaterThan(8);
    }

    private static void wipe(Path root) throws IOException {
        try (var paths = Files.walk(root)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Test
    void aStoreThatBecameReadOnlyIsReadAndNotWritten() throws Exception {
        try (ModelStore store = FileSystemModelStore.open(mount.resolve("store"))) {
            ContentHash hash = store.put(DRAFT);
            assertThat(run("mount", "-o", "remount,ro", mount.toString())).isTrue();
            assertThat(store.open(hash).contents()).isEqualTo(DRAFT.contents());
            assertThatThrownBy(store::probe)
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("mount it for writing");
            assertThatThrownBy(() -> store.put(Drafts.forBatch(Drafts.fixed(), "m", "other")))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("Read-only file system");
            assertThatThrownBy(() -> FileSystemModelStore.open(mount.resolve("another")))
                    .isInstanceOf(StoreUnavailable.class);
        }
    }
}
