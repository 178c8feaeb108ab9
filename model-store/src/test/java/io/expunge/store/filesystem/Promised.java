/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.expunge.store.ArtifactContents;
import io.expunge.store.ContentHash;
import io.expunge.store.HeadHint;
import io.expunge.store.ModelStore;
import io.expunge.store.Pseudonym;
import io.expunge.store.PseudonymDomain;
import io.expunge.store.StoreOwner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a store owes those it answered. What was begun may be there or not; what a call returned for must be, and nothing
 * is ever there in part.
 */
final class Promised {
    private final Map<ContentHash, ArtifactContents> begun = new HashMap<>();
    private final Set<ContentHash> held = new HashSet<>();
    private final Set<ContentHash> gone = new HashSet<>();
    private final Map<String, ContentHash> batches = new HashMap<>();
    private final Map<String, List<HeadHint>> heads = new HashMap<>();
    private final Map<String, HeadHint> leastHead = new HashMap<>();
    private final Map<String, Set<Pseudonym>> remembered = new HashMap<>();
    private final Map<String, Set<Pseudonym>> rememberedPerhaps = new HashMap<>();
    private final Map<String, String> keys = new HashMap<>();
    private final Set<String> keysGone = new HashSet<>();
    private final Set<StoreOwner> ownersPerhaps = new HashSet<>();
    private Optional<StoreOwner> owner = Optional.empty();
    private Optional<String> identity = Optional.empty();
    private Optional<String> signingKey = Optional.empty();
    private final Set<ContentHash> damaged = new HashSet<>();
    private final Set<String> absent = new HashSet<>();
    private boolean stagingEmpty;

    Promised copy() {
        Promised copy = new Promised();
        copy.begun.putAll(begun);
        copy.held.addAll(held);
        copy.gone.addAll(gone);
        copy.batches.putAll(batches);
        heads.forEach((model, hints) -> copy.heads.put(model, new ArrayList<>(hints)));
        copy.leastHead.putAll(leastHead);
        remembered.forEach((model, all) -> copy.remembered.put(model, new HashSet<>(all)));
        rememberedPerhaps.forEach((model, all) -> copy.rememberedPerhaps.put(model, new HashSet<>(all)));
        copy.keys.putAll(keys);
        copy.keysGone.addAll(keysGone);
        copy.ownersPerhaps.addAll(ownersPerhaps);
        copy.owner = owner;
        copy.identity = identity;
        copy.signingKey = signingKey;
        copy.damaged.addAll(damaged);
        copy.absent.addAll(absent);
        copy.stagingEmpty = stagingEmpty;
        return copy;
    }

    void putBegun(ContentHash hash, ArtifactContents contents) {
        begun.put(hash, contents);
        if (gone.remove(hash)) {
            absent.clear();
        }
    }

    void put(ContentHash hash, Optional<String> batch) {
        held.add(hash);
        damaged.remove(hash);
        batch.ifPresent(id -> assertThat(batches.put(id, hash))
                .as("what was said to serve batch %s before", id)
                .isIn(null, hash));
    }

    void damage(ContentHash hash) {
        damaged.add(hash);
    }

    void purgeBegun(ContentHash hash) {
        held.remove(hash);
        batches.values().remove(hash);
    }

    void purged(ContentHash hash, Collection<String> files) {
        gone.add(hash);
        absent.addAll(files);
    }

    void headBegun(String model, HeadHint head) {
        heads.computeIfAbsent(model, id -> new ArrayList<>()).add(head);
    }

    void head(String model, HeadHint head) {
        leastHead.merge(model, head, (one, other) -> one.isAfter(other) ? one : other);
    }

    void rememberBegun(String model, Collection<Pseudonym> documents) {
        rememberedPerhaps.computeIfAbsent(model, id -> new HashSet<>()).addAll(documents);
    }

    void remembered(String model, Collection<Pseudonym> documents) {
        remembered.computeIfAbsent(model, id -> new HashSet<>()).addAll(documents);
    }

    void key(String model, String proof) {
        assertThat(keys.put(model, proof))
                .as("the key that was given out before")
                .isIn(null, proof);
    }

    void keyMayGo(String model) {
        keys.remove(model);
    }

    void keyMayCome(String model) {
        keysGone.remove(model);
    }

    void keyGone(String model) {
        keysGone.add(model);
    }

    void ownerBegun(StoreOwner begunOwner) {
        ownersPerhaps.add(begunOwner);
        owner = Optional.empty();
    }

    void owner(StoreOwner stands) {
        owner.ifPresent(before -> assertThat(stands).as("the owner now").isEqualTo(before));
        ownersPerhaps.clear();
        ownersPerhaps.add(stands);
        owner = Optional.of(stands);
    }

    void identity(String stands) {
        identity = Optional.of(stands);
    }

    /** Whoever has signed with a key must find it again, and no other. */
    void signingKey(String id) {
        signingKey.ifPresent(before -> assertThat(id).as("the signing key now").isEqualTo(before));
        signingKey = Optional.of(id);
    }

    void staging(boolean empty) {
        stagingEmpty = empty;
    }

    /** What tells one key from another. */
    static String proof(ModelStore store, String model) {
        return store.keys().find(model).orElseThrow().pseudonym(PseudonymDomain.DOCUMENT, "d") + "";
    }

    /** Judges a store that was opened after a crash. */
    void judge(StoreOnDisk opened) {
        ModelStore store = opened.store();
        judgeArtifacts(store);
        judgeHeads(store);
        rememberedPerhaps.forEach(
                (model, perhaps) -> assertThat(store.remembered().of(model).documents())
                        .as("remembered deletions of %s", model)
                        .containsAll(remembered.getOrDefault(model, Set.of()))
                        .isSubsetOf(perhaps));
        keys.forEach((model, proof) ->
                assertThat(proof(store, model)).as("the key of %s", model).isEqualTo(proof));
        for (String model : CrashScript.MODELS) {
            assertThatCode(() -> store.keys().find(model)).doesNotThrowAnyException();
        }
        keysGone.forEach(model -> assertThat(store.keys().find(model))
                .as("the destroyed key of %s", model)
                .isEmpty());
        judgeSigningKey(store);
        judgeOwnership(store);
        absent.forEach(key -> assertThat(opened.bucket().exists(key))
                .as("whether %s came back", key)
                .isFalse());
        if (stagingEmpty) {
            assertThat(opened.bucket().list("staging")).as("what is staged").isEmpty();
        }
    }

    private void judgeArtifacts(ModelStore store) {
        List<ContentHash> listed = new ArrayList<>(store.list());
        assertThat(listed)
                .as("the artifacts")
                .containsAll(held)
                .isSubsetOf(begun.keySet())
                .noneMatch(gone::contains);
        listed.removeAll(damaged);
        for (ContentHash hash : listed) {
            assertThat(store.open(hash).contents()).as("artifact %s", hash).isEqualTo(begun.get(hash));
        }
        batches.forEach((id, hash) ->
                assertThat(store.findByBatch(id)).as("what serves batch %s", id).contains(hash));
    }

    private void judgeHeads(ModelStore store) {
        heads.forEach((model, told) -> {
            Optional<HeadHint> head = store.head(model);
            head.ifPresent(hint -> assertThat(told).as("heads of %s", model).contains(hint));
            Optional<HeadHint> least = Optional.ofNullable(leastHead.get(model));
            assertThat(least.isPresent()
                            && head.filter(hint -> !least.get().isAfter(hint)).isEmpty())
                    .as("whether the head of %s moved back from %s to %s", model, least, head)
                    .isFalse();
        });
    }

    private void judgeSigningKey(ModelStore store) {
        Optional<String> found =
                store.signingKeys().find().map(key -> key.publicKey().id());
        signingKey.ifPresent(stands -> assertThat(found).as("the signing key").contains(stands));
    }

    private void judgeOwnership(ModelStore store) {
        Optional<StoreOwner> found = store.ownership().owner();
        found.ifPresent(one -> assertThat(ownersPerhaps).as("owners").contains(one));
        owner.ifPresent(stands -> assertThat(found).as("the owner").contains(stands));
        identity.ifPresent(stands ->
                assertThat(store.ownership().identity()).as("the identity").isEqualTo(stands));
    }
}
