/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.processor.request.RemovalTarget;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.Pseudonym;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Typed access to the state of one task. Keys are the model id and what follows it, parted by NUL, which no model id
 * holds; numbers are sixteen hexadecimal digits so that the order of keys is the order of numbers. Not thread-safe: one
 * stream task owns it.
 */
public final class ModelStores {
    public static final String MODELS = "models";
    public static final String REQUESTS = "requests";
    public static final String QUEUE = "queue";
    public static final String BATCH_ROWS = "batch-rows";
    public static final String PUBLISHED_BATCHES = "published-batches";
    public static final String OUTBOX = "outbox";
    public static final String REMEMBERED = "remembered";
    public static final String VERSION_ARTIFACTS = "version-artifacts";
    public static final Set<String> NAMES =
            Set.of(MODELS, REQUESTS, QUEUE, BATCH_ROWS, PUBLISHED_BATCHES, OUTBOX, REMEMBERED, VERSION_ARTIFACTS);

    private static final char SEPARATOR = '\0';
    private static final String DOCUMENT = "document";
    private static final String SUBJECT = "subject";

    private final KeyValueStore<String, ModelState> models;
    private final KeyValueStore<String, RequestRow> requests;
    private final KeyValueStore<String, String> queue;
    private final KeyValueStore<String, BatchRow> batchRows;
    private final KeyValueStore<String, PublishedBatch> publishedBatches;
    private final KeyValueStore<String, OutboxEntry> outbox;
    private final KeyValueStore<String, String> remembered;
    private final KeyValueStore<String, String> versionArtifacts;

    /** Finds a store by its name, as a processor context does. */
    public interface Lookup {
        <S extends StateStore> S getStateStore(String name);
    }

    public ModelStores(Lookup lookup) {
        this.models = lookup.getStateStore(MODELS);
        this.requests = lookup.getStateStore(REQUESTS);
        this.queue = lookup.getStateStore(QUEUE);
        this.batchRows = lookup.getStateStore(BATCH_ROWS);
        this.publishedBatches = lookup.getStateStore(PUBLISHED_BATCHES);
        this.outbox = lookup.getStateStore(OUTBOX);
        this.remembered = lookup.getStateStore(REMEMBERED);
        this.versionArtifacts = lookup.getStateStore(VERSION_ARTIFACTS);
    }

    /** The stores a topology has to hold. */
    public static List<StoreBuilder<?>> builders() {
        return List.of(
                builder(MODELS, ModelCodecs.MODEL_STATE.serde()),
                builder(REQUESTS, ModelCodecs.REQUEST_ROW.serde()),
                builder(QUEUE, Serdes.String()),
                builder(BATCH_ROWS, ModelCodecs.BATCH_ROW.serde()),
                builder(PUBLISHED_BATCHES, ModelCodecs.PUBLISHED_BATCH.serde()),
                builder(OUTBOX, ModelCodecs.OUTBOX_ENTRY.serde()),
                builder(REMEMBERED, Serdes.String()),
                builder(VERSION_ARTIFACTS, Serdes.String()));
    }

    private static <T> StoreBuilder<?> builder(String name, org.apache.kafka.common.serialization.Serde<T> serde) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), serde);
    }

    /** Whether anything of a model was ever kept here: a version, or something that waits for the first. */
    public boolean knows(String modelId) {
        return models.get(modelId) != null;
    }

    public ModelState model(String modelId) {
        ModelState state = models.get(modelId);
        return state == null ? ModelState.unpublished() : state;
    }

    public void putModel(String modelId, ModelState state) {
        models.put(modelId, state);
    }

    /** Ids of all models of this task, in order. */
    public List<String> modelIds() {
        List<String> ids = new ArrayList<>();
        try (KeyValueIterator<String, ModelState> all = models.all()) {
            all.forEachRemaining(entry -> ids.add(entry.key));
        }
        return ids;
    }

    public Optional<RequestRow> request(String modelId, String requestId) {
        return Optional.ofNullable(requests.get(key(modelId, requestId)));
    }

    public void putRequest(RequestRow row) {
        requests.put(key(row.entry().modelId(), row.entry().id()), row);
    }

    /** Shows every request of this task, those at rest too; reads the whole store. */
    public void forEachRequest(Consumer<RequestRow> consumer) {
        try (KeyValueIterator<String, RequestRow> all = requests.all()) {
            all.forEachRemaining(entry -> consumer.accept(entry.value));
        }
    }

    /** Shows the requests of one model until there are enough of them; reads no more than that. */
    public void forRequests(String modelId, int most, Consumer<RequestRow> consumer) {
        try (KeyValueIterator<String, RequestRow> range =
                requests.prefixScan(modelId + SEPARATOR, new StringSerializer())) {
            for (int seen = 0; range.hasNext() && seen < most; seen++) {
                consumer.accept(range.next().value);
            }
        }
    }

    /** Queues by due date, then by arrival; what has no due date waits behind what has one. */
    public void enqueue(String modelId, long dueBy, long arrival, String requestId) {
        queue.put(key(modelId, number(dueBy), number(arrival)), requestId);
    }

    public void dequeue(String modelId, long dueBy, long arrival) {
        queue.delete(key(modelId, number(dueBy), number(arrival)));
    }

    /** Ids of the first requests of a model's queue. */
    public List<String> queued(String modelId, int limit) {
        List<String> found = new ArrayList<>();
        try (KeyValueIterator<String, String> range = queue.prefixScan(modelId + SEPARATOR, new StringSerializer())) {
            while (range.hasNext() && found.size() < limit) {
                found.add(range.next().value);
            }
        }
        return found;
    }

    public Optional<BatchRow> batchRow(String modelId, String batchId, int index) {
        return Optional.ofNullable(batchRows.get(key(modelId, batchId, number(index))));
    }

    public void putBatchRow(String modelId, String batchId, int index, BatchRow row) {
        batchRows.put(key(modelId, batchId, number(index)), row);
    }

    public void deleteBatchRow(String modelId, String batchId, int index) {
        batchRows.delete(key(modelId, batchId, number(index)));
    }

    public void putPublishedBatch(String modelId, long version, PublishedBatch batch) {
        publishedBatches.put(key(modelId, number(version)), batch);
    }

    public Optional<PublishedBatch> publishedBatch(String modelId, long version) {
        return Optional.ofNullable(publishedBatches.get(key(modelId, number(version))));
    }

    public void deletePublishedBatch(String modelId, long version) {
        publishedBatches.delete(key(modelId, number(version)));
    }

    public Optional<OutboxEntry> outbox(String modelId, long sequence) {
        return Optional.ofNullable(outbox.get(key(modelId, number(sequence))));
    }

    public void putOutbox(String modelId, long sequence, OutboxEntry entry) {
        outbox.put(key(modelId, number(sequence)), entry);
    }

    public void deleteOutbox(String modelId, long sequence) {
        outbox.delete(key(modelId, number(sequence)));
    }

    public void putVersionArtifact(String modelId, long version, String contentHash) {
        versionArtifacts.put(key(modelId, number(version)), contentHash);
    }

    /** The artifact of a version; empty for one that was published before this was kept. */
    public Optional<String> versionArtifact(String modelId, long version) {
        return Optional.ofNullable(versionArtifacts.get(key(modelId, number(version))));
    }

    /** Keeps a deletion that no artifact shows, because nothing was held when it was asked for. */
    public void remember(String modelId, RemovalTarget target) {
        if (target instanceof RemovalTarget.OfDocuments ofDocuments) {
            ofDocuments
                    .documents()
                    .forEach(document -> remembered.put(key(modelId, DOCUMENT, document.toString()), ""));
        } else if (target instanceof RemovalTarget.OfSubject ofSubject) {
            remembered.put(key(modelId, SUBJECT, ofSubject.subject().toString()), "");
        }
    }

    /** All such deletions of a model. */
    public HonouredDeletions remembered(String modelId) {
        return new HonouredDeletions(
                remembered(modelId, DOCUMENT),
                remembered(modelId, SUBJECT),
                model(modelId).removedClasses());
    }

    private List<Pseudonym> remembered(String modelId, String kind) {
        String prefix = key(modelId, kind, "");
        List<Pseudonym> found = new ArrayList<>();
        try (KeyValueIterator<String, String> range = remembered.prefixScan(prefix, new StringSerializer())) {
            range.forEachRemaining(row -> found.add(Pseudonym.parse(row.key.substring(prefix.length()))));
        }
        return found;
    }

    private static String key(String... parts) {
        return String.join(String.valueOf(SEPARATOR), parts);
    }

    private static String number(long value) {
        return String.format("%016x", value);
    }
}
