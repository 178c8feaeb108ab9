/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.store.ArtifactDraft;
import io.expunge.store.ContentHash;
import io.expunge.store.Drafts;
import io.expunge.store.HeadHint;
import io.expunge.store.ModelStore;
import io.expunge.store.PseudonymKey;
import io.expunge.store.Seeds;
import io.expunge.store.StagedArtifact;
import io.expunge.store.memory.MemoryBucket;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

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
