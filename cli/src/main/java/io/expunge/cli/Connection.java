/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.schemas.AvroDecoder;
import io.expunge.schemas.ConfluentAvroSerializer;
import io.expunge.schemas.ConfluentSchemaRegistry;
import io.expunge.schemas.SchemaRegistry;
import io.expunge.schemas.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** An open way to one broker cluster and its registry. Not thread-safe; closing it closes every client but those handed out. */
final class Connection implements AutoCloseable {
    /** A person waits: say soon that nobody answers. A properties file may say otherwise. */
    private static final Map<String, String> PATIENCE = Map.of(
            "request.timeout.ms", "10000",
            "default.api.timeout.ms", "15000",
            "socket.connection.setup.timeout.ms", "5000");

    private static final long PROBE_SECONDS = 15;

    private final ConnectionSettings settings;
    private final Admin admin;
    private final SchemaRegistry registry;

    private Connection(ConnectionSettings settings) {
        this.settings = settings;
        this.admin = Admin.create(properties(Map.of()));
        this.registry = new ConfluentSchemaRegistry(settings.registryUrls(), settings.registry());
    }

    /**
     * Connects and makes sure that a broker answers.
     *
     * @throws CommandFailure if none does
     */
    static Connection open(ConnectionSettings settings) {
        Connection connection = new Connection(settings);
        try {
            connection.probe();
            return connection;
        } catch (CommandFailure unreachable) {
            connection.close();
            throw unreachable;
        }
    }

    private void probe() {
        await(admin.describeCluster().clusterId());
    }

    Topics topics() {
        return settings.topics();
    }

    ConnectionSettings settings() {
        return settings;
    }

    Admin admin() {
        return admin;
    }

    SchemaRegistry registry() {
        return registry;
    }

    /** Partitions of a topic that has to exist. */
    int partitions(String topic) {
        try {
            TopicDescription description = await(admin.describeTopics(List.of(topic))
                    .topicNameValues()
                    .values()
                    .iterator()
                    .next());
            return description.partitions().size();
        } catch (TopicAuthorizationException refused) {
            throw new KafkaException(
                    "topic " + topic + " is not for this user", new TopicAuthorizationException(Set.of(topic)));
        } catch (UnknownTopicOrPartitionException missing) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "topic " + topic + " does not exist at " + settings.bootstrapServers()
                            + ". Create the topics with 'expunge topics --create', or check --topic-prefix.",
                    missing);
        }
    }

    /** A producer that loses nothing it acknowledged and repeats nothing it retried. */
    <T extends SpecificRecord> Producer<String, T> producer(Class<T> type) {
        return new KafkaProducer<>(
                producerProperties(), new StringSerializer(), new ConfluentAvroSerializer<>(registry, type));
    }

    /** A producer of records as they are. */
    Producer<byte[], byte[]> bytesProducer() {
        return new KafkaProducer<>(producerProperties(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private Map<String, Object> producerProperties() {
        return properties(Map.of(
                "acks", "all",
                "enable.idempotence", "true",
                "delivery.timeout.ms", "30000",
                "max.block.ms", "15000"));
    }

    /** A reader of committed events on all partitions of a topic. */
    <T extends SpecificRecord> TopicReader<T> reader(String topic, Class<T> type) {
        Set<Integer> all = IntStream.range(0, partitions(topic)).boxed().collect(Collectors.toUnmodifiableSet());
        return reader(topic, all, type);
    }

    /** A reader of committed events on some partitions of a topic. */
    <T extends SpecificRecord> TopicReader<T> reader(String topic, Set<Integer> partitions, Class<T> type) {
        return new TopicReader<>(consumer(), new AvroDecoder<>(registry, type), topic, partitions);
    }

    /** A consumer without a group that sees committed records only. */
    Consumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(consumerProperties(), new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** The same, keys as they are. */
    Consumer<byte[], byte[]> bytesConsumer() {
        return new KafkaConsumer<>(consumerProperties(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Map<String, Object> consumerProperties() {
        return properties(Map.of(
                "isolation.level", "read_committed",
                "enable.auto.commit", "false",
                "auto.offset.reset", "earliest",
                "allow.auto.create.topics", "false"));
    }

    private Map<String, Object> properties(Map<String, String> own) {
        Map<String, Object> properties = new HashMap<>(PATIENCE);
        properties.putAll(own);
        properties.put("client.id", "expunge-cli");
        properties.putAll(settings.client());
        properties.put("bootstrap.servers", settings.bootstrapServers());
        return properties;
    }

    private <T> T await(KafkaFuture<T> future) {
        try {
            return future.get(PROBE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException slow) {
            throw unreachable(slow);
        } catch (ExecutionException failed) {
            throw translate(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.FAILED, "interrupted.", interrupted);
        }
    }

    private KafkaException translate(ExecutionException failed) {
        Throwable cause = failed.getCause();
        if (cause instanceof org.apache.kafka.common.errors.TimeoutException) {
            throw unreachable(cause);
        }
        return cause instanceof KafkaException known ? known : new KafkaException(String.valueOf(cause), cause);
    }

    private CommandFailure unreachable(Throwable cause) {
        return new CommandFailure(
                ExitCode.UNREACHABLE,
                "no Kafka broker answers at " + settings.bootstrapServers()
                        + ". Check that it runs, the address, and security.protocol in --properties: a listener with"
                        + " TLS or a login does not answer without.",
                cause);
    }

    @Override
    public void close() {
        admin.close(java.time.Duration.ofSeconds(1));
        registry.close();
    }
}
