/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every disk does while the power is on. */
abstract class DiskContract {
    private static final byte[] ONE = {1, 1, 1};
    private static final byte[] TWO = {2};

    private Disk disk;
    private Path root;

    protected abstract Disk newDisk();

    /** A folder on the disk, which is there and empty. */
    protected abstract Path newRoot(Disk newDisk) throws IOException;

    @BeforeEach
    void make() throws IOException {
        disk = newDisk();
        root = newRoot(disk);
    }

    @Test
    void whatIsWrittenIsReadUpToAByteOverTheLimit() throws Exception {
        disk.write(root.resolve("a"), ONE);
        assertThat(disk.read(root.resolve("a"), 9)).isEqualTo(ONE);
        assertThat(disk.read(root.resolve("a"), 3)).isEqualTo(ONE);
        assertThat(disk.read(root.resolve("a"), 1)).hasSize(2).startsWith(1);
        assertThatThrownBy(() -> disk.read(root.resolve("b"), 1)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void noNameIsTakenTwice() throws Exception {
        disk.write(root.resolve("a"), ONE);
        disk.makeFolder(root.resolve("f"));
        for (String taken : new String[] {"a", "f"}) {
            Path path = root.resolve(taken);
            assertThatThrownBy(() -> disk.write(path, TWO)).isInstanceOf(FileAlreadyExistsException.class);
            assertThatThrownBy(() -> disk.makeFolder(path)).isInstanceOf(FileAlreadyExistsException.class);
            assertThatThrownBy(() -> disk.link(path, root.resolve("a"))).isInstanceOf(FileAlreadyExistsException.class);
        }
        assertThat(disk.read(root.resolve("a"), 9)).isEqualTo(ONE);
    }

    @Test
    void nothingIsMadeWhereThereIsNoFolder() throws Exception {
        Path path = root.resolve("none").resolve("a");
        disk.write(root.resolve("a"), ONE);
        assertThatThrownBy(() -> disk.write(path, ONE)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk.makeFolder(path)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk.link(path, root.resolve("a"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk.force(root.resolve("none"))).isInstanceOf(NoSuchFileException.class);
        assertThat(disk.exists(path)).isFalse();
        assertThat(disk.delete(path)).isFalse();
    }

    @Test
    void aLinkIsTheSameFileUnderASecondName() throws Exception {
        disk.write(root.resolve("a"), ONE);
        disk.link(root.resolve("b"), root.resolve("a"));
        disk.write(root.resolve("c"), ONE);
        assertThat(disk.isSameFile(root.resolve("a"), root.resolve("b"))).isTrue();
        assertThat(disk.isSameFile(root.resolve("a"), root.resolve("c"))).isFalse();
        assertThat(disk.delete(root.resolve("a"))).isTrue();
        assertThat(disk.read(root.resolve("b"), 9)).isEqualTo(ONE);
        assertThatThrownBy(() -> disk.link(root.resolve("d"), root.resolve("a")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aRenameTakesTheNameOfAnother() throws Exception {
        disk.makeFolder(root.resolve("f"));
        disk.write(root.resolve("f").resolve("a"), ONE);
        disk.write(root.resolve("b"), TWO);
        disk.replace(root.resolve("f").resolve("a"), root.resolve("b"));
        assertThat(disk.read(root.resolve("b"), 9)).isEqualTo(ONE);
        assertThat(disk.names(root.resolve("f"))).isEmpty();
    }

    @Test
    void namesAreThoseRightUnderAFolder() throws Exception {
        disk.makeFolder(root.resolve("f"));
        disk.write(root.resolve("f").resolve("a"), ONE);
        disk.write(root.resolve("b"), TWO);
        disk.force(root);
        assertThat(disk.names(root)).containsExactlyInAnyOrder("b", "f");
        assertThat(disk.isFolder(root.resolve("f"))).isTrue();
        assertThat(disk.isFolder(root.resolve("b"))).isFalse();
        assertThat(disk.isSymbolicLink(root.resolve("b"))).isFalse();
        assertThat(disk.exists(root.resolve("f"))).isTrue();
        assertThat(disk.exists(root.resolve("c"))).isFalse();
        assertThatThrownBy(() -> disk.names(root.resolve("b"))).isInstanceOf(NotDirectoryException.class);
        assertThatThrownBy(() -> disk.names(root.resolve("c"))).isInstanceOf(NoSuchFileException.class);
    }
}
