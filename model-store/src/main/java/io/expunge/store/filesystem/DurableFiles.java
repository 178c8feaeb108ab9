/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.filesystem;

import io.expunge.store.objects.Bucket.Access;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.EnumSet;
import java.util.Locale;
import java.util.UUID;

/**
 * Files and folders that outlive a power cut once the call that made them returned. Thread safe.
 *
 * @param temporary the folder for files being written, in the same file system as their final place
 * @param permissions who may read them
 */
record DurableFiles(Path temporary, StorePermissions permissions) {

    private static final boolean FORCES_FOLDERS =
            !System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

    /** Writes a file under a name nobody else has, and waits until it is on the disk. */
    Path writeTemporary(byte[] content, Access access) throws IOException {
        makeFolders(parentOf(temporary), temporary);
        Path path = temporary.resolve(UUID.randomUUID().toString());
        boolean written = false;
        try {
            write(path, content, access);
            written = true;
            return path;
        } finally {
            if (!written) {
                Files.deleteIfExists(path);
            }
        }
    }

    private void write(Path path, byte[] content, Access access) throws IOException {
        EnumSet<StandardOpenOption> options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(path, options, attributes(access))) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    private FileAttribute<?>[] attributes(Access access) {
        return access == Access.OWNER ? permissions.secret() : permissions.file();
    }

    /** Makes the folders from a root down to one; {@link #forceUpTo} makes them durable. */
    void makeFolders(Path root, Path folder) throws IOException {
        if (!folder.equals(root) && !Files.isDirectory(folder)) {
            makeFolders(root, parentOf(folder));
            createFolder(folder);
        }
    }

    private void createFolder(Path folder) throws IOException {
        try {
            Files.createDirectory(folder, permissions.folder());
        } catch (FileAlreadyExistsException another) {
            if (!Files.isDirectory(folder)) {
                throw another;
            }
        }
    }

    /** Waits until the entries of the folders from one up to a root are on the disk, where the system can do that. */
    static void forceUpTo(Path root, Path folder) throws IOException {
        if (FORCES_FOLDERS) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
            if (!folder.equals(root)) {
                forceUpTo(root, parentOf(folder));
            }
        }
    }

    private static Path parentOf(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IOException(path + " lies outside the store");
        }
        return parent;
    }
}
