/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.audit;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One model's chain, and what the version events say of it.
 *
 * @param modelId the model
 * @param entries the records, as they stand
 * @param versions the audit hash of each version event, by the version's number
 */
public record AuditChainCopy(String modelId, List<AuditEntry> entries, SortedMap<Long, String> versions) {
    public AuditChainCopy {
        entries = List.copyOf(entries);
        versions = new TreeMap<>(versions);
    }

    /** The hash of the last record. */
    public String head() {
        return entries.isEmpty()
                ? AuditEntry.GENESIS
                : entries.get(entries.size() - 1).hash();
    }
}
