/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.objects;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The seam under a model store: named objects, written once. Whoever brings another kind of storage implements this and
 * runs the contract suite. Keys are made by the store alone, of lower-case letters, digits, {@code -}, {@code .} and
 * {@code /}; no id from an event is ever part of one. Implementations are thread safe, between processes too where they
 * share storage, and throw {@link io.expunge.store.ModelStoreException.StoreUnavailable} where the storage fails.
 */
public interface Bucket extends AutoCloseable {

    /** Who may read an object. */
    enum Access {
        /** Whoever may read the store. */
        STORE,
        /** Nobody but the account that wrote it. */
        OWNER
    }

    /**
     * Reads an object whole.
     *
     * @param limit the most bytes to read; of a longer object {@code limit + 1} bytes come back, so that the caller
     *              notices without the memory for it
     */
    Optional<byte[]> read(String key, int limit);

    /** Returns whether there is such an object. */
    boolean exists(String key);

    /**
     * Writes an object unless there is one. Of several writers at once one wins, readers see all of it or nothing, and
     * it is durable when this returns, whoever wrote it.
     *
     * @return whether this call wrote it
     */
    boolean createIfAbsent(String key, byte[] content, Access access);

    /**
     * Gives what is under one key a second one unless that is taken, without writing it again where the storage can;
     * otherwise as {@link #createIfAbsent}. What is under the first key must be there for everyone to read.
     *
     * @return whether this call did it
     * @throws io.expunge.store.ModelStoreException.ArtifactMissing if there is nothing under the first key
     */
    boolean linkIfAbsent(String from, String key);

    /**
     * Waits until an object that was found is durable, whoever wrote it. Some storage shows others an object before it
     * would outlive a power cut; who goes on from what was found, and not from a write of its own, asks for this first.
     * Nothing has to be done where what can be seen is durable, or where there is no such object.
     */
    default void confirm(String key) {
        // What can be seen is durable.
    }

    /**
     * Writes an object in place of the one there is, atomically. Only for objects whose key determines their content,
     * to repair one that was damaged.
     */
    void repair(String key, byte[] content);

    /** Removes an object for good, durably so when this returns, whoever removed it. */
    void delete(String key);

    /**
     * Removes what writers that died left behind half written, where this storage has such a thing.
     *
     * @param before only what was last written before this
     */
    default void sweepTemporary(Instant before) {
        // Nothing half written can be seen in most kinds of storage.
    }

    /** Returns the keys right under a folder, sorted; one written meanwhile may or may not be among them. */
    List<String> list(String folder);

    /** Returns where an object is or would be. */
    URI location(String key);

    /** Tries everything above on throw-away objects. */
    void probe();

    @Override
    void close();
}
