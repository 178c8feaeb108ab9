/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes artifacts away for good. What another artifact needs too stays; a put that meets an erasure of what it shares
 * fails as {@link ModelStoreException.StoreUnavailable} and succeeds when it is tried again. Every method may be repeated
 * after a crash at any point and then ends in the same state, with the same answer. Thread safe.
 *
 * <p>Which files another artifact needs is found by a listing, and by name for what the caller knows to live. So nothing
 * is erased while the listing does not show what was written a moment ago.
 *
 * <p>Every method throws {@link ModelStoreException.StoreUnavailable} where the storage fails, or where its listings lag.
 */
public interface ArtifactErasure {

    /**
     * Erases artifacts: manifests first, then the files no other artifact refers to, and the notes about them.
     *
     * @param hashes what to erase, each once
     * @param living artifacts whose files stay whatever a listing shows
     * @return what went, in the same order; of one that is gone already, what went then
     */
    List<ErasedArtifact> erase(List<ContentHash> hashes, Set<ContentHash> living);

    /**
     * Erases files that no artifact refers to, as a put leaves them that was cut short, and temporary files that were
     * last written before a time.
     *
     * @param living artifacts whose files stay whatever a listing shows
     * @return how many files of artifacts went
     */
    int sweep(Instant temporaryBefore, Set<ContentHash> living);

    /** Tries whether listings show what was written a moment ago, without which nothing is ever erased. */
    void probe();

    /** Returns when an artifact was put; if nothing says so, the time is noted as now. Empty if the store has none such. */
    Optional<Instant> putAt(ContentHash hash);
}
