/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.upgrade;

import io.expunge.processor.testing.Cluster;
import io.expunge.processor.upgrade.KeptState.KeptSchema;
import io.expunge.schemas.SchemaRegistry;
import io.expunge.schemas.TopicAdministration;
import io.expunge.schemas.TopicCatalogue;
import io.expunge.schemas.TopicSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Puts what an earlier release left with the brokers and the registry into new ones: schemas, topics, records, and how far
 * the group had read. Changelogs have their old offsets, by which local state goes; where the end of a transaction had one,
 * a deletion of nothing stands. In the other topics offsets count from 0 without such gaps.
 *
 * @param state what was left
 */
record KeptCluster(KeptState state) {
    private static final String GROUP = "expunge";
    private static final int MAGIC = 0;
    private static final int FRAME = 5;
    private static final String CHANGELOG = "-changelog";

    void restore(Admin admin, SchemaRegistry registry, Map<String, Object> clients) throws Exception {
        Map<Integer, Integer> ids = register(registry);
        createTopics(admin);
        produce(clients, ids);
        commit(admin);
    }

    /** Registers the schemas of then, and says which id each has now. */
    private Map<Integer, Integer> register(SchemaRegistry registry) throws IOException {
        Map<Integer, Integer> ids = new HashMap<>();
        for (KeptSchema schema : state.schemas()) {
            ids.put(schema.id(), registry.register(schema.subject(), schema.schema()));
        }
        return ids;
    }

    private void createTopics(Admin admin) throws IOException, ExecutionException, InterruptedException {
        new TopicAdministration(admin).createMissing(TopicCatalogue.of(TopicSettings.defaults()));
        List<NewTopic> internal = new ArrayList<>();
        state.topics().forEach((name, ends) -> {
            int partitions = ends.size();
            if (name.endsWith(CHANGELOG)) {
                internal.add(topic(name, partitions, TopicConfig.CLEANUP_POLICY_COMPACT));
            } else if (name.endsWith("-repartition")) {
                internal.add(topic(name, partitions, TopicConfig.CLEANUP_POLICY_DELETE));
            }
        });
        admin.createTopics(internal).all().get();
    }

    private static NewTopic topic(String name, int partitions, String policy) {
        return new NewTopic(name, partitions, (short) 1)
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG, policy,
                        TopicConfig.RETENTION_MS_CONFIG, "-1",
                        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime"));
    }

    private void produce(Map<String, Object> clients, Map<Integer, Integer> ids) throws Exception {
        Map<String, Object> properties = new HashMap<>(clients);
        // Offsets are to be those of before, so nothing may come twice or overtake, however slow the machine is.
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(Cluster.PATIENCE.toMillis()));
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.toIntExact(3 * Cluster.PATIENCE.toMillis()));
        List<Future<?>> sent = new ArrayList<>();
        Map<TopicPartition, Long> next = new HashMap<>();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (KeptRecord record : state.records()) {
                fillUpTo(record.topic(), record.partition(), record.offset(), next, producer, sent);
                Optional<byte[]> value = record.value().map(bytes -> framed(record.topic(), bytes, ids));
                sent.add(producer.send(record.toProducer(value)));
                next.merge(new TopicPartition(record.topic(), record.partition()), 1L, Long::sum);
            }
            for (Map.Entry<String, List<Long>> topic : state.topics().entrySet()) {
                for (int partition = 0; partition < topic.getValue().size(); partition++) {
                    fillUpTo(topic.getKey(), partition, topic.getValue().get(partition), next, producer, sent);
                }
            }
        }
        for (Future<?> one : sent) {
            one.get();
        }
    }

    private static void fillUpTo(
            String topic,
            int partition,
            long offset,
            Map<TopicPartition, Long> next,
            KafkaProducer<byte[], byte[]> producer,
            List<Future<?>> sent) {
        if (topic.endsWith(CHANGELOG)) {
            TopicPartition place = new TopicPartition(topic, partition);
            for (long at = next.getOrDefault(place, 0L); at < offset; at++) {
                sent.add(producer.send(new ProducerRecord<>(topic, partition, new byte[0], null)));
            }
            next.put(place, offset);
        }
    }

    /** The same value with the id that its schema has in this registry. */
    private static byte[] framed(String topic, byte[] value, Map<Integer, Integer> ids) {
        boolean isEvent = topic.startsWith("expunge.") && value.length > FRAME && value[0] == MAGIC;
        if (!isEvent) {
            return value;
        }
        byte[] framed = value.clone();
        ByteBuffer.wrap(framed).putInt(1, ids.get(ByteBuffer.wrap(value).getInt(1)));
        return framed;
    }

    private void commit(Admin admin) throws IOException, ExecutionException, InterruptedException {
        Map<TopicPartition, Long> read = new HashMap<>();
        for (KeptRecord record : state.records()) {
            if (record.consumed()) {
                read.merge(new TopicPartition(record.topic(), record.partition()), 1L, Long::sum);
            }
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        read.forEach((partition, count) -> offsets.put(partition, new OffsetAndMetadata(count)));
        admin.alterConsumerGroupOffsets(GROUP, offsets).all().get();
    }
}
