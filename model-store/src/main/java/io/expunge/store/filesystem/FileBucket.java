/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.filesystem;

import io.expunge.store.ModelStoreException.ArtifactCorrupt;
import io.expunge.store.ModelStoreException.ArtifactMissing;
import io.expunge.store.ModelStoreException.ForeignDirectory;
import io.expunge.store.ModelStoreException.StoreUnavailable;
import io.expunge.store.objects.Bucket;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Objects as files. A file is written under {@code tmp}, made durable, and given its name by a hard link, which fails if
 * the name is taken: two writers never both win and no reader sees half a file. Thread safe, between processes too.
 */
public final class FileBucket implements Bucket {

    private static final Pattern KEY = Pattern.compile("[a-z0-9-]+(\\.json)?(/[a-z0-9-]+(\\.json)?)*");
    private static final Set<String> STRANGERS_ALLOWED = Set.of("tmp", "lost+found");
    /** A directory with this file is a store. */
    private static final String MARK = "store.json";

    private final Path root;
    private final Disk disk;
    private final DurableFiles files;
    /** Folders this process has made durable up to the root; none is ever removed, so they stay it. */
    private final Set<Path> durable = ConcurrentHashMap.newKeySet();

    private FileBucket(Disk disk, Path root, StorePermissions permissions) {
        this.root = root;
        this.disk = disk;
        this.files = new DurableFiles(disk, root.resolve("tmp"), permissions);
    }

    /** Opens a directory that is a store already, is empty, or is not there yet. */
    static FileBucket open(Path directory) {
        return open(new SystemDisk(), directory);
    }

    /** The same on any disk. */
    static FileBucket open(Disk disk, Path directory) {
        Path root = directory.toAbsolutePath().normalize();
        return attempt("open the directory", root, () -> {
            if (!disk.exists(root.resolve(MARK))) {
                DurableFiles.makeRoot(disk, root, StorePermissions.ofNewRoot(root));
                requireNotForeign(disk, root);
            }
            return new FileBucket(disk, root, disk.permissions(root));
        });
    }

    private static void requireNotForeign(Disk disk, Path root) throws IOException {
        boolean foreign =
                disk.names(root).stream().anyMatch(name -> !name.startsWith(".") && !STRANGERS_ALLOWED.contains(name));
        // Another process may have made the store since the first look.
        if (foreign && !disk.exists(root.resolve(MARK))) {
            throw new ForeignDirectory(root.toString());
        }
    }

    @Override
    public Optional<byte[]> read(String key, int limit) {
        Path path = resolve(key);
        return within("read", path, () -> {
            try {
                return Optional.of(disk.read(path, limit));
            } catch (NoSuchFileException absent) {
                return Optional.empty();
            }
        });
    }

    @Override
    public boolean exists(String key) {
        Path path = resolve(key);
        return within("look up", path, () -> disk.exists(path));
    }

    @Override
    public boolean createIfAbsent(String key, byte[] content, Access access) {
        Path path = resolve(key);
        return within("write", path, () -> {
            files.makeFolders(root, parentOf(path));
            Path temporary = writeTemporary(content, access);
            try {
                boolean created = link(path, temporary);
                // Even where another wrote it: it may not have come as far as this yet.
                forceFolder(parentOf(path));
                return created;
            } finally {
                disk.delete(temporary);
            }
        });
    }

    @Override
    public boolean linkIfAbsent(String from, String key) {
        Path source = resolve(from);
        Path path = resolve(key);
        return within("link", path, () -> {
            requireNoLink(source);
            files.makeFolders(root, parentOf(path));
            try {
                boolean created = link(path, source);
                forceFolder(parentOf(path));
                return created;
            } catch (NoSuchFileException absent) {
                throw new ArtifactMissing(from);
            }
        });
    }

    @Override
    public void confirm(String key) {
        Path path = resolve(key);
        within("make durable", path, () -> {
            if (disk.exists(path)) {
                forceFolder(parentOf(path));
            }
            return true;
        });
    }

    private void forceFolder(Path folder) throws IOException {
        files.forceUpTo(durable.contains(folder) ? folder : root, folder);
        durable.add(folder);
    }

    private boolean link(Path path, Path temporary) throws IOException {
        try {
            disk.link(path, temporary);
            return true;
        } catch (FileAlreadyExistsException taken) {
            // A network file system may repeat a link that succeeded; then the name is ours after all.
            return disk.isSameFile(path, temporary);
        }
    }

    @Override
    public void repair(String key, byte[] content) {
        Path path = resolve(key);
        within("write", path, () -> {
            Path temporary = writeTemporary(content, Access.STORE);
            try {
                disk.replace(temporary, path);
                forceFolder(parentOf(path));
                return true;
            } finally {
                disk.delete(temporary);
            }
        });
    }

    @Override
    public void delete(String key) {
        Path path = resolve(key);
        within("delete", path, () -> {
            // Even where there is nothing: who removed it may not have come as far as this.
            if (disk.delete(path) || disk.isFolder(parentOf(path))) {
                disk.force(parentOf(path));
            }
            return true;
        });
    }

    @Override
    public void sweepTemporary(Instant before) {
        within("tidy", files.temporary(), () -> {
            if (!disk.isFolder(files.temporary())) {
                return false;
            }
            for (String name : disk.names(files.temporary())) {
                Path file = files.temporary().resolve(name);
                if (disk.writtenAt(file).filter(at -> at.isBefore(before)).isPresent()) {
                    disk.delete(file);
                }
            }
            disk.force(files.temporary());
            return true;
        });
    }

    @Override
    public List<String> list(String folder) {
        Path path = resolve(folder);
        return within("list", path, () -> {
            try {
                return disk.names(path).stream()
                        .map(name -> folder + "/" + name)
                        .filter(key -> KEY.matcher(key).matches())
                        .sorted()
                        .toList();
            } catch (NoSuchFileException | NotDirectoryException none) {
                return List.of();
            }
        });
    }

    @Override
    public URI location(String key) {
        return resolve(key).toUri();
    }

    @Override
    public void probe() {
        within("create files without overwriting, and make them durable, in", files.temporary(), () -> {
            files.makeFolders(root, root.resolve("tmp"));
            Path first = files.writeTemporary(new byte[] {1}, Access.OWNER);
            Path second = files.writeTemporary(new byte[] {2}, Access.STORE);
            Path name = first.resolveSibling(first.getFileName() + "-probe");
            try {
                requireExclusive(link(name, first), !link(name, second));
                disk.replace(second, name);
                files.forceUpTo(root, root.resolve("tmp"));
                requireExclusive(Arrays.equals(disk.read(name, 1), new byte[] {2}));
            } finally {
                for (Path path : List.of(first, second, name)) {
                    disk.delete(path);
                }
            }
            return true;
        });
    }

    private static void requireExclusive(boolean... observations) throws IOException {
        for (boolean observation : observations) {
            if (!observation) {
                throw new IOException("this file system overwrites where it must not");
            }
        }
    }

    @Override
    public void close() {
        // No file is held open between calls.
    }

    private Path resolve(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("Not a key of a model store; keys are made of hashes and fixed names");
        }
        return root.resolve(key);
    }

    private static Path parentOf(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    private Path writeTemporary(byte[] content, Access access) throws IOException {
        requireNoLink(files.temporary());
        return files.writeTemporary(content, access);
    }

    // A link would lead reads to files that are no part of the store, and writes out of it.
    private void requireNoLink(Path path) {
        for (Path part = path; !part.equals(root); part = parentOf(part)) {
            if (disk.isSymbolicLink(part)) {
                throw new ArtifactCorrupt(part.toString(), "a file or folder of its own", "a symbolic link");
            }
        }
    }

    private <T> T within(String what, Path path, Action<T> action) {
        return attempt(what, path, () -> {
            requireNoLink(path);
            return action.run();
        });
    }

    private interface Action<T> {
        T run() throws IOException;
    }

    private static <T> T attempt(String what, Path path, Action<T> action) {
        try {
            return action.run();
        } catch (IOException | UnsupportedOperationException failed) {
            StorageFailure failure = StorageFailure.of(failed);
            throw new StoreUnavailable(what, path.toString(), failure.why(), failure.remedy(), failed);
        }
    }
}
