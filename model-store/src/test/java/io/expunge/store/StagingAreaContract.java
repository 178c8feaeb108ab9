/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.store.ModelStoreException.ArtifactMissing;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What every staging area must do, whatever the store is made of. */
public abstract class StagingAreaContract {

    private static final ArtifactDraft DRAFT = Drafts.forBatch(Drafts.fixed(), "m", "b");

    /** Opens an empty store. */
    protected abstract ModelStore newStore();

    @Provide
    Arbitrary<ArtifactDraft> drafts() {
        return Arbitraries.randomValue(Drafts::random);
    }

    private static StagedArtifact stage(ModelStore store, String key, ArtifactDraft draft) {
        return store.staging().stage(draft.lineage().modelId(), key, Drafts.unserved(draft.contents()));
    }

    private static Optional<ContentHash> publish(ModelStore store, StagedArtifact staged, ArtifactDraft draft) {
        return store.staging().publish(staged, draft.lineage(), draft.contents().servedRequests());
    }

    @Property(seed = Seeds.PROPERTY, tries = 20)
    void whatIsPublishedIsWhatAPutWouldHavePut(@ForAll("drafts") ArtifactDraft draft) {
        try (ModelStore store = newStore();
                ModelStore other = newStore()) {
            StagedArtifact staged = stage(store, "k", draft);
            ContentHash expected = other.put(draft);
            assertThat(publish(store, staged, draft)).contains(expected);
            assertThat(store.list()).containsExactly(expected);
            assertThat(store.open(expected).contents()).isEqualTo(draft.contents());
            assertThat(store.open(expected).files())
                    .isEqualTo(other.open(expected).files());
            assertThat(store.put(draft)).isEqualTo(expected);
        }
    }

    @Test
    void nothingStagedIsVisible() {
        try (ModelStore store = newStore()) {
            StagedArtifact staged = stage(store, "k", DRAFT);
            assertThat(store.list()).isEmpty();
            assertThat(store.findByBatch("b")).isEmpty();
            assertThat(store.head("m")).isEmpty();
            assertThat(staged.files().values()).allSatisfy(entry -> {
                assertThat(store.contains(entry.hash())).isFalse();
                assertThatThrownBy(() -> store.open(entry.hash())).isInstanceOf(ArtifactMissing.class);
            });
            assertThat(staged.bytes()).isPositive();
        }
    }

    @Test
    void aPublishedArtifactOutlivesItsStagedFiles() {
        try (ModelStore store = newStore()) {
            StagedArtifact staged = stage(store, "k", DRAFT);
            ContentHash hash = publish(store, staged, DRAFT).orElseThrow();
            store.staging().discardAll();
            assertThat(store.open(hash).contents()).isEqualTo(DRAFT.contents());
            assertThat(store.findByBatch("b")).contains(hash);
        }
    }

    @Test
    void whatWasDiscardedCannotBePublished() {
        try (ModelStore store = newStore()) {
            StagedArtifact staged = stage(store, "k", DRAFT);
            store.staging().discard(staged);
            store.staging().discard(staged);
            assertThat(publish(store, staged, DRAFT)).isEmpty();
            assertThat(store.list()).isEmpty();
        }
    }

    @Test
    void discardingOneLeavesTheOthers() {
        try (ModelStore store = newStore()) {
            StagedArtifact one = stage(store, "one", DRAFT);
            StagedArtifact two = stage(store, "two", DRAFT);
            store.staging().discard(one);
            assertThat(publish(store, one, DRAFT)).isEmpty();
            assertThat(publish(store, two, DRAFT)).isPresent();
        }
    }

    @Test
    void discardingAModelLeavesTheOthers() {
        try (ModelStore store = newStore()) {
            ArtifactDraft ofOther = Drafts.forBatch(Drafts.fixed(), "other", "c");
            StagedArtifact one = stage(store, "k", DRAFT);
            StagedArtifact other = stage(store, "k", ofOther);
            store.staging().discardAll("m");
            assertThat(publish(store, one, DRAFT)).isEmpty();
            assertThat(publish(store, other, ofOther)).isPresent();
        }
    }

    @Test
    void stagingAgainAndPublishingAgainChangeNothing() {
        try (ModelStore store = newStore()) {
            StagedArtifact staged = stage(store, "k", DRAFT);
            assertThat(stage(store, "k", DRAFT)).isEqualTo(staged);
            Optional<ContentHash> hash = publish(store, staged, DRAFT);
            assertThat(publish(store, staged, DRAFT)).isEqualTo(hash);
            assertThat(store.list()).containsExactly(hash.orElseThrow());
        }
    }

    @Test
    void theFirstArtifactOfABatchStands() {
        try (ModelStore store = newStore()) {
            ContentHash first = store.put(Drafts.withMetric(DRAFT, "first", 1));
            assertThat(publish(store, stage(store, "k", DRAFT), DRAFT)).contains(first);
        }
    }

    @Test
    void whatServesRequestsAlreadyOrBelongsElsewhereIsRefused() {
        try (ModelStore store = newStore()) {
            ArtifactContents served = Drafts.served(DRAFT.contents(), List.of(new ServedRequest("r", 1)));
            assertThatThrownBy(() -> store.staging().stage("m", "k", served))
                    .isInstanceOf(IllegalArgumentException.class);
            StagedArtifact staged = stage(store, "k", DRAFT);
            ArtifactDraft ofOther = Drafts.forBatch(DRAFT, "other", "b");
            assertThatThrownBy(() -> publish(store, staged, ofOther)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
