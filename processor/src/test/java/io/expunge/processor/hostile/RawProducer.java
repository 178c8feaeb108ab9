/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.hostile;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A producer that sends whatever it is given, wherever it is told. */
final class RawProducer implements AutoCloseable {
    private static final int LARGEST = 32 << 20;

    private final KafkaProducer<byte[], byte[]> producer;

    RawProducer(String bootstrapServers) {
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        LARGEST),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Sends and waits until the broker has it. */
    void send(ProducerRecord<byte[], byte[]> record) throws Exception {
        producer.send(record).get(60, TimeUnit.SECONDS);
    }

    /** Sends and does not wait; {@link #flush} does. */
    void sendLater(ProducerRecord<byte[], byte[]> record) {
        producer.send(record);
    }

    void flush() {
        producer.flush();
    }

    int partitions(String topic) {
        return producer.partitionsFor(topic).size();
    }

    /** Where librdkafka's default partitioner, consistent_random, puts a key: CRC-32, where Java takes murmur2. */
    static int librdkafkaPartition(String key, int partitions) {
        CRC32 crc = new CRC32();
        crc.update(key.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % partitions);
    }

    @Override
    public void close() {
        producer.close();
    }
}
