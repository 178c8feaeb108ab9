/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.check;

import io.expunge.processor.cluster.LedgerTopics;
import io.expunge.processor.model.ModelStores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request that can be read again must be recognised: the ledger's rows, and the statuses a lost ledger is made from,
 * stay longer than requests do.
 */
final class RetentionCheck implements Check {
    private static final long FOR_EVER = Long.MAX_VALUE;

    @Override
    public String name() {
        return "retention";
    }

    @Override
    public boolean needsBrokers() {
        return true;
    }

    @Override
    public List<Finding> examine(Surroundings surroundings) {
        LedgerTopics ledger = new LedgerTopics(surroundings.configuration().applicationId());
        List<String> remembering = List.of(
                ledger.changelog(ModelStores.REQUESTS),
                ledger.models(),
                surroundings.topics().requestStatus());
        List<String> all = new ArrayList<>(remembering);
        all.add(surroundings.topics().deletionRequests());
        all.add(surroundings.topics().modelRegistrations());
        Map<String, Map<String, String>> settings = surroundings.cluster().topicSettings(all);
        long requests = Math.max(
                kept(settings, surroundings.topics().deletionRequests()),
                kept(settings, surroundings.topics().modelRegistrations()));
        List<Finding> findings = remembering.stream()
                .map(topic -> shorter(topic, kept(settings, topic), requests))
                .flatMap(Optional::stream)
                .toList();
        return findings.isEmpty()
                ? List.of(Finding.ok(
                        name(),
                        surroundings.topics().deletionRequests(),
                        "what is read again is recognised: the ledger outlives the requests."))
                : findings;
    }

    private Optional<Finding> shorter(String topic, long kept, long requests) {
        if (kept == FOR_EVER || kept > requests) {
            return Optional.empty();
        }
        return Optional.of(Finding.error(
                name(),
                topic,
                "its records go after " + kept + " ms, and requests stay " + text(requests)
                        + ": one that is read again could be applied twice.",
                "Run: kafka-configs --alter --entity-type topics --entity-name " + topic
                        + " --add-config cleanup.policy=compact"));
    }

    private static String text(long millis) {
        return millis == FOR_EVER ? "for ever" : millis + " ms";
    }

    /** How long a topic keeps the newest record of a key; a topic that does not exist yet forgets nothing. */
    private static long kept(Map<String, Map<String, String>> settings, String topic) {
        Map<String, String> own = settings.getOrDefault(topic, Map.of());
        if (!own.getOrDefault("cleanup.policy", "compact").contains("delete")) {
            return FOR_EVER;
        }
        String retention = own.getOrDefault("retention.ms", "-1");
        return retention.matches("\\d{1,18}") ? Long.parseLong(retention) : FOR_EVER;
    }
}
