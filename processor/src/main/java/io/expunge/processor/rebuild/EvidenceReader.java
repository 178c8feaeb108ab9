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
import io.expunge.processor.cluster.Place;
import io.expunge.processor.cluster.TopicScan;
import io.expunge.schemas.EventSchemas;
import io.expunge.schemas.Topics;
import io.expunge.unlearning.ProgressMonitor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
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

    /** Everything the output topics hold now; what cannot be read there is one of the evidence's problems. */
    public Evidence outputs() {
        Evidence evidence = new Evidence();
        output(topics.modelVersions(), ModelVersionPublished.class, evidence::version, evidence);
        output(topics.modelHeads(), ModelVersionPublished.class, (place, event) -> evidence.head(event), evidence);
        output(topics.audit(), AuditRecorded.class, (place, event) -> evidence.audit(event), evidence);
        output(topics.verifications(), UnlearningVerified.class, evidence::verdict, evidence);
        output(topics.requestStatus(), RequestStatusChanged.class, (place, event) -> evidence.status(event), evidence);
        return evidence;
    }

    private <T extends SpecificRecord> void output(
            String topic, Class<T> type, BiConsumer<Place, T> visitor, Evidence evidence) {
        scan.events(
                topic,
                schemas.decoder(type),
                visitor,
                (place, why) -> evidence.unreadable(topic, place, String.valueOf(why.getMessage())),
                progress(topic));
    }

    /**
     * By model, ids of the requests and registrations that the intake topics still hold. What cannot be read there was, or
     * will be, a dead letter.
     */
    public Map<String, Set<String>> intake() {
        Map<String, Set<String>> ids = new HashMap<>();
        intake(topics.deletionRequests(), DeletionRequested.class, (place, event) -> ids.computeIfAbsent(
                        event.getModelId(), id -> new HashSet<>())
                .add(event.getRequestId().toString()));
        intake(topics.modelRegistrations(), ModelRegistered.class, (place, event) -> ids.computeIfAbsent(
                        event.getModelId(), id -> new HashSet<>())
                .add(event.getRegistrationId().toString()));
        return ids;
    }

    private <T extends SpecificRecord> void intake(String topic, Class<T> type, BiConsumer<Place, T> visitor) {
        scan.events(topic, schemas.decoder(type), visitor, progress(topic));
    }

    private LongConsumer progress(String topic) {
        return seen -> progress.progress("reading " + topic, seen, 0);
    }
}
