/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.fault;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** For whoever looks for the cause of a stand-still: partitions with records that no reader of committed ones sees. Stateless. */
final class OpenTransactions {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private OpenTransactions() {}

    /** A line for people; what cannot be asked is told in it. */
    static String describe(Map<String, Object> clients) {
        try (Admin admin = Admin.create(clients)) {
            Map<TopicPartition, Long> committed = ends(admin, IsolationLevel.READ_COMMITTED);
            Map<TopicPartition, Long> all = ends(admin, IsolationLevel.READ_UNCOMMITTED);
            Map<String, String> open = new TreeMap<>();
            all.forEach((partition, end) -> {
                long seen = committed.getOrDefault(partition, end);
                if (seen < end) {
                    open.put(partition.toString(), seen + " of " + end);
                }
            });
            return "open transactions: " + (open.isEmpty() ? "none" : open);
        } catch (Exception unknown) {
            return "open transactions: cannot be asked, " + unknown;
        }
    }

    private static Map<TopicPartition, Long> ends(Admin admin, IsolationLevel level) throws Exception {
        Map<TopicPartition, OffsetSpec> wanted = admin
                .describeTopics(admin.listTopics().names().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .allTopicNames()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .values()
                .stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> found = admin.listOffsets(wanted, new ListOffsetsOptions(level))
                .all()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return found.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue()
                .offset()));
    }
}
