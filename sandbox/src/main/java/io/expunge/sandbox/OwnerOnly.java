/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.sandbox;

import io.expunge.sandbox.SandboxException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Directories that no other account can look into: a broker's files hold what its topics hold. Stateless. */
final class OwnerOnly {
    private OwnerOnly() {}

    /** Makes what is missing of a path, for the owner only where the file system can do that; keeps what is there. */
    static Path create(Path directory) throws IOException {
        return Files.isDirectory(directory)
                ? directory
                : Files.createDirectories(directory.toAbsolutePath(), attributes(directory));
    }

    /** The same. */
    static void directories(Path directory) {
        try {
            create(directory);
        } catch (IOException refused) {
            throw new SandboxException(
                    Reason.DIRECTORY_UNUSABLE, "cannot make the directory " + directory + ": " + refused, refused);
        }
    }

    private static FileAttribute<?>[] attributes(Path directory) {
        boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }
}
