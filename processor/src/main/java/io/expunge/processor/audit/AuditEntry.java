/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.audit;

import io.expunge.events.AuditRecorded;
import io.expunge.processor.codec.BinaryWriter;
import io.expunge.store.ContentHash;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One link of a model's audit chain. Its kind is a text, so that a chain with kinds of later releases can be checked too.
 *
 * @param modelId the model
 * @param sequence 1, 2, 3 and so on, without gaps
 * @param kind what sort of thing happened
 * @param recordedAt when, in milliseconds since 1970
 * @param facts what happened; no personal data
 * @param previousHash hash of the record before; {@link #GENESIS} for the first
 * @param hash SHA-256 of everything else
 */
public record AuditEntry(
        String modelId,
        long sequence,
        String kind,
        long recordedAt,
        SortedMap<String, String> facts,
        String previousHash,
        String hash) {

    /** The hash before the first record. */
    public static final String GENESIS = "0".repeat(64);

    public AuditEntry {
        facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
    }

    /** The record as it came from the topic. */
    public static AuditEntry of(AuditRecorded record) {
        return new AuditEntry(
                record.getModelId(),
                record.getSequence(),
                record.getKind().name(),
                record.getRecordedAt().toEpochMilli(),
                new TreeMap<>(record.getFacts()),
                record.getPreviousHash(),
                record.getHash());
    }

    /** The link behind another, hashed. */
    public static AuditEntry after(
            String modelId, long sequence, String hash, String kind, long at, Map<String, String> facts) {
        SortedMap<String, String> ordered = new TreeMap<>(facts);
        return new AuditEntry(
                modelId, sequence + 1, kind, at, ordered, hash, hash(modelId, sequence + 1, kind, at, ordered, hash));
    }

    /** Whether its own hash is right; whether it follows the one before is for the caller to compare. */
    public boolean isIntact() {
        return hash(modelId, sequence, kind, recordedAt, facts, previousHash).equals(hash);
    }

    /** When it was recorded. */
    public Instant time() {
        return Instant.ofEpochMilli(recordedAt);
    }

    private static String hash(
            String modelId, long sequence, String kind, long at, SortedMap<String, String> facts, String previous) {
        BinaryWriter out = new BinaryWriter()
                .writeString(previous)
                .writeString(modelId)
                .writeLong(sequence)
                .writeString(kind)
                .writeLong(at)
                .writeInt(facts.size());
        facts.forEach((key, value) -> out.writeString(key).writeString(value));
        return ContentHash.of(out.toByteArray()).hex();
    }
}
