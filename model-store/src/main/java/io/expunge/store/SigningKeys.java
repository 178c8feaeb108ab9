/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

import java.util.Optional;

/**
 * Keeps the key that signs audit checkpoints and evidence, for owners who bring none of their own. Nobody but the account that
 * owns the store may read it. Thread safe.
 */
public interface SigningKeys {

    /**
     * Returns the key, if there is one.
     *
     * @throws ModelStoreException if it is damaged or cannot be read
     */
    Optional<SigningKey> find();

    /**
     * Returns the key and makes one if there is none. Of several callers at once all get the same key.
     *
     * @throws ModelStoreException if it is damaged or cannot be read or written
     */
    SigningKey getOrCreate();
}
