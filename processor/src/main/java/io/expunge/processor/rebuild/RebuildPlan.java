/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.rebuild;

import io.expunge.processor.command.LedgerSeed;
import io.expunge.processor.model.VerifiedWhen;
import io.expunge.processor.rebuild.ModelEvidence.Placed;
import io.expunge.store.ContentHash;
import io.expunge.store.ModelStore;
import io.expunge.store.ModelStoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * What a rebuild will do: a pure function of the evidence and the store.
 *
 * @param seeds every fact, a model's facts together and its standing first
 * @param versionsFrom by partition, the first record of the versions topic that nobody gave a verdict on
 * @param verdictsFrom by partition, the first record of the verifications topic that requests were not told of
 * @param models how many models are seeded; names that only refused requests used are not counted
 * @param requests how many requests and registrations are seeded
 * @param reopened open requests that go on when the intake topics are read again
 * @param lost open requests that the intake topics do not hold any more, as model and request
 * @param problems why the ledger cannot be made from this; empty if it can
 * @param ends where the topics of versions, statuses and audit ended before they were read; empty if nobody said
 */
public record RebuildPlan(
        List<LedgerSeed> seeds,
        Map<Integer, Long> versionsFrom,
        Map<Integer, Long> verdictsFrom,
        int models,
        int requests,
        int reopened,
        List<String> lost,
        List<String> problems,
        Map<TopicPartition, Long> ends) {

    public RebuildPlan {
        seeds = List.copyOf(seeds);
        versionsFrom = Map.copyOf(versionsFrom);
        verdictsFrom = Map.copyOf(verdictsFrom);
        lost = List.copyOf(lost);
        problems = List.copyOf(problems);
        ends = Map.copyOf(ends);
    }

    /** The same plan, made from topics that ended there. */
    RebuildPlan withEnds(Map<TopicPartition, Long> readTo) {
        return new RebuildPlan(seeds, versionsFrom, verdictsFrom, models, requests, reopened, lost, problems, readTo);
    }

    /**
     * Plans.
     *
     * @param onTopic by model, ids of the requests and registrations that the intake topics still hold
     * @param decides whose verdict lets older versions go
     * @throws ModelStoreException if the store cannot be read
     */
    public static RebuildPlan of(
            Evidence evidence, ModelStore store, Map<String, Set<String>> onTopic, VerifiedWhen decides) {
        Planner planner = new Planner(store, decides);
        planner.problems.addAll(evidence.problems());
        evidence.models().forEach(model -> planner.add(model, onTopic.getOrDefault(model.modelId(), Set.of())));
        return planner.plan();
    }

    /** Gathers the models. */
    private static final class Planner {
        private final ModelStore store;
        private final VerifiedWhen decides;
        private final List<LedgerSeed> seeds = new ArrayList<>();
        private final Map<Integer, Long> versionsFrom = new HashMap<>();
        private final Map<Integer, Long> verdictsFrom = new HashMap<>();
        private final List<String> lost = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();
        private int models;
        private int requests;
        private int reopened;

        Planner(ModelStore store, VerifiedWhen decides) {
            this.store = store;
            this.decides = decides;
        }

        void add(ModelEvidence model, Set<String> onTopic) {
            checkHead(model);
            ModelSeeds planned = new ModelSeeds(
                    model,
                    new ServedRequests(model, store),
                    onTopic,
                    store.remembered().of(model.modelId()),
                    decides);
            seeds.addAll(planned.seeds());
            planned.unjudged().forEach(version -> first(versionsFrom, version));
            planned.untold().forEach(verdict -> first(verdictsFrom, verdict));
            planned.lost().forEach(request -> lost.add(model.modelId() + " " + request));
            models += planned.isKnown() ? 1 : 0;
            requests += model.statuses().size();
            reopened += planned.reopened().size();
        }

        /** The store may be ahead of the topics, never behind: without the head nothing could be unlearned. */
        private void checkHead(ModelEvidence model) {
            if (model.version() == 0) {
                return;
            }
            try {
                store.open(new ContentHash(model.headHash())).files();
            } catch (ModelStoreException.StoreUnavailable unavailable) {
                throw unavailable;
            } catch (ModelStoreException | IllegalArgumentException unusable) {
                problems.add("model '" + model.modelId() + "': the head, version " + model.version() + ": "
                        + unusable.getMessage());
            }
        }

        private static <T> void first(Map<Integer, Long> offsets, Placed<T> placed) {
            offsets.merge(placed.place().partition(), placed.place().offset(), Math::min);
        }

        RebuildPlan plan() {
            return new RebuildPlan(
                    seeds, versionsFrom, verdictsFrom, models, requests, reopened, lost, problems, Map.of());
        }
    }
}
