/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.audit;

import io.expunge.events.AuditKind;
import io.expunge.store.SigningKey;
import java.util.Set;

/**
 * Decides when a chain is signed, and signs it: a pure function of the chain, so that an instance that does the same work
 * again writes the same records. Thread safe.
 *
 * @param key what signs
 * @param every how many records at most stand between two checkpoints
 */
public record CheckpointSigner(SigningKey key, int every) {
    /** What subscribers and auditors rely on is signed at once. */
    private static final Set<AuditKind> SIGNED_AT_ONCE = Set.of(AuditKind.VERSION_PUBLISHED, AuditKind.PURGED);

    public CheckpointSigner {
        if (every < 1) {
            throw new IllegalArgumentException("a checkpoint every " + every + " records; at least 1 is needed");
        }
    }

    /** Whether a checkpoint is to follow a record. */
    public boolean isDue(AuditKind kind, long sequence) {
        return isSignedAtOnce(kind.name()) || (kind != AuditKind.CHECKPOINT && sequence % every == 0);
    }

    /** Signs the head of a chain. */
    public Checkpoint sign(String modelId, long sequence, String head) {
        return Checkpoint.sign(key, modelId, sequence, head);
    }

    /** Whether records of a kind never stand without a checkpoint in the same transaction. */
    static boolean isSignedAtOnce(String kind) {
        return SIGNED_AT_ONCE.stream().anyMatch(known -> known.name().equals(kind));
    }
}
