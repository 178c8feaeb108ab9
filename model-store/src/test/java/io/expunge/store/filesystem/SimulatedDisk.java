/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.filesystem;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A file system in memory that remembers what of it is on the disk, no more than POSIX promises. What was written and not
 * forced may be lost, cut short or garbage after a power cut. Of the entries of a folder that was not forced each may have
 * come as far or not, whatever became of those before it; a rename never loses its target. Not thread safe: whoever wants
 * two writers lets one run amid the other, see {@link #watch}.
 */
final class SimulatedDisk implements Disk {

    /** A kind of forcing that a careless disk leaves out. */
    enum Forgotten {
        FILES,
        FOLDERS
    }

    /** Thrown out of a step at which the process dies; nothing that the dead process still tries is done. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Told after every step: a write, a forced file or folder, a new folder, a link, a rename, a deletion. */
    interface Watcher {
        void after(String step);
    }

    private sealed interface Node {}

    private static final class File implements Node {
        private byte[] content;
        private boolean forced;

        private File(byte[] content, boolean forced) {
            this.content = content;
            this.forced = forced;
        }
    }

    private static final class Folder implements Node {
        private final Map<String, Node> shown = new TreeMap<>();
        private final Map<String, Node> kept = new TreeMap<>();
        private final List<Change> pending = new ArrayList<>();
    }

    /** An entry that was made, or taken away if there is no node; one taken away by a rename waits for the one it made. */
    private static final class Change {
        private final String name;
        private final Optional<Node> node;
        private final Optional<Change> after;
        private boolean forced;

        private Change(String name, Optional<Node> node, Optional<Change> after) {
            this.name = name;
            this.node = node;
            this.after = after;
        }
    }

    private final Folder top;
    private final Set<Forgotten> forgotten;
    private Optional<Watcher> watcher = Optional.empty();
    private boolean dead;

    private SimulatedDisk(Folder top, Set<Forgotten> forgotten) {
        this.top = top;
        this.forgotten = forgotten;
    }

    /** An empty disk. */
    static SimulatedDisk empty() {
        return new SimulatedDisk(new Folder(), EnumSet.noneOf(Forgotten.class));
    }

    /** An empty disk that says it forced what it did not force. */
    static SimulatedDisk forgetful(Forgotten forgotten) {
        return new SimulatedDisk(new Folder(), EnumSet.of(forgotten));
    }

    /** Tells somebody of every step from now on, in place of whoever was told before. */
    void watch(Watcher told) {
        watcher = Optional.of(told);
    }

    void unwatch() {
        watcher = Optional.empty();
    }

    /** Changes the content of a file behind everybody's back, as a failing disk does. */
    void damage(Path path) throws IOException {
        File file = file(path);
        byte[] damaged = file.content.clone();
        damaged[damaged.length / 2] ^= 1;
        file.content = damaged;
    }

    /** This very disk, with what is not on it yet, to go another way from here. */
    SimulatedDisk copy() {
        return new SimulatedDisk(new Copies().of(top), forgotten);
    }

    /**
     * Every disk there may be after a power cut now, but for what is of no consequence: of the changes outside folders
     * called {@code tmp} every subset, up to a number of them, else that many drawn at random; those in {@code tmp} and
     * what is left of unforced files are drawn.
     */
    List<SimulatedDisk> afterPowerCut(Random random, int most) {
        List<Change> open = new ArrayList<>();
        collect(top, open);
        long subsets = open.size() < Integer.SIZE - 2 ? 1L << open.size() : Long.MAX_VALUE;
        List<SimulatedDisk> outcomes = new ArrayList<>();
        for (int i = 0; i < Math.min(most, subsets); i++) {
            long mask = subsets <= most ? i : i == 0 ? 0 : i == 1 ? -1 : random.nextLong();
            outcomes.add(outcome(open, mask, random));
        }
        return outcomes;
    }

    /** The disk after a power cut that cost everything it may cost. */
    SimulatedDisk afterTheWorstPowerCut(Random random) {
        List<Change> open = new ArrayList<>();
        collect(top, open);
        return outcome(open, 0, random);
    }

    private SimulatedDisk outcome(List<Change> open, long mask, Random random) {
        Map<Change, Boolean> survival = new IdentityHashMap<>();
        for (int i = 0; i < open.size(); i++) {
            survival.put(open.get(i), (mask >>> i & 1) == 1);
        }
        return new SimulatedDisk(new Remains(survival, random).of(top), forgotten);
    }

    private static void collect(Folder folder, List<Change> open) {
        open.addAll(folder.pending);
        folder.shown.forEach((name, node) -> {
            if (node instanceof Folder inner && !name.equals("tmp")) {
                collect(inner, open);
            }
        });
    }

    private static final class Copies {
        private final Map<Node, Node> made = new IdentityHashMap<>();
        private final Map<Change, Change> changes = new IdentityHashMap<>();

        private Folder of(Folder folder) {
            Folder copy = new Folder();
            made.put(folder, copy);
            folder.shown.forEach((name, node) -> copy.shown.put(name, node(node)));
            folder.kept.forEach((name, node) -> copy.kept.put(name, node(node)));
            folder.pending.forEach(change -> copy.pending.add(change(change)));
            return copy;
        }

        private Node node(Node node) {
            Node copied = made.get(node);
            if (copied != null) {
                return copied;
            }
            if (node instanceof Folder folder) {
                return of(folder);
            }
            File file = (File) node;
            File copy = new File(file.content, file.forced);
            made.put(file, copy);
            return copy;
        }

        private Change change(Change change) {
            Change copied = changes.get(change);
            if (copied == null) {
                copied = new Change(change.name, change.node.map(this::node), change.after.map(this::change));
                copied.forced = change.forced;
                changes.put(change, copied);
            }
            return copied;
        }
    }

    /** What is left after a power cut. */
    private static final class Remains {
        private final Map<Change, Boolean> survival;
        private final Random random;
        private final Map<Node, Node> made = new IdentityHashMap<>();

        private Remains(Map<Change, Boolean> survival, Random random) {
            this.survival = survival;
            this.random = random;
        }

        private Folder of(Folder folder) {
            Map<String, Node> left = new TreeMap<>(folder.kept);
            for (Change change : folder.pending) {
                if (survives(change)) {
                    change.node.ifPresentOrElse(node -> left.put(change.name, node), () -> left.remove(change.name));
                }
            }
            Folder remains = new Folder();
            left.forEach((name, node) -> remains.shown.put(name, node(node)));
            remains.kept.putAll(remains.shown);
            return remains;
        }

        private boolean survives(Change change) {
            boolean mine = change.forced || survival.computeIfAbsent(change, drawn -> random.nextBoolean());
            return mine && change.after.map(this::survives).orElse(true);
        }

        private Node node(Node node) {
            Node copied = made.get(node);
            if (copied == null) {
                copied = node instanceof Folder folder ? of(folder) : file((File) node);
                made.put(node, copied);
            }
            return copied;
        }

        private File file(File file) {
            return new File(file.forced ? file.content : unforced(file.content), true);
        }

        /** Nothing, the beginning, the right length of nothing, the beginning and then anything, or by luck all of it. */
        private byte[] unforced(byte[] content) {
            int length = random.nextInt(content.length + 1);
            return switch (random.nextInt(5)) {
                case 0 -> new byte[0];
                case 1 -> Arrays.copyOf(content, length);
                case 2 -> new byte[content.length];
                case 3 -> {
                    byte[] garbage = new byte[content.length];
                    random.nextBytes(garbage);
                    System.arraycopy(content, 0, garbage, 0, length);
                    yield garbage;
                }
                default -> content;
            };
        }
    }

    private void done(String step) {
        if (watcher.isPresent()) {
            try {
                watcher.get().after(step);
            } catch (Killed killed) {
                dead = true;
                throw killed;
            }
        }
    }

    private void requireAlive() {
        if (dead) {
            throw new Killed();
        }
    }

    private Optional<Node> find(Path path) {
        requireAlive();
        Optional<Node> node = Optional.of(top);
        for (Path name : path.toAbsolutePath().normalize()) {
            node = node.filter(Folder.class::isInstance).map(folder -> ((Folder) folder).shown.get(name.toString()));
        }
        return node;
    }

    private Folder folder(Path path) throws IOException {
        Node node = find(path).orElseThrow(() -> new NoSuchFileException(path.toString()));
        if (node instanceof Folder folder) {
            return folder;
        }
        throw new NotDirectoryException(path.toString());
    }

    private File file(Path path) throws IOException {
        Node node = find(path).orElseThrow(() -> new NoSuchFileException(path.toString()));
        if (node instanceof File file) {
            return file;
        }
        throw new IOException(path + " is a directory");
    }

    private Folder parent(Path path) throws IOException {
        Path parent = path.toAbsolutePath().normalize().getParent();
        return parent == null || find(parent).isEmpty() ? missing(path) : folder(parent);
    }

    private static Folder missing(Path path) throws IOException {
        throw new NoSuchFileException(path.toString());
    }

    private static String nameOf(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static Change change(Folder folder, String name, Optional<Node> node, Optional<Change> after) {
        node.ifPresentOrElse(made -> folder.shown.put(name, made), () -> folder.shown.remove(name));
        Change change = new Change(name, node, after);
        folder.pending.add(change);
        return change;
    }

    private void add(Path path, Node node) throws IOException {
        Folder folder = parent(path);
        if (folder.shown.containsKey(nameOf(path))) {
            throw new FileAlreadyExistsException(path.toString());
        }
        change(folder, nameOf(path), Optional.of(node), Optional.empty());
    }

    @Override
    public boolean isFolder(Path path) {
        return find(path).filter(Folder.class::isInstance).isPresent();
    }

    @Override
    public boolean isSymbolicLink(Path path) {
        return false;
    }

    @Override
    public boolean exists(Path path) {
        return find(path).isPresent();
    }

    @Override
    public List<String> names(Path path) throws IOException {
        return List.copyOf(folder(path).shown.keySet());
    }

    @Override
    public byte[] read(Path path, int limit) throws IOException {
        byte[] content = file(path).content;
        return Arrays.copyOf(content, (int) Math.min(content.length, limit + 1L));
    }

    @Override
    public boolean isSameFile(Path one, Path other) throws IOException {
        return file(one) == file(other);
    }

    @Override
    public StorePermissions permissions(Path root) {
        return new StorePermissions(Optional.empty());
    }

    @Override
    public void makeFolder(Path folder, FileAttribute<?>... attributes) throws IOException {
        add(folder, new Folder());
        done("made the folder " + folder);
    }

    @Override
    public void write(Path path, byte[] content, FileAttribute<?>... attributes) throws IOException {
        File file = new File(content.clone(), false);
        add(path, file);
        done("wrote " + path);
        file.forced = !forgotten.contains(Forgotten.FILES);
        done("forced " + path);
    }

    @Override
    public void force(Path path) throws IOException {
        Folder folder = folder(path);
        if (!forgotten.contains(Forgotten.FOLDERS)) {
            folder.kept.clear();
            folder.kept.putAll(folder.shown);
            folder.pending.forEach(change -> change.forced = true);
            folder.pending.clear();
        }
        done("forced the folder " + path);
    }

    @Override
    public void link(Path name, Path path) throws IOException {
        add(name, file(path));
        done("linked " + name);
    }

    @Override
    public void replace(Path path, Path name) throws IOException {
        Node moved = file(path);
        Change made = change(parent(name), nameOf(name), Optional.of(moved), Optional.empty());
        change(parent(path), nameOf(path), Optional.empty(), Optional.of(made));
        done("renamed to " + name);
    }

    @Override
    public boolean delete(Path path) throws IOException {
        if (find(path).isEmpty()) {
            return false;
        }
        change(parent(path), nameOf(path), Optional.empty(), Optional.empty());
        done("deleted " + path);
        return true;
    }
}
