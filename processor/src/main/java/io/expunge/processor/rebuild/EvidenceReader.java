/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.rebuild;

import io.expunge.events.AuditRecorded;
import io.expunge.events.DeletionRequested;
import io.expunge.events.ModelRegistered;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.RequestStatusChanged;
import io.expunge.events.UnlearningVerified;
import io.expunge.schemas.EventSchemas;
import io.expunge.schemas.Topics;
import io.expunge.unlearning.ProgressMonitor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;

/** Reads the topics that say what the ledger knew. Not thread-safe. */
public final class EvidenceReader {
    private final EventSchemas schemas;
    private final Topics topics;
    private final TopicScan scan;
    private final ProgressMonitor progress;

    public EvidenceReader(EventSchemas schemas, TopicScan scan, ProgressMonitor progress) {
        this.schemas = schemas;
        this.topics = schemas.topics();
        this.scan = scan;
        this.progress = progress;
    }

    /** Everything the output topics hold now. */
    public Evidence outputs() {
        Evidence evidence = new Evidence();
        read(topics.modelVersions(), ModelVersionPublished.class, evidence::version);
        read(topics.modelHeads(), ModelVersionPublished.class, (place, event) -> evidence.head(event));
        read(topics.audit(), AuditRecorded.class, (place, event) -> evidence.audit(event));
        read(topics.verifications(), UnlearningVerified.class, evidence::verdict);
        read(topics.requestStatus(), RequestStatusChanged.class, (place, event) -> evidence.status(event));
        return evidence;
    }

    /** By model, ids of the requests and registrations that the intake topics still hold. */
    public Map<String, Set<String>> intake() {
        Map<String, Set<String>> ids = new HashMap<>();
        read(topics.deletionRequests(), DeletionRequested.class, (place, event) -> ids.computeIfAbsent(
                        event.getModelId(), id -> new HashSet<>())
                .add(event.getRequestId().toString()));
        read(topics.modelRegistrations(), ModelRegistered.class, (place, event) -> ids.computeIfAbsent(
                        event.getModelId(), id -> new HashSet<>())
                .add(event.getRegistrationId().toString()));
        return ids;
    }

    private <T extends SpecificRecord> void read(String topic, Class<T> type, BiConsumer<Place, T> visitor) {
        scan.events(topic, schemas.decoder(type), visitor, seen -> progress.progress("reading " + topic, seen, 0));
    }
}
