/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

import java.util.Optional;

/**
 * Where an artifact comes from.
 *
 * @param modelId    the model it belongs to; any text, never used as a path
 * @param base       the artifact it was made from, if any
 * @param operation  what was done to the base
 * @param batchId    the batch of requests it serves, if any; a store keeps one artifact for a batch
 * @param provenance how its numbers came about
 */
public record Lineage(
        String modelId,
        Optional<ContentHash> base,
        Operation operation,
        Optional<String> batchId,
        Provenance provenance) {

    /** @throws IllegalArgumentException if an id has no UTF-8 form: better now than after the work */
    public Lineage {
        StrictUtf8.encode("A model id", modelId);
        batchId.ifPresent(id -> StrictUtf8.encode("A batch id", id));
    }
}
