/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.filesystem;

import io.expunge.store.ArtifactContents;
import io.expunge.store.ArtifactDraft;
import io.expunge.store.ContentHash;
import io.expunge.store.Drafts;
import io.expunge.store.HeadHint;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.Lineage;
import io.expunge.store.ModelStore;
import io.expunge.store.Pseudonym;
import io.expunge.store.Seeds;
import io.expunge.store.ServedRequest;
import io.expunge.store.StagedArtifact;
import io.expunge.store.StoreOwner;
import io.expunge.store.memory.InMemoryModelStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Everything that is ever done with a store, one call after another, and what each call promises. */
final class CrashScript {
    static final String MODEL = "news / ä";
    static final String OTHER = "other";
    static final List<String> MODELS = List.of(MODEL, OTHER);

    private static final StoreOwner OWNER = new StoreOwner("cluster-1", "expunge.");

    private final List<Call> calls = new ArrayList<>();

    /**
     * A call that may be made again.
     *
     * @param begin what is owed no more, or perhaps already, from the first step on
     * @param run   makes the call and says what is owed once it returned
     */
    record Call(String name, Consumer<Promised> begin, BiConsumer<StoreOnDisk, Promised> run) {}

    private CrashScript() {}

    static List<Call> calls() {
        CrashScript script = new CrashScript();
        script.beginning();
        script.puts();
        script.small();
        script.staging();
        script.erasure();
        return script.calls;
    }

    private void call(String name, Consumer<Promised> begin, BiConsumer<StoreOnDisk, Promised> run) {
        calls.add(new Call(name, begin, run));
    }

    private void beginning() {
        calls.add(claim(OWNER));
        call(
                "identity",
                promised -> {},
                (opened, promised) ->
                        promised.identity(opened.store().ownership().identity()));
        calls.add(getOrCreateKey(MODEL));
        calls.add(getOrCreateSigningKey());
    }

    private void puts() {
        ArtifactDraft draft = draft(1, "batch-1");
        calls.add(put("put", draft));
        calls.add(put("put again", draft));
        calls.add(put("put of a batch that is served already", draft(2, "batch-1")));
        call(
                "put of what was damaged",
                promised -> promised.damage(hashOf(draft)),
                (opened, promised) -> damageAndPut(opened, draft, promised));
    }

    private void small() {
        calls.add(advance(1));
        calls.add(advance(2));
        calls.add(remember(1, 2));
        calls.add(remember(2, 3));
    }

    private void staging() {
        ArtifactContents contents = Drafts.unserved(draft(4, "batch-4").contents());
        Lineage lineage = draft(4, "batch-4").lineage();
        List<ServedRequest> served = List.of(new ServedRequest("0b6c1f0e-1111-4222-8333-444455556666", 5));
        ArtifactDraft published = new ArtifactDraft(lineage, Drafts.served(contents, served));
        ContentHash hash = hashOf(published);
        call(
                "publish what is staged",
                promised -> promised.putBegun(hash, published.contents()),
                (opened, promised) -> {
                    StagedArtifact staged = opened.store().staging().stage(MODEL, "key", contents);
                    promised.put(
                            opened.store()
                                    .staging()
                                    .publish(staged, lineage, served)
                                    .orElseThrow(),
                            lineage.batchId());
                    opened.store().staging().discard(staged);
                    promised.staging(true);
                });
        call("discard what is staged", promised -> promised.staging(false), (opened, promised) -> {
            opened.store().staging().stage(MODEL, "key", contents);
            opened.store().staging().stage(MODEL, "other key", contents);
            opened.store().staging().discardAll();
            promised.staging(true);
        });
    }

    private void erasure() {
        ArtifactDraft other = draft(3, "batch-3");
        ContentHash hash = hashOf(other);
        calls.add(put("put of what is purged later", other));
        call("purge", promised -> promised.purgeBegun(hash), (opened, promised) -> {
            List<String> files = filesOf(other);
            files.forEach(opened.bucket()::delete);
            promised.purged(hash, files);
        });
        calls.add(put("put of what was purged", other));
        calls.add(getOrCreateKey(OTHER));
        call("destroy a key", promised -> promised.keyMayGo(OTHER), (opened, promised) -> {
            opened.store().keys().destroy(OTHER);
            promised.keyGone(OTHER);
        });
        calls.add(getOrCreateKey(OTHER));
        StoreOwner heir = new StoreOwner("cluster-2", "expunge.");
        call("transfer", promised -> promised.ownerBegun(heir), (opened, promised) -> {
            opened.store().ownership().transfer(heir);
            promised.owner(heir);
        });
    }

    static Call claim(StoreOwner owner) {
        return new Call(
                "claim",
                promised -> promised.ownerBegun(owner),
                (opened, promised) -> promised.owner(opened.store().ownership().claim(owner)));
    }

    static Call getOrCreateKey(String model) {
        return new Call("a key", promised -> promised.keyMayCome(model), (opened, promised) -> {
            opened.store().keys().getOrCreate(model);
            promised.key(model, Promised.proof(opened.store(), model));
        });
    }

    static Call getOrCreateSigningKey() {
        return new Call(
                "the signing key",
                promised -> {},
                (opened, promised) -> promised.signingKey(
                        opened.store().signingKeys().getOrCreate().publicKey().id()));
    }

    static Call put(String name, ArtifactDraft draft) {
        return new Call(
                name,
                promised -> promised.putBegun(hashOf(draft), draft.contents()),
                (opened, promised) ->
                        promised.put(opened.store().put(draft), draft.lineage().batchId()));
    }

    static Call advance(int version) {
        HeadHint head = new HeadHint(version, 10L * version, hashOf(draft(version, "batch-" + version)));
        return new Call(
                "head " + version,
                promised -> promised.headBegun(MODEL, head),
                (opened, promised) -> promised.head(MODEL, opened.store().advanceHead(MODEL, head)));
    }

    static Call remember(int one, int other) {
        List<Pseudonym> documents = List.of(new Pseudonym(one, one), new Pseudonym(other, other));
        return new Call("remember", promised -> promised.rememberBegun(MODEL, documents), (opened, promised) -> {
            opened.store().remembered().add(MODEL, new HonouredDeletions(documents, List.of(), List.of()));
            promised.remembered(MODEL, documents);
        });
    }

    /** A small draft of a model, another for every number. */
    static ArtifactDraft draft(int number, String batchId) {
        ArtifactDraft draft = Drafts.random(new Random(Long.parseLong(Seeds.PROPERTY) + number));
        return Drafts.withMetric(Drafts.forBatch(draft, MODEL, batchId), "number", number);
    }

    static ContentHash hashOf(ArtifactDraft draft) {
        try (ModelStore store = InMemoryModelStore.open()) {
            return store.put(draft);
        }
    }

    private static void damageAndPut(StoreOnDisk opened, ArtifactDraft draft, Promised promised) {
        try {
            opened.disk().damage(StoreOnDisk.ROOT.resolve("manifests/" + hashOf(draft) + ".json"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        promised.put(opened.store().put(draft), draft.lineage().batchId());
    }

    /** What goes with an artifact, the manifest first: what it names is nobody's then. */
    private static List<String> filesOf(ArtifactDraft draft) {
        try (ModelStore store = InMemoryModelStore.open()) {
            ContentHash hash = store.put(draft);
            List<String> files = new ArrayList<>(List.of("manifests/" + hash + ".json", "puts/" + hash + ".json"));
            store.open(hash)
                    .files()
                    .values()
                    .forEach(entry -> files.add("blobs/" + entry.hash().hex().substring(0, 2) + "/" + entry.hash()));
            for (int number : new int[] {1, 2, 4}) {
                ContentHash another = store.put(draft(number, "batch-" + number));
                store.open(another)
                        .files()
                        .values()
                        .forEach(entry -> files.removeIf(
                                file -> file.endsWith(entry.hash().hex())));
            }
            return files;
        }
    }
}
