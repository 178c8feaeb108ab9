/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.rebuild;

import io.expunge.schemas.AvroDecoder;
import io.expunge.schemas.Decoded;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Goes once through everything a topic holds, committed records only, from its beginning to the end it had when the scan
 * started. Joins no group. Not thread-safe.
 */
public final class TopicScan implements AutoCloseable {
    private static final Duration TURN = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;

    public TopicScan(Map<String, ?> clientProperties) {
        Map<String, Object> properties = new HashMap<>(clientProperties);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Partitions of a topic. */
    public List<TopicPartition> partitions(String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    /** Where each partition of a topic begins. */
    public Map<TopicPartition, Long> beginnings(String topic) {
        return consumer.beginningOffsets(partitions(topic));
    }

    /** Where each partition of a topic ends for a reader of committed records. */
    public Map<TopicPartition, Long> ends(String topic) {
        return consumer.endOffsets(partitions(topic));
    }

    /**
     * Visits every event; what is none of this type is passed over, and so are tombstones.
     *
     * @return how many records were passed over
     */
    public <T extends SpecificRecord> long events(
            String topic, AvroDecoder<T> decoder, BiConsumer<Place, T> visitor, LongConsumer progress) {
        long[] skipped = {0};
        records(topic, progress, record -> {
            if (record.value() != null && decoder.decode(record.value()) instanceof Decoded.Value<T> decoded) {
                visitor.accept(new Place(record.partition(), record.offset()), decoded.value());
            } else {
                skipped[0]++;
            }
        });
        return skipped[0];
    }

    /** The first committed record of a partition from an offset on, if there is one. */
    public Optional<ConsumerRecord<byte[], byte[]>> next(TopicPartition partition, long from) {
        consumer.assign(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        consumer.seek(partition, from);
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(TURN)) {
                return Optional.of(record);
            }
        }
        return Optional.empty();
    }

    /** Visits every record. */
    public void records(
            String topic, LongConsumer progress, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
        List<TopicPartition> partitions = partitions(topic);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        long seen = 0;
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(TURN)) {
                visitor.accept(record);
                seen++;
            }
            progress.accept(seen);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
