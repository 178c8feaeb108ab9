/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.store.ModelStoreException.ArtifactMissing;
import io.expunge.store.ModelStoreException.StoreUnavailable;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What erasure must do, whatever the store is made of. */
public abstract class ErasureContract {

    private static final int ROUNDS = 40;

    /** Opens an empty store. */
    protected abstract ModelStore newStore();

    @Provide
    Arbitrary<ArtifactDraft> drafts() {
        return Arbitraries.randomValue(Drafts::random);
    }

    @Property(seed = Seeds.PROPERTY, tries = 20)
    void whatIsErasedIsGoneAndWhatOthersNeedStays(@ForAll("drafts") ArtifactDraft draft) {
        ArtifactDraft first = Drafts.forBatch(draft, "m", "first");
        ArtifactDraft second = Drafts.forBatch(Drafts.withMetric(draft, "other", 1), "m", "second");
        try (ModelStore store = newStore()) {
            ContentHash gone = store.put(first);
            ContentHash stays = store.put(second);
            List<FileEntry> only = store.open(gone).files().values().stream()
                    .distinct()
                    .filter(entry -> !store.open(stays).files().containsValue(entry))
                    .toList();
            ErasedArtifact erased =
                    store.erasure().erase(List.of(gone), Set.of()).get(0);
            assertThat(erased.hash()).isEqualTo(gone);
            assertThat(erased.objects()).isEqualTo(only.size() + 1);
            assertThat(erased.bytes())
                    .isGreaterThan(only.stream().mapToLong(FileEntry::bytes).sum());
            assertThatThrownBy(() -> store.open(gone)).isInstanceOf(ArtifactMissing.class);
            assertThat(store.findByBatch("first")).isEmpty();
            assertThat(store.findByBatch("second")).contains(stays);
            assertThat(store.open(stays).contents()).isEqualTo(second.contents());
            assertThat(store.erasure().sweep(Instant.EPOCH, Set.of())).isZero();
        }
    }

    @Test
    void erasingAgainChangesNothingAndSaysTheSame() {
        try (ModelStore store = newStore()) {
            ContentHash hash = store.put(Drafts.fixed());
            List<ErasedArtifact> erased = store.erasure().erase(List.of(hash), Set.of());
            assertThat(erased.get(0).objects()).isGreaterThan(5);
            assertThat(store.erasure().erase(List.of(hash), Set.of())).isEqualTo(erased);
            assertThat(store.list()).isEmpty();
        }
    }

    @Test
    void whatWasErasedCanBePutAndErasedAgain() {
        try (ModelStore store = newStore()) {
            ContentHash hash = store.put(Drafts.fixed());
            List<ErasedArtifact> erased = store.erasure().erase(List.of(hash), Set.of());
            assertThat(store.put(Drafts.fixed())).isEqualTo(hash);
            assertThat(store.open(hash).contents()).isEqualTo(Drafts.fixed().contents());
            assertThat(store.erasure().erase(List.of(hash), Set.of())).isEqualTo(erased);
        }
    }

    @Test
    void whatNeverWasIsNothing() {
        ContentHash never = ContentHash.of(new byte[] {7});
        try (ModelStore store = newStore()) {
            assertThat(store.erasure().erase(List.of(never), Set.of()))
                    .containsExactly(new ErasedArtifact(never, 0, 0));
            assertThat(store.erasure().putAt(never)).isEmpty();
            assertThat(store.erasure().putAt(store.put(Drafts.fixed()))).isPresent();
        }
    }

    /** Puts that return are whole, whatever was erased meanwhile; those that meet an erasure succeed in the end. */
    @Test
    void putsAndErasuresOfWhatTheyShareMayMeet() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try (ModelStore store = newStore()) {
            for (int round = 0; round < ROUNDS; round++) {
                ContentHash going = store.put(Drafts.forBatch(Drafts.fixed(), "m", "going-" + round));
                ArtifactDraft coming = Drafts.forBatch(Drafts.fixed(), "m", "coming-" + round);
                Future<ContentHash> put = pool.submit(() -> persistently(() -> store.put(coming)));
                Future<?> erased = pool.submit(() -> {
                    store.erasure().erase(List.of(going), Set.of());
                    return store.erasure().sweep(Instant.EPOCH, Set.of());
                });
                erased.get();
                ContentHash came = put.get();
                assertThat(store.open(came).contents()).isEqualTo(coming.contents());
                store.erasure().erase(List.of(came), Set.of());
                assertThat(store.list()).isEmpty();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static <T> T persistently(Callable<T> work) throws Exception {
        while (true) {
            try {
                return work.call();
            } catch (StoreUnavailable again) {
                Thread.onSpinWait();
            }
        }
    }
}
