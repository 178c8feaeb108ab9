/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli.examples;

import io.expunge.events.ModelVersionPublished;
import io.expunge.schemas.ConfluentAvroDeserializer;
import io.expunge.schemas.ConfluentSchemaRegistry;
import io.expunge.schemas.SchemaRegistry;
import io.expunge.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A model server follows the heads of all models. */
public final class FollowVersions {
    private FollowVersions() {}

    /** Hands every new head to the server, until the server says that it has seen enough. */
    public static void follow(String brokers, String registryUrl, Predicate<ModelVersionPublished> server) {
        String topic = Topics.withDefaultPrefix().modelHeads();
        Map<String, Object> properties =
                Map.of("bootstrap.servers", brokers, "isolation.level", "read_committed", "enable.auto.commit", false);
        try (SchemaRegistry registry = new ConfluentSchemaRegistry(List.of(registryUrl), Map.of());
                Consumer<String, ModelVersionPublished> consumer = new KafkaConsumer<>(
                        properties,
                        new StringDeserializer(),
                        new ConfluentAvroDeserializer<>(registry, ModelVersionPublished.class))) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions); // every server reads everything: no group
            consumer.seekToBeginning(partitions);
            serve(consumer, server);
        }
    }

    private static void serve(
            Consumer<String, ModelVersionPublished> consumer, Predicate<ModelVersionPublished> server) {
        Map<String, Long> serving = new HashMap<>();
        while (true) {
            for (ConsumerRecord<String, ModelVersionPublished> record : consumer.poll(Duration.ofSeconds(1))) {
                ModelVersionPublished head = record.value();
                boolean newer = serving.merge(head.getModelId(), head.getVersion(), Math::max) == head.getVersion();
                if (newer && server.test(head)) {
                    return;
                }
            }
        }
    }
}
