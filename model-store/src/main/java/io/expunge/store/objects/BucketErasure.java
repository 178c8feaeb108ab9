/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.objects;

import io.expunge.store.ArtifactErasure;
import io.expunge.store.ContentHash;
import io.expunge.store.ErasedArtifact;
import io.expunge.store.FileEntry;
import io.expunge.store.ModelStoreException.ArtifactCorrupt;
import io.expunge.store.ModelStoreException.StoreUnavailable;
import io.expunge.store.format.ErasureRecord;
import io.expunge.store.format.ErasureRecord.Condemned;
import io.expunge.store.format.Manifest;
import io.expunge.store.format.SealedRecord;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Erases in steps that can each be the last before a crash: note what is condemned, remove the manifests, look what the
 * other manifests refer to, remove the rest, note what went, remove the first note.
 *
 * <p>A put writes its files first and looks for such notes when its manifest is there. So either the look at the
 * manifests sees it and spares what it shares, or it sees the note, or it sees that a file is gone; in the latter cases
 * it has to be tried again. Neither ever waits for the other. Thread safe.
 *
 * @param blobs the objects
 * @param clock for the note of when something was put
 */
record BucketErasure(Blobs blobs, Clock clock) implements ArtifactErasure {

    private static final String SWEEP = "sweep";

    @Override
    public List<ErasedArtifact> erase(List<ContentHash> hashes) {
        hashes.forEach(this::condemn);
        hashes.forEach(hash -> bucket().delete(Keys.manifest(hash)));
        Set<ContentHash> needed = referred();
        List<ErasedArtifact> erased = new ArrayList<>();
        for (ContentHash hash : hashes) {
            erased.add(finish(hash, needed));
        }
        return erased;
    }

    /** The note is made once, while the manifest still says what belongs to the artifact. */
    private void condemn(ContentHash hash) {
        byte[] manifest = bucket().read(Keys.manifest(hash), Manifest.MAX_BYTES).orElse(new byte[0]);
        if (manifest.length > 0) {
            byte[] note = ErasureRecord.write(condemned(hash, manifest));
            if (!bucket().createIfAbsent(Keys.erasing(hash.hex()), note, Bucket.Access.STORE)) {
                bucket().repair(Keys.erasing(hash.hex()), note);
            }
            bucket().delete(Keys.erased(hash)); // it was put again since, so that is no longer true
            forgetBatch(hash, manifest);
        }
    }

    /** While the manifest is there to say which batch it served; a damaged one leaves a note that means nothing. */
    private void forgetBatch(ContentHash hash, byte[] manifest) {
        if (ContentHash.of(manifest).equals(hash)) {
            Manifest.read("The manifest of artifact " + hash, manifest)
                    .lineage()
                    .batchId()
                    .map(Keys::batch)
                    .filter(key -> serves(key, hash))
                    .ifPresent(bucket()::delete);
        }
    }

    private boolean serves(String batchKey, ContentHash hash) {
        return bucket().read(batchKey, SealedRecord.MAX_BYTES)
                .filter(bytes -> SealedRecord.readBatch(batchKey, bytes).equals(hash))
                .isPresent();
    }

    /** What a damaged manifest named is found by the sweep, since nothing refers to it any more. */
    private static Condemned condemned(ContentHash hash, byte[] manifest) {
        if (!ContentHash.of(manifest).equals(hash)) {
            return new Condemned(manifest.length, List.of());
        }
        return Condemned.of(Manifest.read("The manifest of artifact " + hash, manifest), manifest.length);
    }

    private ErasedArtifact finish(ContentHash hash, Set<ContentHash> needed) {
        Optional<Condemned> condemned = condemned(Keys.erasing(hash.hex()));
        bucket().delete(Keys.put(hash));
        if (condemned.isEmpty()) {
            return bucket().read(Keys.erased(hash), SealedRecord.MAX_BYTES)
                    .map(bytes -> ErasureRecord.readErased(Keys.erased(hash), bytes))
                    .orElse(new ErasedArtifact(hash, 0, 0));
        }
        List<FileEntry> going = condemned.get().files().stream()
                .filter(entry -> !needed.contains(entry.hash()))
                .toList();
        going.forEach(entry -> bucket().delete(Keys.blob(entry.hash())));
        long bytes = condemned.get().manifestBytes()
                + going.stream().mapToLong(FileEntry::bytes).sum();
        ErasedArtifact erased = new ErasedArtifact(hash, going.size() + 1, bytes);
        bucket().createIfAbsent(Keys.erased(hash), ErasureRecord.write(erased), Bucket.Access.STORE);
        bucket().delete(Keys.erasing(hash.hex()));
        return erased;
    }

    @Override
    public int sweep(Instant temporaryBefore) {
        bucket().sweepTemporary(temporaryBefore);
        List<FileEntry> orphans = orphans(referred());
        if (orphans.isEmpty()) {
            bucket().delete(Keys.erasing(SWEEP)); // of a sweep that was cut short
            return 0;
        }
        byte[] note = ErasureRecord.write(new Condemned(0, orphans));
        if (!bucket().createIfAbsent(Keys.erasing(SWEEP), note, Bucket.Access.STORE)) {
            bucket().repair(Keys.erasing(SWEEP), note);
        }
        Set<ContentHash> needed = referred(); // anew, now that a put can see the note
        List<FileEntry> going =
                orphans.stream().filter(entry -> !needed.contains(entry.hash())).toList();
        going.forEach(entry -> bucket().delete(Keys.blob(entry.hash())));
        bucket().delete(Keys.erasing(SWEEP));
        return going.size();
    }

    private List<FileEntry> orphans(Set<ContentHash> needed) {
        return Keys.blobFolders().stream()
                .flatMap(folder -> bucket().list(folder).stream())
                .filter(Keys::isBlob)
                .map(Keys::blobHash)
                .filter(hash -> !needed.contains(hash))
                .map(hash -> new FileEntry(hash, 0))
                .toList();
    }

    /** The files that manifests refer to. A manifest that cannot be read might refer to any: then nothing may go. */
    private Set<ContentHash> referred() {
        Set<ContentHash> files = new HashSet<>();
        for (String key : bucket().list(Keys.MANIFESTS)) {
            if (Keys.isManifest(key)) {
                bucket().read(key, Manifest.MAX_BYTES)
                        .map(bytes -> manifest(key, bytes))
                        .ifPresent(manifest -> manifest.files().values().forEach(entry -> files.add(entry.hash())));
            }
        }
        return files;
    }

    private static Manifest manifest(String key, byte[] bytes) {
        if (!ContentHash.of(bytes).equals(Keys.manifestHash(key))) {
            throw new ArtifactCorrupt(
                    key,
                    "a manifest that says which files it needs",
                    "another content",
                    "restore it from a backup, or delete it if the artifact is not needed: until then nothing is erased");
        }
        return Manifest.read(key, bytes);
    }

    @Override
    public Optional<Instant> putAt(ContentHash hash) {
        if (!bucket().exists(Keys.manifest(hash))) {
            return Optional.empty();
        }
        notePut(hash);
        String key = Keys.put(hash);
        return bucket().read(key, SealedRecord.MAX_BYTES).map(bytes -> SealedRecord.readPut(key, bytes));
    }

    /** Notes when and where an artifact was put, unless that is noted. */
    void notePut(ContentHash hash) {
        SortedMap<String, String> circumstances = new TreeMap<>();
        circumstances.put("at", clock.instant().toString());
        circumstances.put("process", Long.toString(ProcessHandle.current().pid()));
        bucket().createIfAbsent(Keys.put(hash), SealedRecord.put(circumstances), Bucket.Access.STORE);
    }

    /**
     * The last look of a put, when its manifest is there.
     *
     * @throws StoreUnavailable if an erasure may have taken, or may still take, a file that it shares
     */
    void requireWhole(Manifest manifest) {
        Set<ContentHash> condemned = bucket().list(Keys.ERASING).stream()
                .map(this::condemned)
                .flatMap(Optional::stream)
                .flatMap(note -> note.files().stream())
                .map(FileEntry::hash)
                .collect(Collectors.toSet());
        for (FileEntry entry : manifest.files().values()) {
            if (condemned.contains(entry.hash()) || !bucket().exists(Keys.blob(entry.hash()))) {
                throw new StoreUnavailable(
                        "put an artifact with",
                        bucket().location(Keys.blob(entry.hash())).toString(),
                        "an artifact that had this file too is being erased",
                        "try again",
                        new IllegalStateException("a put and an erasure met"));
            }
        }
    }

    private Optional<Condemned> condemned(String key) {
        return bucket().read(key, SealedRecord.MAX_BYTES).map(bytes -> ErasureRecord.readCondemned(key, bytes));
    }

    private Bucket bucket() {
        return blobs.bucket();
    }
}
