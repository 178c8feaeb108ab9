/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.processor.intake.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/** Reads the dead letters as they are, committed ones only, without a group. Not thread-safe; owns its consumer. */
final class DeadLetterReader implements AutoCloseable {
    private static final Duration TURN = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    DeadLetterReader(Consumer<byte[], byte[]> consumer, String topic, int count) {
        this.consumer = consumer;
        this.partitions = IntStream.range(0, count)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    static DeadLetterReader of(Connection connection) {
        String topic = connection.topics().deadLetters();
        int partitions = connection.partitions(topic);
        return new DeadLetterReader(connection.bytesConsumer(), topic, partitions);
    }

    /** Where a record stands. */
    record Place(String topic, int partition, long offset) {
        @Override
        public String toString() {
            return topic + "-" + partition + "@" + offset;
        }
    }

    /**
     * A dead letter where it stands. What its headers say is only as true as whoever may write to the topic.
     *
     * @param record as read
     */
    record Letter(ConsumerRecord<byte[], byte[]> record) {
        /** Its own place, as {@code PARTITION:OFFSET}. */
        String id() {
            return record.partition() + ":" + record.offset();
        }

        String header(String name) {
            Header header = record.headers().lastHeader(name);
            return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
        }

        /** A header that is a number; empty if it is none. */
        Optional<Long> number(String name) {
            String text = header(name);
            return text.matches("\\d{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
        }

        String reason() {
            return header(DeadLetter.REASON);
        }

        String detail() {
            return header(DeadLetter.DETAIL);
        }

        String stage() {
            return header(DeadLetter.STAGE);
        }

        /** Where the record stood that could not be taken in. */
        Place origin() {
            int partition = Math.toIntExact(
                    Math.min(number(DeadLetter.PARTITION).orElse((long) Integer.MAX_VALUE), Integer.MAX_VALUE));
            return new Place(
                    header(DeadLetter.TOPIC),
                    partition,
                    number(DeadLetter.OFFSET).orElse(Long.MAX_VALUE));
        }

        /** When it was put aside; letters of earlier releases say only when the broker got them. */
        String time() {
            String said = header(DeadLetter.TIME);
            return said.isEmpty() ? Statuses.time(Instant.ofEpochMilli(record.timestamp())) : said;
        }

        String key() {
            return record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        }

        byte[] payload() {
            return record.value() == null ? new byte[0] : record.value();
        }

        /** Bytes of the value as received, where that is known. */
        Optional<Long> size() {
            return number(DeadLetter.SIZE)
                    .or(() -> payload().length == 0 ? Optional.empty() : Optional.of((long) payload().length));
        }
    }

    /** From now on only what comes later. */
    void seekToEnd() {
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position); // seeking is lazy; this asks for the end now
    }

    /** Everything that is committed up to the end the topic has now. */
    List<Letter> readToEnd() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        List<Letter> letters = new ArrayList<>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            letters.addAll(poll(TURN));
        }
        return letters;
    }

    /** What comes next, waiting at most that long for it. */
    List<Letter> poll(Duration patience) {
        List<Letter> letters = new ArrayList<>();
        consumer.poll(patience).forEach(record -> letters.add(new Letter(record)));
        return letters;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
