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
     * @param record as read; without its value where only the list was asked for
     * @param payloadBytes size of its value
     */
    record Letter(ConsumerRecord<byte[], byte[]> record, int payloadBytes) {
        static Letter of(ConsumerRecord<byte[], byte[]> record) {
            return new Letter(record, record.value() == null ? 0 : record.value().length);
        }

        /** The same without its value: a long list of large ones must not fill the memory. */
        @SuppressWarnings("NullAway") // a record may have no value
        Letter withoutPayload() {
            return new Letter(
                    new ConsumerRecord<>(
                            record.topic(),
                            record.partition(),
                            record.offset(),
                            record.timestamp(),
                            record.timestampType(),
                            record.serializedKeySize(),
                            0,
                            record.key(),
                            null,
                            record.headers(),
                            record.leaderEpoch()),
                    payloadBytes);
        }

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
                    .or(() -> payloadBytes == 0 ? Optional.empty() : Optional.of((long) payloadBytes));
        }
    }

    /** From now on only what comes later. */
    void seekToEnd() {
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position); // seeking is lazy; this asks for the end now
    }

    /** Everything that is committed up to the end the topic has now, without the values. */
    List<Letter> list() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        List<Letter> letters = new ArrayList<>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            poll(TURN).forEach(letter -> letters.add(letter.withoutPayload()));
        }
        return letters;
    }

    /** What comes next, waiting at most that long for it. */
    List<Letter> poll(Duration patience) {
        List<Letter> letters = new ArrayList<>();
        consumer.poll(patience).forEach(record -> letters.add(Letter.of(record)));
        return letters;
    }

    /**
     * One letter with its value; empty if retention took it away meanwhile. Afterwards this reader stands elsewhere.
     *
     * @param patience how long to wait for the broker
     */
    Optional<Letter> fetch(Letter listed, Duration patience) {
        TopicPartition partition =
                new TopicPartition(listed.record().topic(), listed.record().partition());
        long offset = listed.record().offset();
        consumer.assign(List.of(partition));
        consumer.seek(partition, offset);
        Patience left = Patience.of(patience);
        while (!left.isOver() && consumer.position(partition) <= offset) {
            for (Letter letter : poll(TURN)) {
                if (letter.record().offset() == offset) {
                    return Optional.of(letter);
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
