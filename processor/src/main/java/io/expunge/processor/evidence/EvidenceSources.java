/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.evidence;

import io.expunge.events.ModelVersionPublished;
import io.expunge.events.RequestStatusChanged;
import io.expunge.events.UnlearningVerified;
import io.expunge.processor.audit.AuditEntry;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * What evidence is made of: everything that the topics say of one model, and what the store still holds.
 *
 * @param status the request and its whole history
 * @param versions the model's versions, oldest first
 * @param verdicts the verdicts on them
 * @param audit the model's audit chain, from its first record on
 * @param artifacts finds the papers of an artifact by its content hash; empty where the store has it no more, or is not there
 */
public record EvidenceSources(
        RequestStatusChanged status,
        List<ModelVersionPublished> versions,
        List<UnlearningVerified> verdicts,
        List<AuditEntry> audit,
        Function<String, Optional<ArtifactPapers>> artifacts) {
    public EvidenceSources {
        versions = List.copyOf(versions);
        verdicts = List.copyOf(verdicts);
        audit = List.copyOf(audit);
    }

    /**
     * What of an artifact tells neither documents nor weights.
     *
     * @param manifest its canonical JSON; the content hash is its SHA-256
     * @param files small files as they are, by name; the manifest holds their hashes
     */
    public record ArtifactPapers(String manifest, SortedMap<String, String> files) {}

    /** The version that was made for the request, if one was. */
    Optional<ModelVersionPublished> after() {
        return versions.stream()
                .filter(version ->
                        version.getBatchId() != null && version.getBatchId().equals(status.getBatchId()))
                .findFirst();
    }

    /** The version before that. */
    Optional<ModelVersionPublished> before() {
        return after().flatMap(after -> versions.stream()
                .filter(version -> after.getParent() != null && after.getParent() == version.getVersion())
                .findFirst());
    }
}
