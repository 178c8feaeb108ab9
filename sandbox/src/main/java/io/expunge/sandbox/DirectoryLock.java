/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.sandbox;

import io.expunge.sandbox.SandboxException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes one directory one owner's, across processes and within this one. The operating system lets go when the process
 * dies. Thread-safe.
 */
final class DirectoryLock implements AutoCloseable {
    // What this JVM holds: opening and closing such a file a second time would give the lock away on POSIX systems.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private static final long ENOUGH_SPACE = 64L * 1024 * 1024;
    private static final int ATTEMPTS = 10;

    private final Path file;
    private final FileChannel channel;

    private DirectoryLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Creates the directory if need be and takes it. */
    static DirectoryLock acquire(Path directory, String fileName) {
        Path file = usable(directory).resolve(fileName);
        if (!HELD.add(file)) {
            throw locked(directory);
        }
        try {
            return new DirectoryLock(file, lockedChannel(directory, file));
        } catch (SandboxException failed) {
            HELD.remove(file);
            throw failed;
        }
    }

    /** Whether some live process holds the lock. */
    static boolean isHeld(Path directory, String fileName) {
        try {
            Path file = directory.toRealPath().resolve(fileName);
            return HELD.contains(file) || (Files.exists(file) && isHeldElsewhere(file));
        } catch (IOException noDirectory) {
            return false;
        }
    }

    // Trying is the only way to ask. It takes the lock for a moment, for which acquire() makes up by trying again.
    private static boolean isHeldElsewhere(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return channel.tryLock() == null;
        }
    }

    private static FileChannel lockedChannel(Path directory, Path file) {
        FileChannel channel = open(directory, file);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (tryLock(directory, channel)) {
                return channel;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        closeQuietly(channel);
        throw locked(directory);
    }

    private static FileChannel open(Path directory, Path file) {
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException refused) {
            throw unusable(directory, refused);
        }
    }

    private static boolean tryLock(Path directory, FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (IOException refused) {
            closeQuietly(channel);
            throw unusable(directory, refused);
        }
    }

    private static Path usable(Path directory) {
        try {
            Path real = OwnerOnly.create(directory).toRealPath();
            if (Files.getFileStore(real).getUsableSpace() < ENOUGH_SPACE) {
                throw new SandboxException(
                        Reason.DIRECTORY_UNUSABLE,
                        "less than " + ENOUGH_SPACE / (1024 * 1024) + " MiB are free under " + directory
                                + "; make room or choose another directory");
            }
            return real;
        } catch (IOException refused) {
            throw unusable(directory, refused);
        }
    }

    private static SandboxException unusable(Path directory, IOException cause) {
        return new SandboxException(
                Reason.DIRECTORY_UNUSABLE,
                "the directory " + directory + " cannot be created or written (" + cause
                        + "); choose another or change its permissions",
                cause);
    }

    private static SandboxException locked(Path directory) {
        return new SandboxException(
                Reason.DIRECTORY_LOCKED,
                "the directory " + directory + " is in use by another process; stop that one first, connect to it, or"
                        + " choose another directory");
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException ignored) {
            // Nothing depends on it: the lock goes with the process at the latest.
        }
    }

    @Override
    public void close() {
        closeQuietly(channel);
        HELD.remove(file);
    }
}
