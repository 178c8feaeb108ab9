/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.objects;

import io.expunge.store.Artifact;
import io.expunge.store.ArtifactContents;
import io.expunge.store.ArtifactDraft;
import io.expunge.store.ArtifactErasure;
import io.expunge.store.ContentHash;
import io.expunge.store.FileEntry;
import io.expunge.store.HeadHint;
import io.expunge.store.ModelStore;
import io.expunge.store.ModelStoreException.ArtifactCorrupt;
import io.expunge.store.ModelStoreException.ArtifactMissing;
import io.expunge.store.PseudonymKeys;
import io.expunge.store.RememberedDeletions;
import io.expunge.store.SigningKeys;
import io.expunge.store.StagingArea;
import io.expunge.store.StoreOwnership;
import io.expunge.store.format.ArtifactEncoder;
import io.expunge.store.format.ArtifactFile;
import io.expunge.store.format.Manifest;
import io.expunge.store.format.SealedRecord;
import io.expunge.store.format.StoredArtifact;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The model store over a bucket. Nothing is ever overwritten, so writers need no locks: blobs first, then the manifest
 * that names them, then the record of the batch. A crash in between leaves blobs that nothing refers to, never a
 * manifest without its blobs. Thread safe.
 */
public final class ObjectModelStore implements ModelStore {

    private static final Logger LOG = LoggerFactory.getLogger(ObjectModelStore.class);

    private final Bucket bucket;
    private final BucketErasure erasures;
    private final Blobs blobs;
    private final Heads heads;
    private final PseudonymKeys keys;

    private ObjectModelStore(Bucket bucket, Clock clock) {
        this.bucket = bucket;
        this.blobs = new Blobs(bucket);
        this.erasures = new BucketErasure(blobs, new ManifestListing(bucket, clock), clock);
        this.heads = new Heads(bucket);
        this.keys = new BucketKeys(bucket);
    }

    /**
     * Opens the store in a bucket and marks an empty bucket as one.
     *
     * @param clock only for the note of when something was put, which no hash depends on
     */
    public static ObjectModelStore open(Bucket bucket, Clock clock) {
        if (bucket.exists(Keys.LAYOUT)) {
            bucket.confirm(Keys.LAYOUT); // nothing must outlive the mark by which it is known as a store's
        } else {
            bucket.createIfAbsent(Keys.LAYOUT, SealedRecord.layout(), Bucket.Access.STORE);
        }
        byte[] layout =
                bucket.read(Keys.LAYOUT, SealedRecord.MAX_BYTES).orElseThrow(() -> new ArtifactMissing(Keys.LAYOUT));
        SealedRecord.requireLayout(Keys.LAYOUT, layout);
        return new ObjectModelStore(bucket, clock);
    }

    @Override
    public ContentHash put(ArtifactDraft draft) {
        SortedMap<String, FileEntry> files = putFiles(draft.contents());
        return putManifest(new Manifest(draft.lineage(), Manifest.sizeOf(draft.contents()), files));
    }

    /** The last step, when every file it names is there. */
    private ContentHash putManifest(Manifest content) {
        byte[] manifest = content.write();
        ContentHash hash = ContentHash.of(manifest);
        Optional<String> batchId = content.lineage().batchId();
        Optional<ContentHash> earlier = batchId.flatMap(this::findByBatch).filter(found -> !found.equals(hash));
        if (earlier.isPresent()) {
            return settleOn(earlier.get(), hash);
        }
        blobs.putOnce(Keys.manifest(hash), manifest);
        erasures.requireWhole(content);
        erasures.notePut(hash);
        return batchId.map(id -> claimBatch(id, hash)).orElse(hash);
    }

    private SortedMap<String, FileEntry> putFiles(ArtifactContents contents) {
        SortedMap<String, FileEntry> files = new TreeMap<>();
        for (ArtifactFile file : ArtifactFile.values()) {
            ArtifactEncoder.encode(file, contents).ifPresent(bytes -> {
                ContentHash hash = ContentHash.of(bytes);
                blobs.putOnce(Keys.blob(hash), bytes);
                files.put(file.fileName(), new FileEntry(hash, bytes.length));
            });
        }
        return files;
    }

    private ContentHash claimBatch(String batchId, ContentHash hash) {
        String key = Keys.batch(batchId);
        if (bucket.createIfAbsent(key, SealedRecord.batch(hash), Bucket.Access.STORE)) {
            return hash;
        }
        ContentHash recorded = recordedForBatch(key).orElse(hash);
        if (recorded.equals(hash)) {
            return hash;
        }
        if (contains(recorded)) {
            return settleOn(recorded, hash);
        }
        // What was recorded is gone (purged), so the record means nothing any more.
        bucket.delete(key);
        return claimBatch(batchId, hash);
    }

    private static ContentHash settleOn(ContentHash earlier, ContentHash other) {
        LOG.warn(
                "A batch was served twice with different results: {} stands, {} is not to be announced",
                earlier,
                other);
        return earlier;
    }

    @Override
    public Artifact open(ContentHash hash) {
        String file = "The manifest of artifact " + hash;
        byte[] bytes = bucket.read(Keys.manifest(hash), Manifest.MAX_BYTES)
                .orElseThrow(() -> new ArtifactMissing("Artifact " + hash));
        Blobs.requireHash(file, hash, bytes);
        return new StoredArtifact(
                hash, Manifest.read(file, bytes), (name, entry) -> blobs.read(Keys.blob(entry.hash()), name, entry));
    }

    @Override
    public boolean contains(ContentHash hash) {
        return bucket.exists(Keys.manifest(hash));
    }

    @Override
    public Optional<ContentHash> findByBatch(String batchId) {
        Optional<ContentHash> found =
                recordedForBatch(Keys.batch(batchId)).filter(artifact -> serves(artifact, batchId));
        found.ifPresent(artifact -> bucket.confirm(Keys.batch(batchId)));
        return found;
    }

    /** Whether an artifact is there and this batch's; whether it is whole is for whoever opens it to find out. */
    private boolean serves(ContentHash artifact, String batchId) {
        try {
            Optional<String> served = open(artifact).lineage().batchId();
            if (served.filter(batchId::equals).isPresent()) {
                return true;
            }
        } catch (ArtifactMissing purged) {
            return false;
        } catch (ArtifactCorrupt damaged) {
            return true;
        }
        throw new ArtifactCorrupt(
                Keys.batch(batchId),
                "the artifact that serves this batch",
                "one of another batch",
                "restore it from a backup, or delete it: the batch is served again then");
    }

    private Optional<ContentHash> recordedForBatch(String key) {
        return bucket.read(key, SealedRecord.MAX_BYTES).map(bytes -> SealedRecord.readBatch(key, bytes));
    }

    @Override
    public List<ContentHash> list() {
        return bucket.list(Keys.MANIFESTS).stream()
                .filter(Keys::isManifest)
                .map(Keys::manifestHash)
                .sorted()
                .toList();
    }

    @Override
    public URI location(ContentHash hash) {
        return bucket.location(Keys.manifest(hash));
    }

    @Override
    public Optional<HeadHint> head(String modelId) {
        return heads.greatest(modelId);
    }

    @Override
    public HeadHint advanceHead(String modelId, HeadHint head) {
        return heads.advance(modelId, head);
    }

    @Override
    public StagingArea staging() {
        return new BucketStaging(blobs, this::putManifest);
    }

    @Override
    public PseudonymKeys keys() {
        return keys;
    }

    @Override
    public SigningKeys signingKeys() {
        return new BucketSigningKeys(bucket);
    }

    @Override
    public RememberedDeletions remembered() {
        return new BucketRemembered(bucket);
    }

    @Override
    public ArtifactErasure erasure() {
        return erasures;
    }

    @Override
    public StoreOwnership ownership() {
        return new BucketOwnership(bucket);
    }

    @Override
    public void probe() {
        bucket.probe();
    }

    @Override
    public void close() {
        bucket.close();
    }
}
