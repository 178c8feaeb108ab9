/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

/**
 * Deletions that were asked for when the model held nothing of them, so that no artifact shows them. They are honoured
 * all the same: an artifact made elsewhere, or before, must not bring them in. They only grow. Thread safe, also between
 * processes that share the store.
 *
 * <p>Every method throws {@link ModelStoreException}.
 */
public interface RememberedDeletions {

    /** Keeps documents, subjects and names of classes, durable by the time this returns. Keeping the same again changes nothing. */
    void add(String modelId, HonouredDeletions deletions);

    /** Returns everything kept of a model. */
    HonouredDeletions of(String modelId);
}
