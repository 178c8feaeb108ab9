/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.objects;

import io.expunge.store.ArtifactErasure;
import io.expunge.store.ContentHash;
import io.expunge.store.ErasedArtifact;
import io.expunge.store.FileEntry;
import io.expunge.store.ModelStoreException.StoreUnavailable;
import io.expunge.store.format.ErasureRecord;
import io.expunge.store.format.ErasureRecord.Condemned;
import io.expunge.store.format.Manifest;
import io.expunge.store.format.SealedRecord;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Erases in steps that can each be the last before a crash: note what is condemned, mark its files, remove the manifests,
 * look what the other manifests refer to, remove the rest, note what went, remove the marks and the first note.
 *
 * <p>A put writes its files first and looks for such notes and marks when its manifest is there. So either the look at
 * the manifests sees it and spares what it shares, or it sees a mark, or it sees that a file is gone; in the latter cases
 * it has to be tried again. Neither ever waits for the other.
 *
 * <p>Marks are found by name, so that a put needs no listing. The look at the manifests needs one that shows whatever was
 * written before the marks: {@link ManifestListing}. Thread safe.
 *
 * @param blobs the objects
 * @param manifests what is in the store
 * @param clock for the note of when something was put
 */
record BucketErasure(Blobs blobs, ManifestListing manifests, Clock clock) implements ArtifactErasure {

    private static final String SWEEP = "sweep";

    @Override
    public List<ErasedArtifact> erase(List<ContentHash> hashes, Set<ContentHash> living) {
        if (hashes.isEmpty()) {
            return List.of();
        }
        manifests.requireCurrent(); // before the first note, which stands in the way of puts until this has ended
        hashes.forEach(this::condemn);
        CondemnedFiles marks = CondemnedFiles.of(bucket());
        hashes.forEach(hash -> marks.mark(noted(hash)));
        hashes.forEach(hash -> bucket().delete(Keys.manifest(hash)));
        Set<ContentHash> needed = manifests.referred(living);
        List<ErasedArtifact> erased = new ArrayList<>();
        for (ContentHash hash : hashes) {
            erased.add(finish(hash, needed, marks));
        }
        hashes.forEach(hash -> {
            marks.unmark(noted(hash));
            bucket().delete(Keys.erasing(hash.hex()));
        });
        return erased;
    }

    /** What a note says, which a repetition finds when the manifest is gone. */
    private List<FileEntry> noted(ContentHash hash) {
        return condemned(Keys.erasing(hash.hex())).map(Condemned::files).orElse(List.of());
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

    private ErasedArtifact finish(ContentHash hash, Set<ContentHash> needed, CondemnedFiles marks) {
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
        marks.delete(going);
        long bytes = condemned.get().manifestBytes()
                + going.stream().mapToLong(FileEntry::bytes).sum();
        ErasedArtifact erased = new ErasedArtifact(hash, going.size() + 1, bytes);
        bucket().createIfAbsent(Keys.erased(hash), ErasureRecord.write(erased), Bucket.Access.STORE);
        return erased;
    }

    @Override
    public int sweep(Instant temporaryBefore, Set<ContentHash> living) {
        bucket().sweepTemporary(temporaryBefore);
        manifests.sweep(temporaryBefore);
        List<FileEntry> orphans = orphans(manifests.referred(living));
        if (orphans.isEmpty()) {
            endSweep(); // one that was cut short
            return 0;
        }
        byte[] note = ErasureRecord.write(new Condemned(0, orphans));
        if (!bucket().createIfAbsent(Keys.erasing(SWEEP), note, Bucket.Access.STORE)) {
            endSweep();
            bucket().repair(Keys.erasing(SWEEP), note);
        }
        CondemnedFiles marks = CondemnedFiles.of(bucket());
        marks.mark(orphans);
        Set<ContentHash> needed = manifests.referred(living); // anew, now that a put can see the marks
        List<FileEntry> going =
                orphans.stream().filter(entry -> !needed.contains(entry.hash())).toList();
        marks.delete(going);
        endSweep();
        return going.size();
    }

    private void endSweep() {
        condemned(Keys.erasing(SWEEP))
                .ifPresent(note -> CondemnedFiles.of(bucket()).unmark(note.files()));
        bucket().delete(Keys.erasing(SWEEP));
    }

    @Override
    public void probe() {
        manifests.requireCurrent();
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
            // The mark first: it goes after the file.
            boolean going = condemned.contains(entry.hash()) || bucket().exists(Keys.condemned(entry.hash()));
            if (going || !bucket().exists(Keys.blob(entry.hash()))) {
                throw CondemnedFiles.refused(
                        bucket(), "put an artifact with", entry, "an artifact that had this file too is being erased");
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
