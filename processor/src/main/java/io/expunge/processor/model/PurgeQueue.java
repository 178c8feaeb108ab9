/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.processor.model.ErasureStores.Stage;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the ledger says of artifacts that may have to be erased.
 *
 * @param awaiting may hold what a later version forgot, and no verdict on that passed
 * @param due may go when the policy's time is over
 * @param held may go but for a hold on them
 * @param planned are named by a plan that is carried out
 * @param next when the first that is due may go, milliseconds since the epoch; may have passed
 */
public record PurgeQueue(int awaiting, int due, int held, int planned, Optional<Long> next) {

    /**
     * Counts rows of the ledger.
     *
     * @param rows the newest value of each key of the changelog of {@link ErasureStores#VERSIONS}
     * @throws io.expunge.processor.codec.MalformedBytesException if a row is none of this release's
     */
    public static PurgeQueue of(Map<String, byte[]> rows, PurgePolicy policy) {
        Map<Stage, Integer> counts = new EnumMap<>(Stage.class);
        Optional<Long> next = Optional.empty();
        for (Map.Entry<String, byte[]> row : rows.entrySet()) {
            Stage stage = ErasureStores.stage(row.getKey());
            counts.merge(stage, 1, Integer::sum);
            if (stage == Stage.DUE || stage == Stage.GATED) {
                StoredVersion one = ErasureCodecs.STORED_VERSION.decode(row.getValue());
                long at = stage == Stage.DUE ? one.verifiedAt() + policy.waitMillis() : policy.afterAttacks(one);
                next = Optional.of(next.filter(sooner -> sooner <= at).orElse(at));
            }
        }
        return new PurgeQueue(
                counts.getOrDefault(Stage.AWAITING, 0),
                counts.getOrDefault(Stage.DUE, 0) + counts.getOrDefault(Stage.GATED, 0),
                counts.getOrDefault(Stage.HELD, 0),
                counts.getOrDefault(Stage.PLANNED, 0),
                next);
    }
}
