/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.sandbox;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How coordinators decided transactions, as their log says: a decision that is written there has been told to some partitions
 * already, and to the producer. Immutable.
 */
final class TransactionDecisions {
    private static final String TOPIC = "__transaction_state";
    private static final Duration POLL = Duration.ofMillis(200);

    /** Of {@code TransactionState} in Kafka's coordinator. */
    private static final int ONGOING = 1;

    private static final int PREPARE_COMMIT = 2;
    private static final int PREPARE_ABORT = 3;

    private record Transaction(long producerId, short epoch) {}

    private final Map<Transaction, TransactionResult> decisions;

    private TransactionDecisions(Map<Transaction, TransactionResult> decisions) {
        this.decisions = Map.copyOf(decisions);
    }

    /** Reads the coordinators' log to its end. */
    static TransactionDecisions read(Map<String, Object> clients) {
        Map<String, Object> properties = new HashMap<>(clients);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        Map<Transaction, TransactionResult> decisions = new HashMap<>();
        Map<ByteBuffer, Transaction> ongoing = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(TOPIC).stream()
                    .map(partition -> new TopicPartition(TOPIC, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    note(record, ongoing, decisions);
                }
            }
        }
        return new TransactionDecisions(decisions);
    }

    /**
     * Since version 2 of the protocol a decision has the epoch after that of the transaction, so that it is told from the last
     * record that called the transaction ongoing. Both versions of a value begin alike: version, producer id, epoch, time-out,
     * state.
     */
    private static void note(
            ConsumerRecord<byte[], byte[]> record,
            Map<ByteBuffer, Transaction> ongoing,
            Map<Transaction, TransactionResult> decisions) {
        ByteBuffer id = ByteBuffer.wrap(record.key());
        if (record.value() == null) {
            ongoing.remove(id);
            return;
        }
        ByteBuffer value = ByteBuffer.wrap(record.value());
        value.getShort();
        Transaction transaction = new Transaction(value.getLong(), value.getShort());
        value.getInt();
        int state = value.get();
        if (state == ONGOING) {
            ongoing.put(id, transaction);
        } else if (state == PREPARE_COMMIT || state == PREPARE_ABORT) {
            TransactionResult result = state == PREPARE_COMMIT ? TransactionResult.COMMIT : TransactionResult.ABORT;
            decisions.put(Optional.ofNullable(ongoing.get(id)).orElse(transaction), result);
        }
    }

    /** A transaction that was never decided is aborted, as its coordinator would after its time. */
    TransactionResult of(long producerId, short epoch) {
        return decisions.getOrDefault(new Transaction(producerId, epoch), TransactionResult.ABORT);
    }
}
