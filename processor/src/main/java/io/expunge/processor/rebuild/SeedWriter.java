/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.rebuild;

import io.expunge.processor.command.Command;
import io.expunge.processor.command.CommandCodec;
import io.expunge.processor.command.LedgerSeed;
import io.expunge.unlearning.ProgressMonitor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes all seeds and the group's offsets in one transaction: there is no half-done rebuild. The brokers refuse the
 * offsets, and with them the seeds, while the group has a member. They are asked before anything else is done, and again
 * at the end.
 */
final class SeedWriter {
    private static final String STAGE = "writing seeds";

    /** Makes the brokers fence us: without a member id a transaction's offsets are taken from anybody. */
    private static final String NO_MEMBER = "expunge-rebuild";

    private final String applicationId;
    private final String commands;
    private final Supplier<Producer<String, byte[]>> producers;

    /**
     * @param timeoutMillis how long the transaction may take; the brokers limit it
     */
    SeedWriter(String applicationId, String commands, Map<String, ?> clientProperties, int timeoutMillis) {
        this(applicationId, commands, () -> producer(applicationId, clientProperties, timeoutMillis));
    }

    /** A writer with a producer of another kind. */
    SeedWriter(String applicationId, String commands, Supplier<Producer<String, byte[]>> producers) {
        this.applicationId = applicationId;
        this.commands = commands;
        this.producers = producers;
    }

    private static Producer<String, byte[]> producer(
            String applicationId, Map<String, ?> clientProperties, int timeoutMillis) {
        Map<String, Object> properties = new HashMap<>(clientProperties);
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, applicationId + "-rebuild");
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, timeoutMillis);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }

    /**
     * Writes.
     *
     * @param offsets where the group is to go on; asked for twice
     * @param fenced what to do once the brokers have taken the offsets, and before the first seed; from then on an
     *     instance that starts waits for this transaction's end before it reads
     * @throws org.apache.kafka.common.KafkaException if the transaction was not committed; then nothing was written
     */
    void write(
            List<LedgerSeed> seeds,
            Supplier<Map<TopicPartition, Long>> offsets,
            Runnable fenced,
            long at,
            ProgressMonitor progress) {
        try (Producer<String, byte[]> producer = producers.get()) {
            producer.initTransactions();
            producer.beginTransaction();
            try {
                sendOffsets(producer, offsets.get());
                fenced.run();
                Map<TopicPartition, Long> newest = offsets.get();
                send(producer, seeds, at, progress);
                sendOffsets(producer, newest);
                producer.commitTransaction();
            } catch (RuntimeException failed) {
                producer.abortTransaction();
                throw failed;
            }
        }
    }

    private void sendOffsets(Producer<String, byte[]> producer, Map<TopicPartition, Long> offsets) {
        producer.sendOffsetsToTransaction(
                metadata(offsets), new ConsumerGroupMetadata(applicationId, -1, NO_MEMBER, Optional.empty()));
    }

    private void send(Producer<String, byte[]> producer, List<LedgerSeed> seeds, long at, ProgressMonitor progress) {
        CommandCodec codec = new CommandCodec();
        long sent = 0;
        for (LedgerSeed seed : seeds) {
            producer.send(new ProducerRecord<>(commands, seed.modelId(), codec.encode(new Command.Seed(at, seed))));
            if (++sent % 1000 == 0) {
                progress.progress(STAGE, sent, seeds.size());
            }
        }
        progress.progress(STAGE, sent, seeds.size());
    }

    private static Map<TopicPartition, OffsetAndMetadata> metadata(Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> metadata = new HashMap<>();
        offsets.forEach((partition, offset) -> metadata.put(partition, new OffsetAndMetadata(offset)));
        return metadata;
    }
}
