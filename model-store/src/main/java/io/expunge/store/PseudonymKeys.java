/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

import java.util.Optional;

/** One destroyable key a model. Thread safe, also between processes that share the store. */
public interface PseudonymKeys {

    /**
     * Returns a model's key, if it has one.
     *
     * @throws ModelStoreException if it is damaged or cannot be read
     */
    Optional<PseudonymKey> find(String modelId);

    /**
     * Returns a model's key and makes one if there is none. Of several callers at once all get the same key.
     *
     * @throws ModelStoreException if it is damaged or cannot be read or written
     */
    PseudonymKey getOrCreate(String modelId);

    /**
     * Destroys a model's key for ever: every pseudonym made with it stops meaning anything. Does nothing if there is
     * none.
     *
     * @throws ModelStoreException if it cannot be removed
     */
    void destroy(String modelId);
}
