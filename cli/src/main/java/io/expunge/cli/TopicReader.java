/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.schemas.AvroDecoder;
import io.expunge.schemas.Decoded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads a topic from its beginning to the end it had when the reader looked, and on if asked. It joins no group, so it
 * disturbs nobody and leaves nothing behind, and it sees committed records only. Bytes that are no event are counted and
 * passed over. Not thread-safe; owns its consumer.
 *
 * @param <T> the event type
 */
final class TopicReader<T extends SpecificRecord> implements AutoCloseable {
    private static final Duration TURN = Duration.ofMillis(200);

    private final Consumer<String, byte[]> consumer;
    private final AvroDecoder<T> decoder;
    private final List<TopicPartition> partitions;
    private long unreadable;

    TopicReader(Consumer<String, byte[]> consumer, AvroDecoder<T> decoder, String topic, Set<Integer> partitions) {
        this.consumer = consumer;
        this.decoder = decoder;
        this.partitions = partitions.stream()
                .sorted()
                .map(partition -> new TopicPartition(topic, partition))
                .toList();
        consumer.assign(this.partitions);
        consumer.seekToBeginning(this.partitions);
    }

    /**
     * An event where it stands.
     *
     * @param key the record's key; empty text if it has none
     * @param event the value; empty for a tombstone
     */
    record Entry<T>(String key, int partition, long offset, Optional<T> event) {}

    /** From now on only what comes later. */
    void seekToEnd() {
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position); // seeking is lazy; this asks for the end now
    }

    /** Everything that is committed up to the end the topic has now, partition by partition in order. */
    List<Entry<T>> readToEnd() {
        return readToEnd(event -> true);
    }

    /** The same, of which only wanted events and tombstones are kept, so that the others take no memory. */
    List<Entry<T>> readToEnd(Predicate<T> wanted) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        List<Entry<T>> entries = new ArrayList<>();
        while (!reached(ends)) {
            poll(TURN).stream()
                    .filter(entry -> entry.event().map(wanted::test).orElse(true))
                    .forEach(entries::add);
        }
        return List.copyOf(entries);
    }

    /** What comes next, waiting at most that long for it. */
    List<Entry<T>> poll(Duration patience) {
        List<Entry<T>> entries = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : consumer.poll(patience)) {
            entry(record).ifPresent(entries::add);
        }
        return entries;
    }

    /** Records passed over because they hold no event of this type. */
    long unreadable() {
        return unreadable;
    }

    // The position moves past transaction markers too, which never come out of poll.
    private boolean reached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private Optional<Entry<T>> entry(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return Optional.of(at(record, Optional.empty()));
        }
        if (decoder.decode(record.value()) instanceof Decoded.Value<T> decoded) {
            return Optional.of(at(record, Optional.of(decoded.value())));
        }
        unreadable++;
        return Optional.empty();
    }

    private Entry<T> at(ConsumerRecord<String, byte[]> record, Optional<T> event) {
        String key = record.key() == null ? "" : record.key();
        return new Entry<>(key, record.partition(), record.offset(), event);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
