/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.events.AuditKind;
import io.expunge.events.AuditRecorded;
import io.expunge.processor.codec.BinaryWriter;
import io.expunge.store.ContentHash;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * The audit chain of a model: each record's hash covers the record and the hash before it, so that nothing in the middle
 * can be changed, removed or reordered without every later hash telling.
 */
public final class AuditChain {
    /** The hash before the first record. */
    public static final String GENESIS = "0".repeat(64);

    private AuditChain() {}

    /** The next link. Facts carry no personal data: topics that live for ever must not. */
    public static AuditRecorded next(
            String modelId, ModelState state, AuditKind kind, long at, Map<String, String> facts) {
        long sequence = state.auditSequence() + 1;
        String hash = hash(modelId, sequence, kind, at, facts, state.auditHash());
        return new AuditRecorded(
                modelId, sequence, kind, Instant.ofEpochMilli(at), Map.copyOf(facts), state.auditHash(), hash);
    }

    /** Whether a record's own hash is right; whether it follows the one before is for the caller to compare. */
    public static boolean isIntact(AuditRecorded record) {
        return hash(
                        record.getModelId(),
                        record.getSequence(),
                        record.getKind(),
                        record.getRecordedAt().toEpochMilli(),
                        record.getFacts(),
                        record.getPreviousHash())
                .equals(record.getHash());
    }

    private static String hash(
            String modelId, long sequence, AuditKind kind, long at, Map<String, String> facts, String previous) {
        BinaryWriter out = new BinaryWriter()
                .writeString(previous)
                .writeString(modelId)
                .writeLong(sequence)
                .writeString(kind.name())
                .writeLong(at);
        TreeMap<String, String> ordered = new TreeMap<>(facts);
        out.writeInt(ordered.size());
        ordered.forEach((key, value) -> out.writeString(key).writeString(value));
        return ContentHash.of(out.toByteArray()).hex();
    }
}
