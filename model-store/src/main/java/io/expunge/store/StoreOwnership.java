/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

import java.util.Optional;

/**
 * To whom a store belongs. Thread safe, also between processes that share the store.
 *
 * <p>Every method throws {@link ModelStoreException}.
 */
public interface StoreOwnership {

    /**
     * Returns what tells this store from every other, sixteen hexadecimal digits; made when it is first asked for.
     * Instances that see another identity do not share a store, whatever their paths are called.
     */
    String identity();

    /** Returns the owner, if the store has one. */
    Optional<StoreOwner> owner();

    /**
     * Makes the store somebody's if it is nobody's. Of several callers at once one wins.
     *
     * @return the owner now, which need not be the one given
     */
    StoreOwner claim(StoreOwner owner);

    /** Makes the store somebody's, whoever it belonged to: for a cluster that was lost and made anew. */
    void transfer(StoreOwner owner);
}
