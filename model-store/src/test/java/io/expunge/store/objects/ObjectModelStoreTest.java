/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.store.ArtifactDraft;
import io.expunge.store.ContentHash;
import io.expunge.store.Drafts;
import io.expunge.store.HeadHint;
import io.expunge.store.ModelStore;
import io.expunge.store.ModelStoreException.ArtifactCorrupt;
import io.expunge.store.ModelStoreException.ArtifactMissing;
import io.expunge.store.ModelStoreException.StoreUnavailable;
import io.expunge.store.StagedArtifact;
import io.expunge.store.format.SealedRecord;
import io.expunge.store.memory.MemoryBucket;
import io.expunge.store.objects.Bucket.Access;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** States that only a crash, a purge or another writer leaves behind. */
class ObjectModelStoreTest {

    private static final ArtifactDraft DRAFT = Drafts.forBatch(Drafts.fixed(), "m", "b");

    private final MemoryBucket bucket = new MemoryBucket();

    private ModelStore open(Bucket on) {
        return ObjectModelStore.open(on, Clock.systemUTC());
    }

    @Test
    void headsLeftByACrashDoNotHideTheGreatest() {
        for (long version : new long[] {9, 11, 2, 10}) {
            HeadHint hint = new HeadHint(version, 100 - version, ContentHash.of(new byte[0]));
            bucket.createIfAbsent(Keys.head("m", hint), SealedRecord.head(hint), Access.STORE);
        }
        assertThat(open(bucket).head("m").orElseThrow().version()).isEqualTo(11);
        HeadHint earlier = new HeadHint(10, 999, ContentHash.of(new byte[0]));
        assertThat(open(bucket).advanceHead("m", earlier).version()).isEqualTo(11);
    }

    @Test
    void aPutThatFailsAnywhereShowsNothingHalfDoneAndCanBeRepeated() {
        int writes = 1;
        boolean failed = true;
        while (failed) {
            MemoryBucket storage = new MemoryBucket();
            open(storage);
            FailingBucket failing = new FailingBucket(storage, writes++);
            failed = putFails(open(failing));
            ModelStore after = open(storage);
            assertThat(after.list())
                    .allSatisfy(hash -> assertThat(after.open(hash).contents()).isEqualTo(DRAFT.contents()));
            assertThat(after.findByBatch("b"))
                    .isEqualTo(
                            failed ? Optional.empty() : Optional.of(after.list().get(0)));
            ContentHash hash = after.put(DRAFT);
            assertThat(after.list()).containsExactly(hash);
            assertThat(after.findByBatch("b")).contains(hash);
        }
        assertThat(writes).as("places to fail at").isGreaterThan(10);
    }

    @Test
    void aPublishThatFailsAnywhereShowsNothingHalfDoneAndCanBeRepeated() {
        int writes = 1;
        boolean failed = true;
        while (failed) {
            MemoryBucket storage = new MemoryBucket();
            StagedArtifact staged = open(storage).staging().stage("m", "k", Drafts.unserved(DRAFT.contents()));
            ModelStore failing = open(new FailingBucket(storage, writes++));
            failed = fails(() -> publish(failing, staged));
            ModelStore after = open(storage);
            assertThat(after.list()).hasSizeLessThanOrEqualTo(1);
            assertThat(publish(after, staged)).contains(after.put(DRAFT));
            assertThat(after.open(after.list().get(0)).contents()).isEqualTo(DRAFT.contents());
        }
        assertThat(writes).as("places to fail at").isGreaterThan(10);
    }

    private static Optional<ContentHash> publish(ModelStore store, StagedArtifact staged) {
        return store.staging().publish(staged, DRAFT.lineage(), DRAFT.contents().servedRequests());
    }

    private static boolean putFails(ModelStore store) {
        return fails(() -> store.put(DRAFT));
    }

    private static boolean fails(Runnable action) {
        try {
            action.run();
            return false;
        } catch (StoreUnavailable failed) {
            return true;
        }
    }

    @Test
    void aBatchWhoseArtifactWasPurgedCanBeServedAgain() {
        ModelStore store = open(bucket);
        ContentHash purged = store.put(DRAFT);
        bucket.delete(Keys.manifest(purged));
        assertThat(store.findByBatch("b")).isEmpty();
        ContentHash again = store.put(Drafts.withMetric(DRAFT, "again", 1));
        assertThat(again).isNotEqualTo(purged);
        assertThat(store.findByBatch("b")).contains(again);
    }

    @Test
    void aPurgedFileIsMissingAndTheOthersAreStillRead() {
        ModelStore store = open(bucket);
        ContentHash hash = store.put(DRAFT);
        bucket.delete(Keys.blob(store.open(hash).files().get("training-set.bin").hash()));
        assertThatThrownBy(() -> store.open(hash).trainingSet())
                .isInstanceOf(ArtifactMissing.class)
                .hasMessageContaining("training-set.bin");
        assertThat(store.open(hash).parameters()).isEqualTo(DRAFT.contents().parameters());
        assertThatThrownBy(() -> store.open(hash).read("../key")).isInstanceOf(ArtifactMissing.class);
    }

    @Test
    void aForeignLayoutIsRefused() {
        bucket.createIfAbsent(Keys.LAYOUT, new byte[100], Access.STORE);
        assertThatThrownBy(() -> open(bucket))
                .isInstanceOf(ArtifactCorrupt.class)
                .hasMessageContaining("store.json");
    }

    /** Fails at one write and ever after, as a full disk or a dead process does. */
    private static final class FailingBucket implements Bucket {
        private final Bucket storage;
        private int writesLeft;

        FailingBucket(Bucket storage, int failAtWrite) {
            this.storage = storage;
            this.writesLeft = failAtWrite - 1;
        }

        @Override
        public Optional<byte[]> read(String key, int limit) {
            return storage.read(key, limit);
        }

        @Override
        public boolean exists(String key) {
            return storage.exists(key);
        }

        @Override
        public boolean createIfAbsent(String key, byte[] content, Access access) {
            if (writesLeft-- <= 0) {
                throw new StoreUnavailable("write", key, "it is meant to", "do not", new IllegalStateException());
            }
            return storage.createIfAbsent(key, content, access);
        }

        @Override
        public boolean linkIfAbsent(String from, String key) {
            if (writesLeft-- <= 0) {
                throw new StoreUnavailable("link", key, "it is meant to", "do not", new IllegalStateException());
            }
            return storage.linkIfAbsent(from, key);
        }

        @Override
        public void repair(String key, byte[] content) {
            storage.repair(key, content);
        }

        @Override
        public void delete(String key) {
            storage.delete(key);
        }

        @Override
        public List<String> list(String folder) {
            return storage.list(folder);
        }

        @Override
        public URI location(String key) {
            return storage.location(key);
        }

        @Override
        public void probe() {
            storage.probe();
        }

        @Override
        public void close() {
            storage.close();
        }
    }
}
