/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.service;

import io.expunge.processor.check.SharedStoreCheck;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Kafka Streams' own configuration, made from ours: what keeps the promises is not left to defaults. */
public final class StreamsSettings {
    private static final int SESSION_TIMEOUT_MILLIS = 10_000;

    /** How long a transaction of the service may take before the brokers abort it. */
    public static final int TRANSACTION_TIMEOUT_MILLIS = 60_000;

    /** What no client property may say otherwise for one kind of consumer only; the narrower prefix would win. */
    private static final Set<String> FIXED_FOR_CONSUMERS = Set.of(
            ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            ConsumerConfig.GROUP_PROTOCOL_CONFIG);

    private StreamsSettings() {}

    static Map<String, Object> of(ProcessorConfiguration configuration, String storeIdentity) {
        Map<String, Object> settings = new HashMap<>(configuration.clientProperties());
        FIXED_FOR_CONSUMERS.forEach(key -> {
            settings.remove(StreamsConfig.consumerPrefix(key));
            settings.remove(StreamsConfig.mainConsumerPrefix(key));
            settings.remove(StreamsConfig.restoreConsumerPrefix(key));
            settings.remove(StreamsConfig.globalConsumerPrefix(key));
        });
        String base = configuration
                .clientProperties()
                .getOrDefault(StreamsConfig.CLIENT_ID_CONFIG, configuration.applicationId() + "-" + UUID.randomUUID());
        settings.put(StreamsConfig.CLIENT_ID_CONFIG, SharedStoreCheck.clientId(base, storeIdentity));
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, configuration.applicationId());
        settings.put(
                StreamsConfig.STATE_DIR_CONFIG, configuration.stateDirectory().toString());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, configuration.commitIntervalMillis());
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, configuration.streamThreads());
        settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, configuration.standbyReplicas());
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, configuration.replicationFactor());
        settings.put(StreamsConfig.topicPrefix(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG), minimumInSync(configuration));
        // Waits for partitions that are known to hold more: commands, seeds among them, are taken before requests.
        settings.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, 0L);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_TIMEOUT_MILLIS);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        settings.put(
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), TRANSACTION_TIMEOUT_MILLIS);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 5);
        return settings;
    }

    /** Two of three replicas have a write before it counts; with fewer brokers there is nothing to choose. */
    private static String minimumInSync(ProcessorConfiguration configuration) {
        return String.format(Locale.ROOT, "%d", configuration.replicationFactor() >= 3 ? 2 : 1);
    }
}
