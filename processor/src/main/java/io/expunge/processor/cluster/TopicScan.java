/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.cluster;

import io.expunge.schemas.AvroDecoder;
import io.expunge.schemas.Decoded;
import io.expunge.schemas.MalformedRecordException;
import io.expunge.schemas.TopicAdministrationException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Goes once through everything a topic holds, committed records only, from its beginning to the end it had when the scan
 * started. Joins no group. Not thread-safe.
 *
 * <p>Going through a topic throws {@link TopicAdministrationException} when nothing came for half a minute though there is
 * more, as from a partition whose leader is gone.
 */
public final class TopicScan implements AutoCloseable {
    private static final Duration TURN = Duration.ofMillis(200);

    private static final Comparator<TopicPartition> BY_NAME =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Consumer<byte[], byte[]> consumer;
    private final LongSupplier nanoTime;

    public TopicScan(Map<String, ?> clientProperties) {
        this(new KafkaConsumer<>(properties(clientProperties)), System::nanoTime);
    }

    /** A scan by another consumer and another clock. */
    TopicScan(Consumer<byte[], byte[]> consumer, LongSupplier nanoTime) {
        this.consumer = consumer;
        this.nanoTime = nanoTime;
    }

    private static Map<String, Object> properties(Map<String, ?> clientProperties) {
        Map<String, Object> properties = new HashMap<>(clientProperties);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return properties;
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

    /** Visits every event; what is none of this type is passed over, and so are tombstones. */
    public <T extends SpecificRecord> void events(
            String topic, AvroDecoder<T> decoder, BiConsumer<Place, T> visitor, LongConsumer progress) {
        events(topic, decoder, visitor, (place, unreadable) -> {}, progress);
    }

    /**
     * Visits every event, and apart from them what is none of this type. Tombstones are passed over.
     *
     * @param unreadable told where a record stands that is no such event, and why not
     */
    public <T extends SpecificRecord> void events(
            String topic,
            AvroDecoder<T> decoder,
            BiConsumer<Place, T> visitor,
            BiConsumer<Place, MalformedRecordException> unreadable,
            LongConsumer progress) {
        records(topic, progress, events(decoder, visitor, unreadable));
    }

    /**
     * The same for the end of each partition only.
     *
     * @param newest how many offsets to look at; not each is that of a record
     */
    public <T extends SpecificRecord> void newestEvents(
            String topic,
            long newest,
            AvroDecoder<T> decoder,
            BiConsumer<Place, T> visitor,
            BiConsumer<Place, MalformedRecordException> unreadable) {
        List<TopicPartition> partitions = partitions(topic);
        consumer.assign(partitions);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        ends.forEach((partition, end) ->
                consumer.seek(partition, Math.max(beginnings.getOrDefault(partition, 0L), end - newest)));
        visit(ends, seen -> {}, events(decoder, visitor, unreadable));
    }

    private static <T extends SpecificRecord> java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> events(
            AvroDecoder<T> decoder,
            BiConsumer<Place, T> visitor,
            BiConsumer<Place, MalformedRecordException> unreadable) {
        return record -> {
            if (record.value() != null) {
                Place place = new Place(record.partition(), record.offset());
                Decoded<T> decoded = decoder.decode(record.value());
                if (decoded instanceof Decoded.Value<T> value) {
                    visitor.accept(place, value.value());
                } else if (decoded instanceof Decoded.Malformed<T> malformed) {
                    unreadable.accept(place, malformed.reason());
                }
            }
        };
    }

    /** The first committed record of a partition from an offset on, if there is one. */
    public Optional<ConsumerRecord<byte[], byte[]>> next(TopicPartition partition, long from) {
        consumer.assign(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        consumer.seek(partition, from);
        Standstill standstill = new Standstill(Map.of(partition, end));
        while (standstill.isBehind()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(TURN)) {
                return Optional.of(record);
            }
        }
        return Optional.empty();
    }

    /** Whether a topic that exists holds a committed record. */
    public boolean holdsRecords(String topic) {
        return beginnings(topic).entrySet().stream()
                .anyMatch(beginning ->
                        next(beginning.getKey(), beginning.getValue()).isPresent());
    }

    /** Visits every record. */
    public void records(
            String topic, LongConsumer progress, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
        List<TopicPartition> partitions = partitions(topic);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        visit(consumer.endOffsets(partitions), progress, visitor);
    }

    private void visit(
            Map<TopicPartition, Long> ends,
            LongConsumer progress,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
        long seen = 0;
        Standstill standstill = new Standstill(ends);
        while (standstill.isBehind()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(TURN)) {
                visitor.accept(record);
                seen++;
            }
            progress.accept(seen);
        }
    }

    /** Whether there is more to come, and whether it comes. */
    private final class Standstill {
        private final Map<TopicPartition, Long> ends;
        private Map<TopicPartition, Long> behind = Map.of();
        private long since = nanoTime.getAsLong();

        Standstill(Map<TopicPartition, Long> ends) {
            this.ends = ends;
        }

        boolean isBehind() {
            Map<TopicPartition, Long> now = new TreeMap<>(BY_NAME);
            ends.forEach((partition, end) -> {
                long position = consumer.position(partition);
                if (position < end) {
                    now.put(partition, position);
                }
            });
            long time = nanoTime.getAsLong();
            if (!now.equals(behind)) {
                since = time;
            } else if (!now.isEmpty() && time - since > PATIENCE.toNanos()) {
                throw stuck(now);
            }
            behind = now;
            return !now.isEmpty();
        }

        private TopicAdministrationException stuck(Map<TopicPartition, Long> positions) {
            TopicPartition first = positions.keySet().iterator().next();
            return new TopicAdministrationException(
                    "could not read topic '" + first.topic() + "': partition " + first.partition()
                            + " gave nothing for " + PATIENCE.toSeconds() + " s, from offset " + positions.get(first)
                            + " of " + ends.get(first)
                            + ". Look whether the partition has a leader ('kafka-topics --describe'), and try again.",
                    new TimeoutException("no record of " + first));
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
