/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.objects;

import io.expunge.store.ArtifactContents;
import io.expunge.store.ContentHash;
import io.expunge.store.FileEntry;
import io.expunge.store.Lineage;
import io.expunge.store.ModelStoreException;
import io.expunge.store.ModelStoreException.ArtifactCorrupt;
import io.expunge.store.ModelStoreException.ArtifactMissing;
import io.expunge.store.ServedRequest;
import io.expunge.store.StagedArtifact;
import io.expunge.store.StagingArea;
import io.expunge.store.format.ArtifactEncoder;
import io.expunge.store.format.ArtifactFile;
import io.expunge.store.format.Manifest;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Staged files, all in one folder of a bucket. Publishing links them to where blobs are, so that an artifact of any size
 * is put in the time it takes to read it. Thread safe.
 *
 * @param blobs       the bucket's objects
 * @param putManifest the last step of a put
 */
record BucketStaging(Blobs blobs, Function<Manifest, ContentHash> putManifest) implements StagingArea {

    private static final Logger LOG = LoggerFactory.getLogger(BucketStaging.class);

    @Override
    public StagedArtifact stage(String modelId, String key, ArtifactContents contents) {
        if (!contents.servedRequests().isEmpty()) {
            throw new IllegalArgumentException(
                    "What is staged serves no request yet; give the served requests when publishing");
        }
        SortedMap<String, FileEntry> files = new TreeMap<>();
        try {
            for (ArtifactFile file : ArtifactFile.values()) {
                if (file != ArtifactFile.REQUESTS) {
                    ArtifactEncoder.encode(file, contents)
                            .ifPresent(bytes -> files.put(file.fileName(), write(modelId, key, bytes)));
                }
            }
            return new StagedArtifact(modelId, key, Manifest.sizeOf(contents), files);
        } catch (ModelStoreException failed) {
            delete(modelId, key, files);
            throw failed;
        }
    }

    private FileEntry write(String modelId, String key, byte[] bytes) {
        ContentHash hash = ContentHash.of(bytes);
        blobs.putOnce(Keys.staged(modelId, key, hash), bytes);
        return new FileEntry(hash, bytes.length);
    }

    @Override
    public Optional<ContentHash> publish(StagedArtifact staged, Lineage lineage, List<ServedRequest> served) {
        if (!lineage.modelId().equals(staged.modelId())) {
            throw new IllegalArgumentException("What was staged belongs to another model than the lineage names");
        }
        SortedMap<String, FileEntry> files = new TreeMap<>(staged.files());
        try {
            staged.files().forEach((name, entry) -> link(staged, name, entry));
        } catch (ArtifactMissing | ArtifactCorrupt lost) {
            LOG.warn("a staged artifact is of no use any more and is made again: {}", lost.getMessage());
            return Optional.empty();
        }
        byte[] requests = ArtifactEncoder.encodeRequests(served);
        ContentHash hash = ContentHash.of(requests);
        blobs.putOnce(Keys.blob(hash), requests);
        files.put(ArtifactFile.REQUESTS.fileName(), new FileEntry(hash, requests.length));
        return Optional.of(putManifest.apply(new Manifest(lineage, staged.size(), files)));
    }

    private void link(StagedArtifact staged, String name, FileEntry entry) {
        String key = Keys.staged(staged.modelId(), staged.key(), entry.hash());
        byte[] bytes = blobs.read(key, "The staged file " + name, entry);
        blobs.linkOnce(key, Keys.blob(entry.hash()), bytes);
    }

    @Override
    public void discard(StagedArtifact staged) {
        delete(staged.modelId(), staged.key(), staged.files());
    }

    private void delete(String modelId, String key, SortedMap<String, FileEntry> files) {
        files.values().forEach(entry -> blobs.bucket().delete(Keys.staged(modelId, key, entry.hash())));
    }

    @Override
    public void discardAll(String modelId) {
        deleteStarting(Keys.stagedPrefix(modelId));
    }

    @Override
    public void discardAll() {
        deleteStarting(Keys.STAGING);
    }

    private void deleteStarting(String prefix) {
        blobs.bucket().list(Keys.STAGING).stream()
                .filter(key -> key.startsWith(prefix))
                .forEach(blobs.bucket()::delete);
    }
}
