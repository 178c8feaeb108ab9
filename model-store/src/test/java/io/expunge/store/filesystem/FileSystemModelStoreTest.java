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
import io.expunge.store.HeadHint;
import io.expunge.store.ModelStore;
import io.expunge.store.ModelStoreContract;
import io.expunge.store.ModelStoreException.ArtifactCorrupt;
import io.expunge.store.ModelStoreException.ForeignDirectory;
import io.expunge.store.ModelStoreException.StoreUnavailable;
import io.expunge.store.format.ArtifactFile;
import io.expunge.store.objects.ObjectModelStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class FileSystemModelStoreTest extends ModelStoreContract {

    @Override
    protected ModelStore newStore() {
        return FileSystemModelStore.open(Directories.fresh());
    }

    @Test
    void anotherProcessFindsEverything() {
        Path root = Directories.fresh();
        ArtifactDraft draft = Drafts.forBatch(Drafts.fixed(), "m", "b");
        HeadHint head;
        ContentHash hash;
        try (ModelStore store = FileSystemModelStore.open(root)) {
            hash = store.put(draft);
            head = store.advanceHead("m", new HeadHint(1, 5, hash));
        }
        try (ModelStore store = FileSystemModelStore.open(root)) {
            assertThat(store.open(hash).contents()).isEqualTo(draft.contents());
            assertThat(store.findByBatch("b")).contains(hash);
            assertThat(store.head("m")).contains(head);
        }
    }

    @Test
    void theHashDependsOnNoClock() {
        ArtifactDraft draft = Drafts.fixed();
        assertThat(putAt(Instant.EPOCH, draft)).isEqualTo(putAt(Instant.parse("2030-01-01T00:00:00Z"), draft));
    }

    private static ContentHash putAt(Instant instant, ArtifactDraft draft) {
        Clock clock = Clock.fixed(instant, ZoneOffset.UTC);
        try (ModelStore store = ObjectModelStore.open(FileBucket.open(Directories.fresh()), clock)) {
            return store.put(draft);
        }
    }

    @Test
    void nothingTemporaryIsLeft() throws Exception {
        Path root = Directories.fresh();
        try (ModelStore store = FileSystemModelStore.open(root)) {
            store.put(Drafts.forBatch(Drafts.fixed(), "m", "b"));
            store.put(Drafts.forBatch(Drafts.fixed(), "m", "b"));
            store.keys().getOrCreate("m");
            store.probe();
        }
        assertThat(Directories.filesUnder(root.resolve("tmp"))).isEmpty();
    }

    @Test
    void onlyTheOwnerReadsKeys() throws Exception {
        Path root = Directories.fresh();
        Assumptions.assumeTrue(
                root.getFileSystem().supportedFileAttributeViews().contains("posix"), "needs POSIX permissions");
        try (ModelStore store = FileSystemModelStore.open(root)) {
            store.keys().getOrCreate("m");
        }
        Path key = Directories.filesUnder(root).stream()
                .filter(path -> path.endsWith("key"))
                .findFirst()
                .orElseThrow();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
    }

    @Test
    void onlyTheOwnerReadsTheSigningKey() throws Exception {
        Path root = Directories.fresh();
        Assumptions.assumeTrue(
                root.getFileSystem().supportedFileAttributeViews().contains("posix"), "needs POSIX permissions");
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (ModelStore store = FileSystemModelStore.open(root)) {
            store.signingKeys().getOrCreate();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("signing-key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aSigningKeyWhoseHalvesDoNotFitIsDamaged() throws Exception {
        Path root = Directories.fresh();
        try (ModelStore store = FileSystemModelStore.open(root)) {
            store.signingKeys().getOrCreate();
            byte[] bytes = Files.readAllBytes(root.resolve("signing-key"));
            bytes[bytes.length / 2] ^= 1;
            Files.write(root.resolve("signing-key"), bytes);
            assertThatThrownBy(() -> store.signingKeys().find())
                    .isInstanceOf(ArtifactCorrupt.class)
                    .hasMessageContaining("signing-key")
                    .hasMessageContaining("tell auditors");
        }
    }

    @Test
    void aNewStoreIsItsOwnersAlone() throws Exception {
        Path root = Directories.fresh().resolve("new").resolve("store");
        assertPermissions(root, "rwx------", "rw-------");
    }

    @Test
    void whoMayReadTheRootMayReadTheModelsButNotTheKeys() throws Exception {
        Path root = Directories.fresh();
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-x---"));
        assertPermissions(root, "rwxr-x---", "rw-r-----");
    }

    private static void assertPermissions(Path root, String folders, String files) throws Exception {
        try (ModelStore store = FileSystemModelStore.open(root)) {
            store.put(Drafts.forBatch(Drafts.fixed(), "m", "b"));
            store.keys().getOrCreate("m");
        }
        try (Stream<Path> paths = Files.walk(root)) {
            assertThat(paths).isNotEmpty().allSatisfy(path -> {
                String wanted = Files.isDirectory(path) ? folders : path.endsWith("key") ? "rw-------" : files;
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .as(path.toString())
                        .isEqualTo(wanted);
            });
        }
    }

    @Test
    void aDirectoryOfSomethingElseIsLeftAlone() throws Exception {
        Path root = Directories.fresh();
        Files.writeString(root.resolve("thesis.tex"), "years of work");
        assertThatThrownBy(() -> FileSystemModelStore.open(root))
                .isInstanceOf(ForeignDirectory.class)
                .hasMessageContaining("empty directory")
                .hasMessageNotContaining("put the artifact");
        assertThat(Directories.filesUnder(root)).hasSize(1);
    }

    @Test
    void aFileInPlaceOfTheDirectoryIsExplained() throws Exception {
        Path file = Directories.fresh().resolve("file");
        Files.writeString(file, "x");
        assertThatThrownBy(() -> FileSystemModelStore.open(file))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining(file.getFileName().toString());
    }

    @Test
    void aReadOnlyDirectoryIsExplained() throws Exception {
        Path root = Directories.fresh();
        try (ModelStore store = FileSystemModelStore.open(root)) {
            assertThat(root.toFile().setWritable(false)).isTrue();
            if (Files.isWritable(root)) {
                System.err.println("SKIPPED aReadOnlyDirectoryIsExplained: this account may write everywhere");
            }
            Assumptions.assumeFalse(Files.isWritable(root), "this account may write everywhere");
            assertThatThrownBy(store::probe)
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> store.put(Drafts.fixed())).isInstanceOf(StoreUnavailable.class);
        } finally {
            assertThat(root.toFile().setWritable(true)).isTrue();
        }
    }

    @Test
    void aStoreWhoseDirectoryWentAwayIsExplained() throws Exception {
        Path root = Directories.fresh();
        try (ModelStore store = FileSystemModelStore.open(root)) {
            Files.delete(root.resolve("store.json"));
            Files.delete(root.resolve("tmp"));
            Files.delete(root);
            Files.writeString(root, "a file now");
            assertThatThrownBy(store::probe).isInstanceOf(StoreUnavailable.class);
            assertThatThrownBy(() -> store.put(Drafts.fixed())).isInstanceOf(StoreUnavailable.class);
        }
    }

    @Test
    void anExportHoldsTheFilesUnderTheirNames() {
        Path directory = Directories.fresh().resolve("export");
        try (ModelStore store = newStore()) {
            var artifact = store.open(store.put(Drafts.fixed()));
            ArtifactExport.copy(artifact, ArtifactExport.MODEL, directory);
            assertThat(directory.resolve("terms.txt")).hasBinaryContent(artifact.read(ArtifactFile.TERMS.fileName()));
            assertThat(directory.resolve("parameters.safetensors")).exists();
        }
    }
}
