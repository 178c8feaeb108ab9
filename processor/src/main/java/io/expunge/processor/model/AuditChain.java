/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.events.AuditKind;
import io.expunge.events.AuditRecorded;
import io.expunge.processor.audit.AuditEntry;
import java.util.Map;

/**
 * The audit chain of a model: each record's hash covers the record and the hash before it, so that nothing in the middle
 * can be changed, removed or reordered without every later hash telling.
 */
public final class AuditChain {
    /** The hash before the first record. */
    public static final String GENESIS = AuditEntry.GENESIS;

    private AuditChain() {}

    /** The next link. Facts carry no personal data: topics that live for ever must not. */
    public static AuditRecorded next(
            String modelId, ModelState state, AuditKind kind, long at, Map<String, String> facts) {
        AuditEntry entry = AuditEntry.after(modelId, state.auditSequence(), state.auditHash(), kind.name(), at, facts);
        return new AuditRecorded(
                modelId, entry.sequence(), kind, entry.time(), Map.copyOf(facts), entry.previousHash(), entry.hash());
    }

    /** Whether a record's own hash is right; whether it follows the one before is for the caller to compare. */
    public static boolean isIntact(AuditRecorded record) {
        return AuditEntry.of(record).isIntact();
    }
}
