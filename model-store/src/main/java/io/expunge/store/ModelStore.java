/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Immutable artifacts by content hash. The committed topics are the truth about version numbers and heads; a store
 * only holds what they refer to. Thread safe, also between processes that share one.
 *
 * <p>Every method throws {@link ModelStoreException}: it says what is gone, damaged, of another format or unreachable.
 */
public interface ModelStore extends AutoCloseable {

    /**
     * Puts an artifact. Putting the same draft again changes nothing and returns the same hash. Claims no version
     * number and no head. A batch has one artifact: if another draft was already put under the batch id, its hash is
     * returned and this draft is not to be announced.
     *
     * @return the hash of the artifact, durable by the time this returns
     * @throws IllegalArgumentException if a text of the draft has no UTF-8 form
     */
    ContentHash put(ArtifactDraft draft);

    /**
     * Opens an artifact.
     *
     * @throws ModelStoreException.ArtifactMissing if the store has none of this hash
     */
    Artifact open(ContentHash hash);

    /** Returns whether the store has an artifact of this hash. */
    boolean contains(ContentHash hash);

    /** Returns the artifact put under a batch id, if any. */
    Optional<ContentHash> findByBatch(String batchId);

    /** Returns the artifacts held, in the order of their hashes; one put meanwhile may or may not be among them. */
    List<ContentHash> list();

    /** Returns where the manifest of an artifact is or would be, for the events that refer to it. */
    URI location(ContentHash hash);

    /** Returns the greatest head hint of a model that the store has heard of. */
    Optional<HeadHint> head(String modelId);

    /**
     * Tells the store of a head. It only ever moves forward.
     *
     * @return the head now, which is not the one given if the store had already heard of one as far on or further
     */
    HeadHint advanceHead(String modelId, HeadHint head);

    /** Returns where results wait that nobody has asked for yet. */
    StagingArea staging();

    /** Returns the keys that turn ids into pseudonyms. */
    PseudonymKeys keys();

    /** Returns the key that signs audit checkpoints and evidence. */
    SigningKeys signingKeys();

    /** Returns the deletions that no artifact shows. */
    RememberedDeletions remembered();

    /** Returns what takes artifacts away for good. */
    ArtifactErasure erasure();

    /** Returns whose topics this store belongs to. */
    StoreOwnership ownership();

    /**
     * Tries what the store will need of its storage, at start: that it can write, create without overwriting, and make
     * it durable.
     *
     * @throws ModelStoreException.StoreUnavailable saying what does not work and what to do
     */
    void probe();

    /** Lets go of what the store holds open. */
    @Override
    void close();
}
