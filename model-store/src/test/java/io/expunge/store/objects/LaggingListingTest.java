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
import io.expunge.store.ModelStoreException.StoreUnavailable;
import io.expunge.store.PseudonymKey;
import io.expunge.store.Seeds;
import io.expunge.store.StagedArtifact;
import io.expunge.store.memory.MemoryBucket;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * What rests on a listing may be late and is never wrong for good; what decides anything rests on none. A head hint may
 * be missed for a while, which it may be anyway.
 */
class LaggingListingTest {
    private static final int LAG = 6;

    private static LaggingListing lagging(Random random) {
        return new LaggingListing(new MemoryBucket(), LAG, random);
    }

    private static ModelStore open(Bucket bucket) {
        return ObjectModelStore.open(bucket, Clock.systemUTC());
    }

    @Property(seed = Seeds.PROPERTY, tries = 50)
    void artifactsBatchesAndKeysNeedNoListing(@ForAll Random random) {
        try (ModelStore store = open(lagging(random))) {
            ArtifactDraft draft = Drafts.forBatch(Drafts.fixed(), "m", "b");
            ContentHash hash = store.put(draft);
            PseudonymKey key = store.keys().getOrCreate("m");
            assertThat(store.put(draft)).isEqualTo(hash);
            assertThat(store.put(Drafts.withMetric(draft, "other", 1))).isEqualTo(hash);
            assertThat(store.open(hash).contents()).isEqualTo(draft.contents());
            assertThat(store.findByBatch("b")).contains(hash);
            assertThat(store.keys().find("m")).contains(key);
            store.keys().destroy("m");
            assertThat(store.keys().find("m")).isEmpty();
            assertThat(store.ownership().identity()).isEqualTo(store.ownership().identity());
        }
    }

    @Property(seed = Seeds.PROPERTY, tries = 200)
    void theGreatestHeadIsNeverLost(@ForAll Random random) {
        LaggingListing bucket = lagging(random);
        try (ModelStore store = open(bucket)) {
            HeadHint greatest = new HeadHint(1, 0, ContentHash.of(new byte[0]));
            store.advanceHead("m", greatest);
            for (int i = 0; i < 12; i++) {
                HeadHint hint = new HeadHint(1 + random.nextInt(6), random.nextInt(6), ContentHash.of(new byte[0]));
                greatest = hint.isAfter(greatest) ? hint : greatest;
                HeadHint answer = store.advanceHead("m", hint);
                assertThat(hint.isAfter(answer)).as("%s after %s", hint, answer).isFalse();
                assertThat(answer.isAfter(greatest)).isFalse();
                Optional<HeadHint> seen = store.head("m");
                assertThat(seen.isPresent() && seen.get().isAfter(greatest)).isFalse();
            }
            bucket.catchUp();
            assertThat(store.head("m")).contains(greatest);
        }
    }

    /** What lives shares files with what goes, and a listing that misses it must not cost it one. */
    @Property(seed = Seeds.PROPERTY, tries = 20)
    void nothingThatLivesIsErasedAndWhatIsToGoGoesOnceTheListingHasCaughtUp(@ForAll Random random) {
        LaggingListing bucket = new LaggingListing(new MemoryBucket(), 60, Meeting.everyOther(random));
        try (ModelStore store = open(bucket)) {
            ContentHash going = store.put(sharing("going"));
            List<String> living = List.of("a", "b", "c", "d");
            living.forEach(batch -> store.put(sharing(batch)));
            int attempts = 0;
            while (attempts++ < 5 && refused(() -> erase(store, going))) {
                living.forEach(batch -> assertWhole(store, batch));
            }
            bucket.catchUp();
            erase(store, going);
            assertThat(store.contains(going)).isFalse();
            living.forEach(batch -> assertWhole(store, batch));
            assertThat(store.erasure().erase(List.of(going), Set.of()).get(0).objects())
                    .isPositive();
            assertThat(bucket.list("erasing")).isEmpty();
            assertThat(bucket.list("condemned")).isEmpty();
            assertThat(bucket.list("manifests")).hasSize(living.size());
        }
    }

    @Test
    void whatTheCallerKnowsToLiveIsReadByNameWhateverAListingShows() {
        MemoryBucket memory = new MemoryBucket();
        ContentHash going = open(memory).put(sharing("going"));
        ContentHash lives = open(memory).put(sharing("lives"));
        ModelStore blind = open(Meeting.hiding(memory, key -> key.contains(lives.hex())));
        blind.erasure().erase(List.of(going), Set.of(lives));
        blind.erasure().sweep(Instant.EPOCH, Set.of(lives));
        assertWhole(open(memory), "lives");
    }

    @Test
    void aRefusalSaysWhatToDo() {
        LaggingListing bucket = new LaggingListing(new MemoryBucket(), 1, new Random() {
            @Override
            public int nextInt(int bound) {
                return bound - 1;
            }
        });
        try (ModelStore store = open(bucket)) {
            ContentHash hash = store.put(Drafts.fixed());
            assertThatThrownBy(() -> store.erasure().erase(List.of(hash), Set.of()))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("manifests")
                    .hasMessageContaining("nothing was lost")
                    .hasMessageContaining("expunge.purge.policy=keep");
            assertThatThrownBy(() -> store.erasure().probe()).isInstanceOf(StoreUnavailable.class);
            assertThat(store.put(Drafts.fixed())).as("no note is in its way").isEqualTo(hash);
            bucket.catchUp();
            store.erasure().probe();
        }
    }

    private static ArtifactDraft sharing(String batch) {
        return Drafts.forBatch(Drafts.withMetric(Drafts.fixed(), batch, 1), "m", batch);
    }

    private static void erase(ModelStore store, ContentHash going) {
        store.erasure().erase(List.of(going), Set.of());
        store.erasure().sweep(Instant.EPOCH, Set.of());
    }

    private static boolean refused(Runnable work) {
        try {
            work.run();
            return false;
        } catch (StoreUnavailable lags) {
            return true;
        }
    }

    private static void assertWhole(ModelStore store, String batch) {
        ContentHash hash = store.findByBatch(batch).orElseThrow();
        assertThat(store.open(hash).contents()).isEqualTo(sharing(batch).contents());
    }

    @Property(seed = Seeds.PROPERTY, tries = 50)
    void whatADiscardMissedTheNextOneFinds(@ForAll Random random) {
        LaggingListing bucket = lagging(random);
        try (ModelStore store = open(bucket)) {
            ArtifactDraft draft = Drafts.forBatch(Drafts.fixed(), "m", "b");
            StagedArtifact staged = store.staging().stage("m", "k", Drafts.unserved(draft.contents()));
            store.staging().discardAll("m");
            bucket.catchUp();
            store.staging().discardAll("m");
            assertThat(bucket.list("staging")).isEmpty();
            assertThat(store.staging().publish(staged, draft.lineage(), List.of()))
                    .isEmpty();
        }
    }
}
