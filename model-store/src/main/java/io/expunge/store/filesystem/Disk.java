/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.filesystem;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a store asks of a file system, and what it may rely on when the power fails. Files are written once and never
 * changed. The entries of a folder are on the disk once the folder was forced, not before: until then each of them, and
 * each that was taken away, may or may not have come as far. Errors are those of {@link java.nio.file.Files}. Thread
 * safe, between processes too.
 */
interface Disk {

    /** Whether there is a folder, or a link to one. */
    boolean isFolder(Path path);

    /** Whether there is a symbolic link. */
    boolean isSymbolicLink(Path path);

    /** Whether there is anything of the name, a link that leads nowhere included. */
    boolean exists(Path path) throws IOException;

    /** Names of what is right under a folder, in no order. */
    List<String> names(Path folder) throws IOException;

    /** Reads a file; of one that is longer than the limit {@code limit + 1} bytes. */
    byte[] read(Path file, int limit) throws IOException;

    /** When a file was last written; empty of what is no file, is gone, or where the disk does not know. */
    default Optional<Instant> writtenAt(Path file) throws IOException {
        return Optional.empty();
    }

    /** Whether two names are of one file. */
    boolean isSameFile(Path one, Path other) throws IOException;

    /** Who may read what is made under a root. */
    StorePermissions permissions(Path root) throws IOException;

    /** Makes one folder whose parent is there. */
    void makeFolder(Path folder, FileAttribute<?>... attributes) throws IOException;

    /** Writes a file under a name that nobody has, and waits until its content, not its name, is on the disk. */
    void write(Path file, byte[] content, FileAttribute<?>... attributes) throws IOException;

    /** Waits until the entries of a folder are on the disk, where the system can do that. */
    void force(Path folder) throws IOException;

    /** Gives a file a second name, unless it is taken. */
    void link(Path name, Path file) throws IOException;

    /** Gives a file another name in place of its own, taking it from whoever had it. Nobody sees a moment between. */
    void replace(Path file, Path name) throws IOException;

    /**
     * Takes a name away.
     *
     * @return whether it was there
     */
    boolean delete(Path file) throws IOException;
}
