/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.filesystem;

import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.Optional;

/**
 * What a failed file operation means to a person.
 *
 * @param why    what happened
 * @param remedy what to do
 */
record StorageFailure(String why, String remedy) {

    static StorageFailure of(Exception failed) {
        String reason = reason(failed);
        String lower = reason.toLowerCase(Locale.ROOT);
        if (failed instanceof ClosedByInterruptException) {
            return new StorageFailure("the thread was interrupted", "try again; nothing half-written is visible");
        }
        if (failed instanceof AccessDeniedException) {
            return new StorageFailure("permission denied", "let the account that runs this write there");
        }
        if (lower.contains("no space") || lower.contains("quota")) {
            return new StorageFailure(reason, "free space or move the store to a bigger disk, then try again");
        }
        if (lower.contains("read-only")) {
            return new StorageFailure(reason, "mount it for writing");
        }
        if (failed instanceof UnsupportedOperationException || lower.contains("operation not permitted")) {
            return new StorageFailure(reason, "use a file system with hard links, such as ext4, xfs, zfs, APFS or NFS");
        }
        return new StorageFailure(reason, "check the disk and the directory, then try again");
    }

    private static String reason(Exception failed) {
        Optional<String> reason = failed instanceof FileSystemException fileSystem
                ? Optional.ofNullable(fileSystem.getReason())
                : Optional.ofNullable(failed.getMessage());
        return reason.orElse(failed.getClass().getSimpleName());
    }
}
