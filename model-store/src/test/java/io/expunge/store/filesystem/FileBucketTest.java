/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.store.ModelStoreException.ArtifactCorrupt;
import io.expunge.store.objects.Bucket;
import io.expunge.store.objects.Bucket.Access;
import io.expunge.store.objects.BucketContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class FileBucketTest extends BucketContract {

    @Override
    protected Bucket newBucket() {
        return FileBucket.open(Directories.fresh());
    }

    @Test
    void aKeyIsNeverAWayOut() {
        try (Bucket bucket = newBucket()) {
            for (String key :
                    List.of("..", "../x", "/etc", "a/../b", "a//b", "", "a\u0000", "A", "a\\b", "a/.", "a.b")) {
                assertThatThrownBy(() -> bucket.read(key, 1)).as(key).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void aLinkIsNoWayOutEither() throws Exception {
        Path outside = Files.write(Directories.fresh().resolve("secret"), new byte[] {7});
        Path root = Directories.fresh();
        Files.createDirectories(root.resolve("blobs"));
        Files.createSymbolicLink(root.resolve("blobs").resolve("file"), outside.toAbsolutePath());
        Files.createSymbolicLink(
                root.resolve("folder"), outside.toAbsolutePath().getParent());
        Files.createFile(root.resolve("store.json"));
        try (Bucket bucket = FileBucket.open(root)) {
            for (Executable use : List.<Executable>of(
                    () -> bucket.read("blobs/file", 10),
                    () -> bucket.read("folder/secret", 10),
                    () -> bucket.exists("folder/secret"),
                    () -> bucket.createIfAbsent("folder/new", new byte[] {1}, Access.STORE),
                    () -> bucket.repair("folder/secret", new byte[] {1}),
                    () -> bucket.linkIfAbsent("blobs/file", "blobs/other"),
                    () -> bucket.delete("folder/secret"),
                    () -> bucket.list("folder"))) {
                assertThatThrownBy(use::execute)
                        .isInstanceOf(ArtifactCorrupt.class)
                        .hasMessageContaining("a symbolic link")
                        .hasMessageContaining(root.toString());
            }
        }
        assertThat(outside).hasBinaryContent(new byte[] {7});
        assertThat(outside.resolveSibling("new")).doesNotExist();
    }

    @Test
    void theFolderOfHalfWrittenFilesIsNoWayOut() throws Exception {
        Path outside = Directories.fresh();
        Path root = Directories.fresh();
        Files.createSymbolicLink(root.resolve("tmp"), outside.toAbsolutePath());
        try (Bucket bucket = FileBucket.open(root)) {
            assertThatThrownBy(() -> bucket.createIfAbsent("a", new byte[] {1}, Access.OWNER))
                    .hasMessageContaining("a symbolic link");
            assertThatThrownBy(bucket::probe).hasMessageContaining("a symbolic link");
        }
        assertThat(Directories.filesUnder(outside)).isEmpty();
    }

    @Test
    void theRootItselfMayBeALink() throws Exception {
        Path real = Directories.fresh();
        Path link = Directories.fresh().resolve("link");
        Files.createSymbolicLink(link, real.toAbsolutePath());
        try (Bucket bucket = FileBucket.open(link)) {
            assertThat(bucket.createIfAbsent("a", new byte[] {1}, Access.STORE)).isTrue();
        }
        assertThat(real.resolve("a")).exists();
    }
}
