/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.expunge.store.ArtifactDraft;
import io.expunge.store.ContentHash;
import io.expunge.store.Drafts;
import io.expunge.store.HeadHint;
import io.expunge.store.ModelStore;
import io.expunge.store.ModelStoreException;
import io.expunge.store.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Whatever happens to any file of a store, its reader learns of it by a typed error. */
class DamageTest {

    private static final ArtifactDraft DRAFT = Drafts.forBatch(Drafts.fixed(), "m", "b");

    private interface Damage {
        byte[] of(byte[] content);
    }

    @Property(seed = Seeds.PROPERTY, tries = 5)
    void aChangedByteIsNoticed(@ForAll Random random) throws IOException {
        everyFileNotices(content -> {
            byte[] damaged = content.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
            return damaged;
        });
    }

    /** The least change, at 64 places of every file: a letter into the next, a digit into the next, which every parser would take. */
    @Test
    void aLastBitIsNoticedWhereverItIs() throws IOException {
        Path root = Directories.fresh();
        ContentHash hash = fill(root);
        for (int place = 0; place < 64; place++) {
            int part = place;
            everyFileNotices(root, hash, content -> {
                byte[] damaged = content.clone();
                damaged[content.length * part / 64] ^= 1;
                return damaged;
            });
        }
    }

    @Property(seed = Seeds.PROPERTY, tries = 5)
    void aTruncationIsNoticed(@ForAll Random random) throws IOException {
        everyFileNotices(content -> Arrays.copyOf(content, random.nextInt(content.length)));
    }

    @Property(seed = Seeds.PROPERTY, tries = 3)
    void anAppendedTailIsNoticed(@ForAll Random random) throws IOException {
        everyFileNotices(content -> Arrays.copyOf(content, content.length + 1 + random.nextInt(99)));
    }

    @Property(seed = Seeds.PROPERTY, tries = 3)
    void aForeignFileIsNoticed(@ForAll byte[] foreign) throws IOException {
        everyFileNotices(content -> foreign);
    }

    private static void everyFileNotices(Damage damage) throws IOException {
        Path root = Directories.fresh();
        everyFileNotices(root, fill(root), damage);
    }

    private static void everyFileNotices(Path root, ContentHash hash, Damage damage) throws IOException {
        for (Path file : watched(root)) {
            byte[] sound = Files.readAllBytes(file);
            byte[] damaged = damage.of(sound);
            if (!Arrays.equals(sound, damaged)) {
                Files.write(file, damaged);
                assertThat(catchThrowable(() -> readEverything(root, hash)))
                        .as("reading a store whose %s is damaged", root.relativize(file))
                        .isInstanceOf(ModelStoreException.class);
                Files.write(file, sound);
            }
        }
        readEverything(root, hash);
    }

    private static ContentHash fill(Path root) {
        try (ModelStore store = FileSystemModelStore.open(root)) {
            ContentHash hash = store.put(DRAFT);
            store.advanceHead("m", new HeadHint(3, 4, hash));
            store.keys().getOrCreate("m");
            return hash;
        }
    }

    /** All files but the notes for people: when something was put, and what a model is called. */
    private static List<Path> watched(Path root) throws IOException {
        List<Path> files = Directories.filesUnder(root).stream()
                .filter(file ->
                        !file.endsWith("model.json") && !file.getParent().endsWith("puts"))
                .toList();
        assertThat(files).hasSizeGreaterThanOrEqualTo(12);
        return files;
    }

    private static void readEverything(Path root, ContentHash hash) {
        try (ModelStore store = FileSystemModelStore.open(root)) {
            assertThat(store.open(hash).contents()).isEqualTo(DRAFT.contents());
            assertThat(store.findByBatch("b")).contains(hash);
            assertThat(store.head("m")).contains(new HeadHint(3, 4, hash));
            assertThat(store.keys().find("m")).isPresent();
        }
    }

    @Property(seed = Seeds.PROPERTY, tries = 3)
    void puttingAgainMendsTheArtifact(@ForAll Random random) throws IOException {
        Path root = Directories.fresh();
        ContentHash hash = fill(root);
        for (String folder : List.of("blobs", "manifests")) {
            for (Path file : Directories.filesUnder(root.resolve(folder))) {
                byte[] sound = Files.readAllBytes(file);
                Files.write(file, Arrays.copyOf(sound, random.nextInt(sound.length)));
            }
        }
        try (ModelStore store = FileSystemModelStore.open(root)) {
            assertThat(store.put(DRAFT)).isEqualTo(hash);
        }
        readEverything(root, hash);
    }
}
