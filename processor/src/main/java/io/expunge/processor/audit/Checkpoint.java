/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.audit;

import io.expunge.store.SigningKey;
import io.expunge.store.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * A signature over the chain up to the record before it: nobody without the key can write another chain that ends there.
 *
 * @param modelId the model
 * @param sequence the last record that is signed
 * @param head the hash of that record
 * @param key whose signature it is
 * @param signature over {@link #message}
 */
public record Checkpoint(String modelId, long sequence, String head, VerificationKey key, String signature) {
    /** The kind of an audit record that is a checkpoint. */
    public static final String KIND = "CHECKPOINT";

    private static final String PURPOSE = "expunge-audit-checkpoint-1";
    private static final String SEQUENCE = "signedSequence";
    private static final String HEAD = "signedHash";
    private static final String KEY_ID = "keyId";
    private static final String PUBLIC_KEY = "publicKey";
    private static final String SIGNATURE = "signature";

    /** Signs a head. */
    static Checkpoint sign(SigningKey key, String modelId, long sequence, String head) {
        return new Checkpoint(modelId, sequence, head, key.publicKey(), key.sign(message(modelId, sequence, head)));
    }

    /** What an audit record says; empty if it is no checkpoint, or not one that this release can read. */
    public static Optional<Checkpoint> of(AuditEntry entry) {
        Map<String, String> facts = entry.facts();
        if (!entry.kind().equals(KIND)) {
            return Optional.empty();
        }
        try {
            VerificationKey key = new VerificationKey(facts.getOrDefault(PUBLIC_KEY, ""));
            return Optional.of(new Checkpoint(
                            entry.modelId(),
                            Long.parseLong(facts.getOrDefault(SEQUENCE, "")),
                            facts.getOrDefault(HEAD, ""),
                            key,
                            facts.getOrDefault(SIGNATURE, "")))
                    .filter(read -> read.facts().equals(facts));
        } catch (IllegalArgumentException garbled) {
            return Optional.empty();
        }
    }

    /** The facts of its audit record. */
    public Map<String, String> facts() {
        return Map.of(
                SEQUENCE, Long.toString(sequence),
                HEAD, head,
                KEY_ID, key.id(),
                PUBLIC_KEY, key.encoded(),
                SIGNATURE, signature);
    }

    /** Whether the key signed it. */
    public boolean isSigned() {
        return key.verifies(message(modelId, sequence, head), signature);
    }

    /** What is signed; the model's id comes last, so that no id can pass for something else. */
    private static byte[] message(String modelId, long sequence, String head) {
        return (PURPOSE + "\n" + sequence + "\n" + head + "\n" + modelId).getBytes(StandardCharsets.UTF_8);
    }
}
