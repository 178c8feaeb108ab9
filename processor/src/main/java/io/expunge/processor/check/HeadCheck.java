/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.check;

import io.expunge.events.ModelVersionPublished;
import io.expunge.processor.cluster.LedgerTopics;
import io.expunge.processor.cluster.TopicScan;
import io.expunge.processor.codec.MalformedBytesException;
import io.expunge.processor.model.ModelCodecs;
import io.expunge.processor.model.ModelState;
import io.expunge.processor.rebuild.PendingSeeds;
import io.expunge.schemas.AvroDecoder;
import io.expunge.store.Artifact;
import io.expunge.store.ContentHash;
import io.expunge.store.ModelStoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Topics, store and ledger agree on every model's head. The store may be ahead of the topics, never behind; ledger and
 * topics stand at the same version, except for models that a rebuild is about to make known.
 */
final class HeadCheck implements Check {
    private static final int LOOKS = 3;
    private static final String RESTORED =
            "One of the two was restored from an older backup. Restore them together, or make the ledger from the topics"
                    + " with 'expunge rebuild --discard-ledger'.";

    @Override
    public String name() {
        return "heads";
    }

    @Override
    public boolean needsBrokers() {
        return true;
    }

    @Override
    public List<Finding> examine(Surroundings surroundings) {
        Set<String> existing = surroundings.cluster().topicNames();
        if (!existing.contains(surroundings.topics().modelHeads())) {
            return List.of();
        }
        try (TopicScan scan = new TopicScan(surroundings.clients())) {
            List<Finding> findings = new ArrayList<>();
            disagreements(surroundings, scan, existing).values().forEach(findings::add);
            Map<String, Head> heads = heads(surroundings, scan);
            heads.values().forEach(head -> inStore(surroundings, head.event(), findings));
            if (findings.isEmpty()) {
                findings.add(Finding.ok(
                        name(),
                        surroundings.topics().modelHeads(),
                        "the heads of " + heads.size() + (heads.size() == 1 ? " model" : " models")
                                + " agree with ledger and store."));
            }
            return findings;
        }
    }

    /** A transaction's end reaches one topic before the other, so what does not agree is looked at again. */
    private Map<String, Finding> disagreements(Surroundings surroundings, TopicScan scan, Set<String> existing) {
        Map<String, Finding> lasting = compare(surroundings, scan, existing);
        for (int look = 1; look < LOOKS && !lasting.isEmpty(); look++) {
            lasting.keySet().retainAll(compare(surroundings, scan, existing).keySet());
        }
        return lasting;
    }

    /** Heads, ledger, heads: in this order, because a service that runs moves on meanwhile. */
    private Map<String, Finding> compare(Surroundings surroundings, TopicScan scan, Set<String> existing) {
        Map<String, Head> before = heads(surroundings, scan);
        Map<String, ModelState> ledger = ledger(surroundings, scan, existing);
        if (ledger.isEmpty()) { // that is the ledger check's affair
            return Map.of();
        }
        Set<Integer> planting = ledger.keySet().containsAll(before.keySet())
                ? Set.of()
                : PendingSeeds.partitions(
                        scan,
                        surroundings.topics().commands(),
                        surroundings
                                .cluster()
                                .committed(surroundings.configuration().applicationId()));
        return compare(before, ledger, heads(surroundings, scan), planting);
    }

    /**
     * A model's head as it was announced.
     *
     * @param partition the model's, which is the same on every topic of models
     */
    record Head(int partition, ModelVersionPublished event) {
        long version() {
            return event.getVersion();
        }
    }

    private static Map<String, Head> heads(Surroundings surroundings, TopicScan scan) {
        Map<String, Head> heads = new TreeMap<>();
        scan.events(
                surroundings.topics().modelHeads(),
                new AvroDecoder<>(surroundings.registry(), ModelVersionPublished.class),
                (place, event) -> heads.put(event.getModelId(), new Head(place.partition(), event)),
                seen -> {});
        return heads;
    }

    private static Map<String, ModelState> ledger(Surroundings surroundings, TopicScan scan, Set<String> existing) {
        String changelog = new LedgerTopics(surroundings.configuration().applicationId()).models();
        Map<String, ModelState> states = new HashMap<>();
        if (existing.contains(changelog)) {
            scan.records(changelog, seen -> {}, record -> {
                String modelId = new String(record.key(), StandardCharsets.UTF_8);
                if (record.value() == null) {
                    states.remove(modelId);
                } else {
                    states.put(modelId, decode(modelId, record.value()));
                }
            });
        }
        return states;
    }

    private static ModelState decode(String modelId, byte[] bytes) {
        try {
            return ModelCodecs.MODEL_STATE.decode(bytes);
        } catch (MalformedBytesException unreadable) {
            throw new UnreadableLedgerException(modelId, unreadable);
        }
    }

    /**
     * What does not agree, by model.
     *
     * @param planting partitions whose seeds are not all planted: a model they do not know yet is not a lost one
     */
    Map<String, Finding> compare(
            Map<String, Head> before, Map<String, ModelState> ledger, Map<String, Head> after, Set<Integer> planting) {
        Map<String, Finding> wrong = new TreeMap<>();
        before.forEach((modelId, head) -> {
            boolean awaited = !ledger.containsKey(modelId) && planting.contains(head.partition());
            long known = ledger.getOrDefault(modelId, ModelState.unpublished()).version();
            if (!awaited && known < head.version()) {
                String what = "version " + head.version() + " is announced, but the ledger stands at " + known + ".";
                wrong.put(modelId, disagreement(modelId, what));
            }
        });
        ledger.forEach((modelId, state) -> {
            Head head = after.get(modelId);
            long announced = head == null ? 0 : head.version();
            if (state.version() > announced) {
                String what = "the ledger stands at version " + state.version() + ", but the newest announced is "
                        + announced + ".";
                wrong.put(modelId, disagreement(modelId, what));
            }
        });
        return wrong;
    }

    private Finding disagreement(String modelId, String what) {
        return Finding.error(name(), "model '" + modelId + "'", what, RESTORED);
    }

    private void inStore(Surroundings surroundings, ModelVersionPublished head, List<Finding> findings) {
        try {
            Artifact artifact = surroundings.store().open(new ContentHash(head.getContentHash()));
            if (surroundings.thorough()) {
                artifact.files().keySet().forEach(artifact::read);
            }
        } catch (ModelStoreException.StoreUnavailable unavailable) {
            throw unavailable;
        } catch (ModelStoreException | IllegalArgumentException unusable) {
            findings.add(Finding.error(
                    name(),
                    "model '" + head.getModelId() + "', version " + head.getVersion(),
                    String.valueOf(unusable.getMessage()),
                    "The store may be ahead of the topics, never behind: restore a newer backup of it."));
        }
    }
}
