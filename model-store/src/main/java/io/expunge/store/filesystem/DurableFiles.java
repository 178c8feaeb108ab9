/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.filesystem;

import io.expunge.store.objects.Bucket.Access;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.UUID;

/**
 * Files and folders that outlive a power cut once the call that made them returned. Thread safe.
 *
 * @param disk        where they are
 * @param temporary   the folder for files being written, in the same file system as their final place
 * @param permissions who may read them
 */
record DurableFiles(Disk disk, Path temporary, StorePermissions permissions) {

    /**
     * Makes the folder of a new store, and those above it, durable by the time this returns. Whoever finds one of them
     * made cannot know how far its maker came, so that it is waited for all the same.
     */
    static void makeRoot(Disk disk, Path root, FileAttribute<?>... attributes) throws IOException {
        Path parent = root.getParent();
        if (parent != null) {
            makeRoot(disk, parent, attributes);
            if (!disk.isFolder(root)) {
                createFolder(disk, root, attributes);
            }
            forceIfAllowed(disk, parent);
        }
    }

    /** A folder above the store may be another's, or of a kind that cannot be forced; then it is not ours to answer for. */
    private static void forceIfAllowed(Disk disk, Path folder) {
        try {
            disk.force(folder);
        } catch (IOException notOurs) {
            return;
        }
    }

    /** Writes a file under a name nobody else has, and waits until it is on the disk. */
    Path writeTemporary(byte[] content, Access access) throws IOException {
        makeFolders(parentOf(temporary), temporary);
        Path path = temporary.resolve(UUID.randomUUID().toString());
        boolean written = false;
        try {
            disk.write(path, content, attributes(access));
            written = true;
            return path;
        } finally {
            if (!written) {
                disk.delete(path);
            }
        }
    }

    private FileAttribute<?>[] attributes(Access access) {
        return access == Access.OWNER ? permissions.secret() : permissions.file();
    }

    /** Makes the folders from a root down to one; {@link #forceUpTo} makes them durable. */
    void makeFolders(Path root, Path folder) throws IOException {
        if (!folder.equals(root) && !disk.isFolder(folder)) {
            makeFolders(root, parentOf(folder));
            createFolder(disk, folder, permissions.folder());
        }
    }

    private static void createFolder(Disk disk, Path folder, FileAttribute<?>... attributes) throws IOException {
        try {
            disk.makeFolder(folder, attributes);
        } catch (FileAlreadyExistsException another) {
            if (!disk.isFolder(folder)) {
                throw another;
            }
        }
    }

    /** Waits until the entries of the folders from one up to a root are on the disk, where the system can do that. */
    void forceUpTo(Path root, Path folder) throws IOException {
        disk.force(folder);
        if (!folder.equals(root)) {
            forceUpTo(root, parentOf(folder));
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
