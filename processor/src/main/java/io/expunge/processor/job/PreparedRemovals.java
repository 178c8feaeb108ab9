/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.events.ModelVersionPublished;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.command.Command.Served;
import io.expunge.store.ContentHash;
import io.expunge.store.ModelStore;
import io.expunge.store.Provenance;
import io.expunge.store.StagedArtifact;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Verified results that nobody has asked for yet. What is large lies in the store's staging area; evidence, checks and
 * provenance are kept here, so a result lives no longer than the process that verified it. Thread-safe.
 */
final class PreparedRemovals {
    private final ModelStore store;
    private final Map<RemovalKey, Prepared> ready = new ConcurrentHashMap<>();
    private final AtomicLong answered = new AtomicLong();

    /** @param documents how many training documents the class has */
    private record Prepared(StagedArtifact staged, Provenance provenance, ModelVersionPublished facts, int documents) {}

    PreparedRemovals(ModelStore store) {
        this.store = store;
    }

    boolean contains(RemovalKey key) {
        return ready.containsKey(key);
    }

    /** Bytes staged now. */
    long bytes() {
        return ready.values().stream()
                .mapToLong(prepared -> prepared.staged().bytes())
                .sum();
    }

    PreparedLoad load() {
        return new PreparedLoad(ready.size(), bytes(), answered.get());
    }

    void add(RemovalKey key, RemovalResult result, int documents) {
        StagedArtifact staged = store.staging().stage(key.modelId(), key.stagingKey(), result.contents());
        ready.put(key, new Prepared(staged, result.provenance(), result.facts(), documents));
    }

    /** What a batch's job would find out, if its answer is ready; otherwise the job has to do the work. */
    Optional<Outcome> answer(JobSpecification.Unlearning job) {
        // What was worked out in advance has no noise.
        Optional<RemovalKey> key =
                RemovalKey.of(job).filter(known -> job.terms().equals(ReleaseTerms.PLAIN));
        return key.flatMap(wanted -> Optional.ofNullable(ready.get(wanted)))
                .flatMap(prepared -> publish(job, prepared).or(() -> {
                    key.ifPresent(ready::remove);
                    return Optional.empty();
                }));
    }

    private Optional<Outcome> publish(JobSpecification.Unlearning job, Prepared prepared) {
        List<Served> served = job.requests().stream()
                .map(wanted -> new Served(wanted.requestId(), prepared.documents(), Optional.empty()))
                .toList();
        Optional<ContentHash> hash = store.staging()
                .publish(
                        prepared.staged(),
                        Publication.lineage(job, prepared.provenance()),
                        Publication.requests(served));
        hash.ifPresent(put -> answered.incrementAndGet());
        return hash.map(put -> Publication.outcome(store, job, prepared.facts(), put, served));
    }

    /** Discards one answer. */
    void discard(RemovalKey key) {
        Optional.ofNullable(ready.remove(key))
                .ifPresent(prepared -> store.staging().discard(prepared.staged()));
    }

    /** Discards everything of a model, also what another instance left staged. */
    void discardAll(String modelId) {
        ready.keySet().removeIf(key -> key.modelId().equals(modelId));
        store.staging().discardAll(modelId);
    }
}
