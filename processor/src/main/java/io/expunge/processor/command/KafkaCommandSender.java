/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.command;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends commands to Kafka from a thread of its own, because even handing a record to a producer may wait for metadata. A
 * command that could not be written is tried again until this sender is closed. Thread-safe.
 */
public final class KafkaCommandSender implements CommandSender {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaCommandSender.class);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final String topic;
    private final KafkaProducer<String, byte[]> producer;
    private final CommandCodec codec = new CommandCodec();
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "expunge-commands");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param clientProperties how to reach the brokers; everything that makes sending safe is set here
     */
    public KafkaCommandSender(String topic, Map<String, Object> clientProperties) {
        this.topic = topic;
        Map<String, Object> properties = new HashMap<>(clientProperties);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        this.producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }

    @Override
    public void send(String modelId, Command command) {
        enqueue(new ProducerRecord<>(topic, modelId, codec.encode(command)), 0);
    }

    @Override
    public void sendToPartition(int partition, Command command) {
        enqueue(new ProducerRecord<>(topic, partition, "", codec.encode(command)), 0);
    }

    private void enqueue(ProducerRecord<String, byte[]> record, long delayMillis) {
        try {
            executor.schedule(() -> transmit(record), delayMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("a command is dropped because the service stops; the next owner asks again");
        }
    }

    private void transmit(ProducerRecord<String, byte[]> record) {
        try {
            producer.send(record, (metadata, failure) -> {
                if (failure != null) {
                    retry(record, failure);
                }
            });
        } catch (org.apache.kafka.common.KafkaException failure) {
            retry(record, failure);
        }
    }

    private void retry(ProducerRecord<String, byte[]> record, Exception failure) {
        String kind = failure instanceof RetriableException ? "for now" : "at all";
        LOG.warn("topic {} takes no command {}: {}; trying again", topic, kind, failure.getMessage());
        enqueue(record, RETRY_DELAY.toMillis());
    }

    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(CLOSE_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
        producer.close(CLOSE_TIMEOUT);
    }
}
