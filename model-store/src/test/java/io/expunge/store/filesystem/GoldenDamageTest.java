/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.expunge.store.ContentHash;
import io.expunge.store.ModelStore;
import io.expunge.store.ModelStoreException;
import io.expunge.store.ModelStoreException.ArtifactCorrupt;
import io.expunge.store.ModelStoreException.ArtifactMissing;
import io.expunge.store.memory.MemoryBucket;
import io.expunge.store.objects.Bucket;
import io.expunge.store.objects.ObjectModelStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The kept artifact, damaged in every way one file of it can be: each is told by a typed error that names file and remedy. */
class GoldenDamageTest {
    private static final ContentHash HASH =
            new ContentHash("87b1432ed487bcc20ed916be04f387baa35151e00ef0fbfa8ff90f3dc57bc7b8");
    private static final String REMEDY = ".*(restore|put the artifact again|run the release|open the store once).*";

    private final MemoryBucket bucket = new MemoryBucket();
    private final Map<String, byte[]> files = new TreeMap<>();

    @BeforeEach
    void load() throws Exception {
        Path root =
                Path.of(GoldenDamageTest.class.getResource("/golden/format-1").toURI());
        for (Path file : Directories.filesUnder(root)) {
            String key = root.relativize(file).toString().replace('\\', '/');
            files.put(key, Files.readAllBytes(file));
            bucket.createIfAbsent(key, files.get(key), Bucket.Access.STORE);
        }
        files.keySet().removeIf(key -> key.endsWith("model.json") || key.startsWith("puts/"));
        assertThat(files).hasSizeGreaterThanOrEqualTo(12);
        readEverything();
    }

    private void readEverything() {
        try (ModelStore store = ObjectModelStore.open(bucket, Clock.systemUTC())) {
            assertThat(store.open(HASH).contents())
                    .isEqualTo(GoldenArtifact.draft().contents());
            assertThat(store.findByBatch("golden batch")).contains(HASH);
            assertThat(store.head(GoldenArtifact.MODEL)).isPresent();
            assertThat(store.keys().find(GoldenArtifact.MODEL)).isPresent();
        }
    }

    private void isTold(String key, String damage) {
        Throwable told = catchThrowable(this::readEverything);
        assertThat(told).as("%s of %s", damage, key).isInstanceOf(ArtifactCorrupt.class);
        assertThat(told.getMessage())
                .as("%s of %s", damage, key)
                .matches(REMEDY)
                .matches(nameOf(key), "names the file");
    }

    /** What a message calls a file: its name in the artifact for a blob, its key for the others. */
    private Predicate<String> nameOf(String key) {
        if (key.startsWith("blobs/")) {
            return message -> message.contains("of artifact " + HASH);
        }
        return message -> message.contains(key.startsWith("manifests/") ? HASH.hex() : key);
    }

    @Test
    void aFlippedBitAtEveryOffsetOfEveryFile() {
        files.forEach((key, sound) -> {
            for (int offset = 0; offset < sound.length; offset++) {
                byte[] damaged = sound.clone();
                damaged[offset] ^= (byte) (1 << offset % Byte.SIZE);
                bucket.repair(key, damaged);
                isTold(key, "a flipped bit at " + offset);
            }
            bucket.repair(key, sound);
        });
        readEverything();
    }

    @Test
    void aTearAtEveryOffsetOfEveryFile() {
        files.forEach((key, sound) -> {
            for (int length = 0; length < sound.length; length++) {
                bucket.repair(key, java.util.Arrays.copyOf(sound, length));
                isTold(key, "a tear at " + length);
            }
            bucket.repair(key, sound);
        });
        readEverything();
    }

    @Test
    void everyFileInThePlaceOfEveryOther() {
        files.forEach((key, sound) -> {
            files.forEach((other, foreign) -> {
                if (!key.equals(other)) {
                    bucket.repair(key, foreign);
                    isTold(key, "the content of " + other + " in place");
                }
            });
            bucket.repair(key, sound);
        });
        readEverything();
    }

    @Test
    void aMissingFileOfAnArtifactIsNamed() {
        files.forEach((key, sound) -> {
            if (key.startsWith("blobs/") || key.startsWith("manifests/")) {
                bucket.delete(key);
                Throwable told = catchThrowable(this::readEverything);
                assertThat(told).as(key).isInstanceOf(ArtifactMissing.class).hasMessageContaining("purged");
                bucket.createIfAbsent(key, sound, Bucket.Access.STORE);
            }
        });
        readEverything();
    }

    @Test
    void foreignFilesBetweenOursAreOverlooked() throws IOException {
        byte[] foreign = {1, 2, 3};
        for (String folder : files.keySet().stream()
                .filter(key -> key.contains("/"))
                .map(key -> key.substring(0, key.lastIndexOf('/') + 1))
                .toList()) {
            bucket.createIfAbsent(folder + "0", foreign, Bucket.Access.STORE);
            bucket.createIfAbsent(folder + "zzz", foreign, Bucket.Access.STORE);
            bucket.createIfAbsent(folder + "notes.json", foreign, Bucket.Access.STORE);
        }
        readEverything();
        try (ModelStore store = ObjectModelStore.open(bucket, Clock.systemUTC())) {
            assertThat(store.list()).containsExactly(HASH);
            store.advanceHead(GoldenArtifact.MODEL, new io.expunge.store.HeadHint(3, 18, HASH));
        }
        assertThat(files.keySet().stream().filter(key -> key.contains("/heads/")))
                .as("the older hint is tidied away, and nothing else")
                .allSatisfy(key -> {
                    assertThat(bucket.exists(key)).isFalse();
                    assertThat(bucket.exists(key.substring(0, key.lastIndexOf('/') + 1) + "zzz"))
                            .isTrue();
                });
    }

    @Test
    void everyErrorIsOneOfOurs() {
        files.forEach((key, sound) -> {
            bucket.repair(key, new byte[1 << 16]);
            assertThat(catchThrowable(this::readEverything)).as(key).isInstanceOf(ModelStoreException.class);
            bucket.repair(key, sound);
        });
    }
}
