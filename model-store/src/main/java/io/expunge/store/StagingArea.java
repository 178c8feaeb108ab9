/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

import java.util.List;
import java.util.Optional;

/**
 * Where results wait that nobody has asked for yet. They are never listed and cannot be opened; they become an artifact
 * only through {@link #publish}. Anybody sharing the store may discard them at any time, and whoever staged them must be
 * able to do without: that is what lets everything staged be erased with the documents it was made of. Thread safe.
 *
 * <p>Every method throws {@link ModelStoreException.StoreUnavailable} where the storage fails.
 */
public interface StagingArea {

    /**
     * Writes the files of an artifact, durable by the time this returns. Staging the same again changes nothing.
     *
     * @param modelId  the model it would belong to
     * @param key      what to call it
     * @param contents what it would hold; its served requests must be empty, they are known at publishing
     */
    StagedArtifact stage(String modelId, String key, ArtifactContents contents);

    /**
     * Puts what was staged as an artifact, with the promises of {@link ModelStore#put}: the hash is the one that a put
     * of the same lineage and contents would return. Every staged byte is read and checked again first. What was staged
     * stays staged.
     *
     * @return the hash, or empty if the staged files are gone or no longer what was staged
     * @throws IllegalArgumentException if the lineage is of another model
     */
    Optional<ContentHash> publish(StagedArtifact staged, Lineage lineage, List<ServedRequest> served);

    /** Removes one staged artifact for good. */
    void discard(StagedArtifact staged);

    /** Removes everything staged of a model for good, whoever staged it. */
    void discardAll(String modelId);

    /** Removes everything staged for good, as at a start: nothing of a dead process stays. */
    void discardAll();
}
