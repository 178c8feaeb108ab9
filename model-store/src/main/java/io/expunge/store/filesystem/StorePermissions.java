/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.filesystem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who may read the files of a store: those who may read its root. A store that is made here is its owner's alone; who wants
 * a group of model servers to read it makes the root readable for that group. Keys are the owner's alone in any case.
 * Immutable.
 *
 * @param folders permissions of new folders; empty where the file system has no POSIX permissions
 */
record StorePermissions(Optional<Set<PosixFilePermission>> folders) {
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    /** Those of a root that is there. */
    static StorePermissions of(Path root) throws IOException {
        return new StorePermissions(posix(root) ? Optional.of(Files.getPosixFilePermissions(root)) : Optional.empty());
    }

    /** What a new root is made with. */
    static FileAttribute<?>[] ofNewRoot(Path root) {
        return posix(root) ? attributes(FOLDER) : new FileAttribute<?>[0];
    }

    FileAttribute<?>[] folder() {
        return folders.map(StorePermissions::attributes).orElseGet(() -> new FileAttribute<?>[0]);
    }

    FileAttribute<?>[] file() {
        return folders.map(root -> attributes(readableBy(root))).orElseGet(() -> new FileAttribute<?>[0]);
    }

    FileAttribute<?>[] secret() {
        return folders.map(root -> attributes(FILE)).orElseGet(() -> new FileAttribute<?>[0]);
    }

    private static Set<PosixFilePermission> readableBy(Set<PosixFilePermission> root) {
        Set<PosixFilePermission> file = EnumSet.copyOf(FILE);
        for (PosixFilePermission reader : EnumSet.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ)) {
            if (root.contains(reader)) {
                file.add(reader);
            }
        }
        return file;
    }

    private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
