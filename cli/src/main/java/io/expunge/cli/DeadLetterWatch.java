/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.processor.intake.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.header.Header;

/**
 * Looks out for one record among the dead letters: a request whose id was already used for another, for example, never
 * gets a status of its own. Opened before the record is sent, it sees only what comes later. Not thread-safe.
 */
final class DeadLetterWatch implements AutoCloseable {
    private final Consumer<String, byte[]> consumer;
    private boolean blind;

    DeadLetterWatch(Consumer<String, byte[]> consumer, String topic, int partitions) {
        this.consumer = consumer;
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        consumer.assign(all);
        consumer.seekToEnd(all);
        all.forEach(consumer::position); // seeking is lazy; this asks for the end now
    }

    /** A watch that sees nothing. */
    private DeadLetterWatch(Consumer<String, byte[]> consumer) {
        this.consumer = consumer;
        this.blind = true;
    }

    /** A watch on the dead letters of a connection. It sees nothing where they are not for this user: few may read them. */
    static DeadLetterWatch of(Connection connection) {
        String topic = connection.topics().deadLetters();
        try {
            return new DeadLetterWatch(connection.consumer(), topic, connection.partitions(topic));
        } catch (KafkaException refused) {
            if (refused.getCause() instanceof AuthorizationException) {
                return new DeadLetterWatch(connection.consumer());
            }
            throw refused;
        }
    }

    /** Why a record was put aside, if it was by now; waits at most that long. */
    Optional<String> reason(RecordMetadata record, Duration patience) {
        return StreamSupport.stream(poll(patience).spliterator(), false)
                .filter(letter -> isAbout(letter, record))
                .map(letter -> header(letter, DeadLetter.REASON) + ": " + header(letter, DeadLetter.DETAIL))
                .findFirst();
    }

    private ConsumerRecords<String, byte[]> poll(Duration patience) {
        try {
            return blind ? ConsumerRecords.empty() : consumer.poll(patience);
        } catch (AuthorizationException refused) {
            blind = true;
            return ConsumerRecords.empty();
        }
    }

    /** Whether this user may not read the dead letters, as far as is known. */
    boolean isBlind() {
        return blind;
    }

    private static boolean isAbout(ConsumerRecord<String, byte[]> letter, RecordMetadata record) {
        return header(letter, DeadLetter.TOPIC).equals(record.topic())
                && header(letter, DeadLetter.PARTITION).equals(Integer.toString(record.partition()))
                && header(letter, DeadLetter.OFFSET).equals(Long.toString(record.offset()));
    }

    private static String header(ConsumerRecord<String, byte[]> letter, String name) {
        Header header = letter.headers().lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
