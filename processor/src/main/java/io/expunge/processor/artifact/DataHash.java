/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.artifact;

import io.expunge.store.ContentHash;
import io.expunge.store.Pseudonym;
import java.nio.ByteBuffer;
import java.util.List;

/** Names a set of documents, in order, by their keyed hashes. */
public final class DataHash {
    private DataHash() {}

    public static ContentHash of(List<Pseudonym> documents) {
        ByteBuffer bytes = ByteBuffer.allocate(documents.size() * Pseudonym.BYTES);
        documents.forEach(document -> bytes.putLong(document.high()).putLong(document.low()));
        return ContentHash.of(bytes.array());
    }
}
