/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.store.ModelStoreException.ArtifactMissing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What every model store must do, whatever it is made of. */
public abstract class ModelStoreContract {

    private static final List<String> HOSTILE_IDS = List.of(
            "",
            ".",
            "..",
            "../x",
            "/etc/passwd",
            "C:\\x",
            "a/b",
            "nul\u0000byte",
            "line\nbreak",
            "x".repeat(10_000),
            "model",
            "modеl", // Cyrillic е
            "mode\u0301l",
            "mod\u00e9l",
            "\ud83d\ude00",
            "%2e%2e%2f",
            "store.json");

    /** Opens an empty store. */
    protected abstract ModelStore newStore();

    @Provide
    Arbitrary<ArtifactDraft> drafts() {
        return Arbitraries.randomValue(Drafts::random);
    }

    @Property(seed = Seeds.PROPERTY, tries = 20)
    void whatWasPutComesBack(@ForAll("drafts") ArtifactDraft draft) {
        try (ModelStore store = newStore()) {
            Artifact artifact = store.open(store.put(draft));
            assertThat(artifact.lineage()).isEqualTo(draft.lineage());
            assertThat(artifact.contents()).isEqualTo(draft.contents());
            assertThat(artifact.size().documents())
                    .isEqualTo(draft.contents().trainingSet().documentCount());
            artifact.files().forEach((name, entry) -> assertThat(ContentHash.of(artifact.read(name)))
                    .isEqualTo(entry.hash()));
        }
    }

    @Property(seed = Seeds.PROPERTY, tries = 10)
    void puttingAgainChangesNothing(@ForAll("drafts") ArtifactDraft draft) {
        try (ModelStore store = newStore();
                ModelStore other = newStore()) {
            ContentHash hash = store.put(draft);
            assertThat(store.put(draft)).isEqualTo(hash);
            assertThat(store.list()).containsExactly(hash);
            assertThat(other.put(draft)).as("the hash in another store").isEqualTo(hash);
        }
    }

    @Test
    void aPutClaimsNoHead() {
        try (ModelStore store = newStore()) {
            store.put(Drafts.fixed());
            assertThat(store.head(Drafts.fixed().lineage().modelId())).isEmpty();
        }
    }

    @Test
    void anUnknownArtifactIsMissing() {
        try (ModelStore store = newStore()) {
            ContentHash unknown = ContentHash.of(new byte[] {1});
            assertThat(store.contains(unknown)).isFalse();
            assertThat(store.findByBatch("b")).isEmpty();
            assertThat(store.list()).isEmpty();
            assertThatThrownBy(() -> store.open(unknown))
                    .isInstanceOf(ArtifactMissing.class)
                    .hasMessageContaining(unknown.hex());
        }
    }

    @Test
    void aBatchHasOneArtifactAndTheFirstStands() {
        try (ModelStore store = newStore()) {
            ArtifactDraft first = Drafts.forBatch(Drafts.fixed(), "m", "batch");
            ContentHash hash = store.put(first);
            assertThat(store.put(Drafts.withMetric(first, "seconds", 1.5))).isEqualTo(hash);
            assertThat(store.findByBatch("batch")).contains(hash);
            assertThat(store.list()).containsExactly(hash);
        }
    }

    @Test
    void locationsOfArtifactsDiffer() {
        try (ModelStore store = newStore()) {
            ContentHash one = store.put(Drafts.fixed());
            ContentHash two = store.put(Drafts.withMetric(Drafts.fixed(), "more", 1));
            assertThat(store.location(one)).isNotEqualTo(store.location(two));
            assertThat(store.location(one).toString()).contains(one.hex());
        }
    }

    @Property(seed = Seeds.PROPERTY, tries = 10)
    void theHeadOnlyMovesForward(@ForAll Random random) {
        try (ModelStore store = newStore()) {
            ContentHash artifact = ContentHash.of(new byte[] {2});
            Optional<HeadHint> greatest = Optional.empty();
            for (int i = 0; i < 8; i++) {
                HeadHint hint = new HeadHint(1 + random.nextInt(4), random.nextInt(12), artifact);
                greatest =
                        Optional.of(greatest.filter(head -> !hint.isAfter(head)).orElse(hint));
                assertThat(store.advanceHead("m", hint)).isEqualTo(greatest.get());
                assertThat(store.head("m")).isEqualTo(greatest);
            }
            assertThat(store.head("other")).isEmpty();
        }
    }

    @Test
    void headsFarApartStillSort() {
        try (ModelStore store = newStore()) {
            ContentHash artifact = ContentHash.of(new byte[] {2});
            store.advanceHead("m", new HeadHint(9, 9, artifact));
            store.advanceHead("m", new HeadHint(10, 0, artifact));
            HeadHint last = new HeadHint(Long.MAX_VALUE, Long.MAX_VALUE, artifact);
            assertThat(store.advanceHead("m", last)).isEqualTo(last);
            assertThat(store.head("m")).contains(last);
        }
    }

    @Test
    void noIdIsAPathOrAnotherId() {
        try (ModelStore store = newStore()) {
            Set<ContentHash> hashes = new HashSet<>();
            Set<Pseudonym> pseudonyms = new HashSet<>();
            long version = 1;
            for (String id : HOSTILE_IDS) {
                hashes.add(store.put(Drafts.forBatch(Drafts.fixed(), id, id)));
                pseudonyms.add(store.keys().getOrCreate(id).pseudonym(PseudonymDomain.DOCUMENT, "d"));
                store.advanceHead(id, new HeadHint(version++, 0, ContentHash.of(new byte[0])));
            }
            assertThat(hashes).hasSameSizeAs(HOSTILE_IDS);
            assertThat(pseudonyms).hasSameSizeAs(HOSTILE_IDS);
            assertThat(HOSTILE_IDS).allSatisfy(id -> {
                assertThat(store.findByBatch(id)).isPresent();
                assertThat(store.head(id).orElseThrow().version()).isEqualTo(1 + HOSTILE_IDS.indexOf(id));
            });
        }
    }

    @Test
    void anIdWithoutUtf8FormIsRefusedAndHarmsNothing() {
        try (ModelStore store = newStore()) {
            assertThatThrownBy(() -> store.put(Drafts.forBatch(Drafts.fixed(), "\ud800", "b")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("surrogate");
            assertThatThrownBy(() -> store.keys().getOrCreate("\udc00")).isInstanceOf(IllegalArgumentException.class);
            assertThat(store.list()).isEmpty();
        }
    }

    @Test
    void keysStayUntilDestroyed() {
        try (ModelStore store = newStore()) {
            assertThat(store.keys().find("m")).isEmpty();
            PseudonymKey key = store.keys().getOrCreate("m");
            assertThat(store.keys().getOrCreate("m")).isEqualTo(key);
            assertThat(store.keys().find("m")).contains(key);
            store.keys().destroy("m");
            assertThat(store.keys().find("m")).isEmpty();
            store.keys().destroy("m");
            assertThat(store.keys().getOrCreate("m")).isNotEqualTo(key);
        }
    }

    @Test
    void theSigningKeyIsMadeOnceAndStays() throws Exception {
        try (ModelStore store = newStore()) {
            assertThat(store.signingKeys().find()).isEmpty();
            Set<SigningKey> keys =
                    new HashSet<>(atOnce(8, () -> store.signingKeys().getOrCreate()));
            assertThat(keys).hasSize(1);
            assertThat(store.signingKeys().find()).contains(keys.iterator().next());
            try (ModelStore other = newStore()) {
                assertThat(other.signingKeys().getOrCreate())
                        .isNotEqualTo(keys.iterator().next());
            }
        }
    }

    @Test
    void writersAtOncePutOneArtifact() throws Exception {
        try (ModelStore store = newStore()) {
            ArtifactDraft draft = Drafts.forBatch(Drafts.fixed(), "m", "b");
            Set<ContentHash> hashes = new HashSet<>(atOnce(8, () -> store.put(draft)));
            assertThat(hashes).hasSize(1);
            assertThat(store.list()).containsExactlyElementsOf(hashes);
            assertThat(store.open(store.list().get(0)).contents()).isEqualTo(draft.contents());
        }
    }

    @Test
    void differentResultsOfABatchAtOnceAgreeOnOne() throws Exception {
        try (ModelStore store = newStore()) {
            ArtifactDraft draft = Drafts.forBatch(Drafts.fixed(), "m", "b");
            List<Callable<ContentHash>> writers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                ArtifactDraft variant = Drafts.withMetric(draft, "variant", i);
                writers.add(() -> store.put(variant));
            }
            assertThat(new HashSet<>(atOnce(writers)))
                    .containsExactly(store.findByBatch("b").orElseThrow());
        }
    }

    @Test
    void callersAtOnceGetOneKey() throws Exception {
        try (ModelStore store = newStore()) {
            assertThat(new HashSet<>(atOnce(8, () -> store.keys().getOrCreate("m"))))
                    .hasSize(1);
        }
    }

    @Test
    void headsAdvancedAtOnceEndAtTheGreatest() throws Exception {
        try (ModelStore store = newStore()) {
            List<Callable<HeadHint>> writers = new ArrayList<>();
            for (int version = 1; version <= 16; version++) {
                HeadHint hint = new HeadHint(version, 3L * version, ContentHash.of(new byte[] {(byte) version}));
                writers.add(() -> store.advanceHead("m", hint));
            }
            Collections.shuffle(writers, new Random(Long.parseLong(Seeds.PROPERTY)));
            atOnce(writers);
            assertThat(store.head("m").orElseThrow().version()).isEqualTo(16);
        }
    }

    @Test
    void aSoundStorePassesItsProbe() {
        try (ModelStore store = newStore()) {
            store.probe();
            assertThat(store.list()).isEmpty();
        }
    }

    private static <T> List<T> atOnce(int threads, Callable<T> work) throws Exception {
        return atOnce(Collections.nCopies(threads, work));
    }

    private static <T> List<T> atOnce(List<Callable<T>> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(work.size());
        try {
            CountDownLatch ready = new CountDownLatch(work.size());
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> one : work) {
                futures.add(pool.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return one.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void rememberedDeletionsOnlyGrowAndBelongToTheirModel() {
        try (ModelStore store = newStore()) {
            List<Pseudonym> many = java.util.stream.LongStream.range(0, 10_001)
                    .mapToObj(i -> new Pseudonym(7, i))
                    .toList();
            HonouredDeletions documents = new HonouredDeletions(many, List.of(), List.of());
            HonouredDeletions subject = new HonouredDeletions(List.of(), List.of(new Pseudonym(1, 2)), List.of());
            store.remembered().add("news", documents);
            store.remembered().add("news", documents);
            store.remembered().add("news", subject);
            assertThat(store.remembered().of("news")).isEqualTo(documents.and(subject));
            HonouredDeletions classes = new HonouredDeletions(List.of(), List.of(), List.of("travel", "sport"));
            store.remembered().add("arts", classes);
            assertThat(store.remembered().of("arts")).isEqualTo(classes);
            for (String id : HOSTILE_IDS) {
                assertThat(store.remembered().of(id)).as(id).isEqualTo(HonouredDeletions.NONE);
                store.remembered().add(id, subject);
                assertThat(store.remembered().of(id)).as(id).isEqualTo(subject);
            }
        }
    }

    @Test
    void everyStoreHasAnIdentityOfItsOwn() {
        try (ModelStore store = newStore();
                ModelStore other = newStore()) {
            String identity = store.ownership().identity();
            assertThat(identity).matches("[0-9a-f]{16}");
            assertThat(store.ownership().identity()).isEqualTo(identity);
            assertThat(other.ownership().identity()).isNotEqualTo(identity);
        }
    }

    @Test
    void aStoreBelongsToTheFirstWhoClaimsItUntilItIsTransferred() {
        StoreOwner first = new StoreOwner("cluster-1", "expunge.");
        StoreOwner second = new StoreOwner("cluster-2", "expunge.");
        try (ModelStore store = newStore()) {
            assertThat(store.ownership().owner()).isEmpty();
            assertThat(store.ownership().claim(first)).isEqualTo(first);
            assertThat(store.ownership().claim(second)).isEqualTo(first);
            store.ownership().transfer(second);
            assertThat(store.ownership().owner()).contains(second);
            assertThat(store.ownership().claim(first)).isEqualTo(second);
        }
    }
}
