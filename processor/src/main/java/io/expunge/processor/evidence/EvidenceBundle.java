/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.RequestStatusChanged;
import io.expunge.events.UnlearningVerified;
import io.expunge.processor.audit.AuditEntry;
import io.expunge.processor.audit.AuditEntryJson;
import io.expunge.processor.audit.Checkpoint;
import io.expunge.processor.json.EventJson;
import io.expunge.processor.json.StrictJson;
import io.expunge.store.SigningKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Makes the bundle of one request: what is known of it, and the part of the audit chain it stands on, signed as a whole.
 * Holds no personal data, since nothing it is made of does. Not thread safe.
 */
public final class EvidenceBundle {
    static final String KIND = "expunge-evidence";
    static final int SCHEMA_VERSION = 1;
    static final String PURGED = "PURGED";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final EvidenceSources sources;
    private final Optional<ModelVersionPublished> after;
    private final Optional<ModelVersionPublished> before;

    private EvidenceBundle(EvidenceSources sources) {
        this.sources = sources;
        this.after = sources.after();
        this.before = sources.before();
    }

    /**
     * Makes and signs a bundle.
     *
     * @param by the program that makes it
     * @param at when it is made
     * @return the text of the file
     */
    public static String make(EvidenceSources sources, SigningKey key, String by, Instant at) {
        ObjectNode bundle = new EvidenceBundle(sources).sections(by, at);
        bundle.set(Seal.MEMBER, Seal.of(bundle, key));
        return StrictJson.page(bundle);
    }

    private ObjectNode sections(String by, Instant at) {
        ObjectNode bundle = NODES.objectNode();
        bundle.set(Section.ABOUT.label(), about(by, at));
        bundle.set(Section.REQUEST.label(), EventJson.of(sources.status()));
        bundle.set(Section.BATCH.label(), batch());
        ObjectNode versions = bundle.putObject(Section.VERSIONS.label());
        versions.set("before", before.<JsonNode>map(EvidenceBundle::version).orElse(NODES.nullNode()));
        versions.set("after", after.<JsonNode>map(EvidenceBundle::version).orElse(NODES.nullNode()));
        Optional<EvidenceSources.ArtifactPapers> papers =
                after.flatMap(version -> sources.artifacts().apply(version.getContentHash()));
        JsonNode artifact = papers.<JsonNode>map(EvidenceBundle::artifact).orElse(NODES.nullNode());
        bundle.set(Section.ARTIFACT.label(), artifact);
        bundle.set(
                Section.CERTIFICATE.label(),
                after.flatMap(version -> Certificates.of(EventJson.of(version), artifact))
                        .<JsonNode>map(Certificates::toJson)
                        .orElse(NODES.nullNode()));
        bundle.set(Section.VERIFICATIONS.label(), EventJson.node(verdicts()));
        List<AuditEntry> chain = chain();
        bundle.set(
                Section.PURGES.label(),
                entries(chain.stream().filter(this::concerns).toList()));
        bundle.set(Section.AUDIT.label(), entries(chain));
        return bundle;
    }

    private ObjectNode about(String by, Instant at) {
        RequestStatusChanged status = sources.status();
        ObjectNode about = NODES.objectNode();
        about.put("kind", KIND);
        about.put("schemaVersion", SCHEMA_VERSION);
        about.put("createdAt", at.toString());
        about.put("createdBy", by);
        about.put("modelId", status.getModelId());
        about.put("requestId", status.getRequestId());
        return about;
    }

    private ObjectNode batch() {
        ObjectNode batch = NODES.objectNode();
        batch.set("batchId", EventJson.node(sources.status().getBatchId()));
        after.ifPresent(version -> {
            batch.put("version", version.getVersion());
            batch.put("requests", version.getRequestCount());
            batch.put("documentsRemoved", version.getDocumentsRemoved());
        });
        return batch;
    }

    /** Where a store lies is nobody's business: a path may hold a person's name. */
    private static ObjectNode version(ModelVersionPublished event) {
        ObjectNode version = EventJson.of(event);
        version.remove("location");
        return version;
    }

    private static ObjectNode artifact(EvidenceSources.ArtifactPapers papers) {
        ObjectNode artifact = NODES.objectNode();
        artifact.put("manifest", papers.manifest());
        artifact.set("files", EventJson.node(papers.files()));
        return artifact;
    }

    private List<UnlearningVerified> verdicts() {
        long version = after.map(ModelVersionPublished::getVersion).orElse(0L);
        return sources.verdicts().stream()
                .filter(verdict -> verdict.getVersion() >= version && verdict.getCoversFromVersion() <= version)
                .toList();
    }

    /** Whether a record tells of the end of a version that still held what this request is about. */
    private boolean concerns(AuditEntry entry) {
        if (!entry.kind().equals(PURGED)) {
            return false;
        }
        boolean named = List.of(entry.facts().getOrDefault("requestIds", "").split(",", -1))
                .contains(sources.status().getRequestId());
        return named
                || purgedBefore(entry.facts().getOrDefault("version", ""))
                || before.filter(version -> isReceiptOf(entry, version.getContentHash()))
                        .isPresent();
    }

    /** Whether a record says that the artifact with a content hash was destroyed. */
    static boolean isReceiptOf(AuditEntry entry, String contentHash) {
        return entry.kind().equals(PURGED)
                && entry.facts().getOrDefault("contentHash", "").equals(contentHash);
    }

    private boolean purgedBefore(String version) {
        try {
            return after.isPresent() && Long.parseLong(version) < after.get().getVersion();
        } catch (NumberFormatException notAVersion) {
            return false;
        }
    }

    /** From the last checkpoint before all this, whose signature stands for what was earlier, or from the first record. */
    private List<AuditEntry> chain() {
        List<AuditEntry> all = sources.audit();
        long needed = before.or(() -> after)
                .map(version -> sequenceOf(version.getAuditHash()))
                .orElseGet(this::sequenceAtArrival);
        int start = 0;
        for (int index = 0; index < all.size(); index++) {
            if (all.get(index).kind().equals(Checkpoint.KIND) && all.get(index).sequence() < needed) {
                start = index;
            }
        }
        return all.subList(start, all.size());
    }

    private long sequenceOf(String hash) {
        return sources.audit().stream()
                .filter(entry -> entry.hash().equals(hash))
                .mapToLong(AuditEntry::sequence)
                .findFirst()
                .orElse(0);
    }

    private long sequenceAtArrival() {
        Instant arrival = sources.status().getTransitions().stream()
                .map(transition -> transition.getAt())
                .findFirst()
                .orElse(Instant.EPOCH);
        return 1
                + sources.audit().stream()
                        .filter(entry -> entry.time().isBefore(arrival))
                        .count();
    }

    private static ArrayNode entries(List<AuditEntry> entries) {
        ArrayNode array = NODES.arrayNode();
        entries.forEach(entry -> array.add(AuditEntryJson.write(entry)));
        return array;
    }
}
