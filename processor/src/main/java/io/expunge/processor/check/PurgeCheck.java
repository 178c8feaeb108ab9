/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.check;

import io.expunge.processor.cluster.LedgerTopics;
import io.expunge.processor.cluster.TopicScan;
import io.expunge.processor.codec.MalformedBytesException;
import io.expunge.processor.model.ErasureStores;
import io.expunge.processor.model.PurgePolicy;
import io.expunge.processor.model.PurgeQueue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says when versions that hold forgotten data are erased, and for an operator what waits for it. */
final class PurgeCheck implements Check {
    @Override
    public String name() {
        return "purge";
    }

    @Override
    public boolean needsBrokers() {
        return true;
    }

    @Override
    public List<Finding> examine(Surroundings surroundings) {
        String changelog =
                new LedgerTopics(surroundings.configuration().applicationId()).changelog(ErasureStores.VERSIONS);
        if (!surroundings.thorough() || !surroundings.cluster().topicNames().contains(changelog)) {
            return List.of();
        }
        try (TopicScan scan = new TopicScan(surroundings.clients())) {
            Map<String, byte[]> rows = new HashMap<>();
            scan.records(changelog, seen -> {}, record -> {
                String key = new String(record.key(), StandardCharsets.UTF_8);
                if (record.value() == null) {
                    rows.remove(key);
                } else {
                    rows.put(key, record.value());
                }
            });
            return List.of(tell(surroundings.configuration().policy().purge(), rows));
        }
    }

    Finding tell(PurgePolicy policy, Map<String, byte[]> rows) {
        try {
            PurgeQueue queue = PurgeQueue.of(rows, policy);
            return Finding.ok(
                    name(), "policy " + policy.mode().name().toLowerCase(Locale.ROOT), sentence(policy, queue));
        } catch (MalformedBytesException unreadable) {
            throw new UnreadableLedgerException("of a stored version", unreadable);
        }
    }

    private static String sentence(PurgePolicy policy, PurgeQueue queue) {
        return when(policy) + " Now " + queue.awaiting() + " await a verdict, " + queue.due() + " await their time"
                + queue.next()
                        .filter(at -> policy.mode() != PurgePolicy.Mode.KEEP)
                        .map(at -> " (the first " + Instant.ofEpochMilli(at) + ")")
                        .orElse("")
                + ", " + queue.held() + " are held, " + queue.planned() + " are being erased.";
    }

    private static String when(PurgePolicy policy) {
        return switch (policy.mode()) {
            case IMMEDIATE -> "what holds forgotten data is erased once a verdict covers it.";
            case GRACE ->
                "what holds forgotten data is erased "
                        + Duration.ofMillis(policy.graceMillis()).toSeconds() + " s after a verdict covers it.";
            case KEEP -> "nothing is erased, whatever it holds.";
        };
    }
}
