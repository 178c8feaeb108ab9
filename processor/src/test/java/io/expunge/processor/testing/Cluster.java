/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.testing;

import io.expunge.events.RequestState;
import io.expunge.events.RequestStatusChanged;
import io.expunge.processor.model.StatusKey;
import io.expunge.processor.service.ProcessorConfiguration;
import io.expunge.processor.service.ProcessorService;
import io.expunge.sandbox.Sandbox;
import io.expunge.sandbox.SandboxSettings;
import io.expunge.schemas.ConfluentSchemaRegistry;
import io.expunge.schemas.EventSchemas;
import io.expunge.schemas.SchemaRegistry;
import io.expunge.schemas.SubjectAdministration;
import io.expunge.schemas.TopicAdministration;
import io.expunge.schemas.TopicCatalogue;
import io.expunge.schemas.TopicSettings;
import io.expunge.schemas.Topics;
import io.expunge.store.ModelStore;
import io.expunge.store.filesystem.FileSystemModelStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A real broker, a real registry and a store on disk, and a processor that can be started and stopped on them. */
public final class Cluster implements AutoCloseable {
    public static final Duration PATIENCE = Duration.ofMinutes(3);

    public final Topics topics = Topics.withDefaultPrefix();
    public final ModelStore store;
    public final EventSchemas schemas;
    private final Sandbox sandbox;
    private final SchemaRegistry registry;
    private final Path directory;
    private final KafkaProducer<String, byte[]> producer;

    /** What was there before any topic or contract of today was made. */
    public interface Past {
        void restore(Admin admin, SchemaRegistry registry, Map<String, Object> clients) throws Exception;
    }

    public Cluster(Path directory) {
        this(directory, (admin, registry, clients) -> {});
    }

    /** A cluster that has a past. */
    public Cluster(Path directory, Past past) {
        this.directory = directory;
        this.sandbox = Sandbox.start(SandboxSettings.in(directory.resolve("sandbox")));
        this.registry = new ConfluentSchemaRegistry(List.of(sandbox.endpoints().schemaRegistryUrl()), Map.of());
        this.store = FileSystemModelStore.open(directory.resolve("store"));
        TopicCatalogue catalogue = TopicCatalogue.of(TopicSettings.defaults());
        try (Admin admin = Admin.create(clients())) {
            restore(past, admin);
            new TopicAdministration(admin).createMissing(catalogue);
        }
        new SubjectAdministration(registry).register(catalogue);
        this.schemas = EventSchemas.prepare(registry, topics);
        this.producer = new KafkaProducer<>(clients(), new StringSerializer(), new ByteArraySerializer());
    }

    private void restore(Past past, Admin admin) {
        try {
            past.restore(admin, registry, clients());
        } catch (Exception failed) {
            sandbox.close(); // nobody has a cluster to close
            throw new IllegalStateException("the past of a cluster could not be restored", failed);
        }
    }

    /** A configuration of this cluster, with a state directory of its own name. */
    public ProcessorConfiguration configuration(String name, Map<String, String> changes) {
        Map<String, String> settings = new HashMap<>(changes);
        settings.put("bootstrap.servers", sandbox.endpoints().bootstrapServers());
        settings.put("expunge.state-directory", directory.resolve(name).toString());
        return ProcessorConfiguration.of(settings);
    }

    /** What every client needs to reach the broker. */
    public Map<String, Object> clients() {
        Map<String, Object> properties = new HashMap<>();
        properties.put(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, sandbox.endpoints().bootstrapServers());
        return properties;
    }

    /** Starts a processor with a state directory of its own name and waits until it serves all partitions. */
    public ProcessorService startProcessor(String name, Map<String, String> changes) throws Exception {
        return startProcessor(name, changes, registry, store);
    }

    /** The same with another way to the registry, or another registry. */
    public ProcessorService startProcessor(String name, Map<String, String> changes, SchemaRegistry asked)
            throws Exception {
        return startProcessor(name, changes, asked, store);
    }

    /** The same with a view of the store of its own. */
    public ProcessorService startProcessor(String name, Map<String, String> changes, ModelStore view) throws Exception {
        return startProcessor(name, changes, registry, view);
    }

    private ProcessorService startProcessor(
            String name, Map<String, String> changes, SchemaRegistry asked, ModelStore view) throws Exception {
        ProcessorService service = ProcessorService.start(configuration(name, changes), asked, view);
        service.running().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return service;
    }

    /** Sends an event and waits until the broker has it. */
    public <T extends SpecificRecord> void send(String topic, String key, Class<T> type, T event) throws Exception {
        sendRaw(topic, key, schemas.serializer(type).serialize(topic, event));
    }

    public void sendRaw(String topic, String key, byte[] bytes) throws Exception {
        producer.send(new ProducerRecord<>(topic, key, bytes)).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Waits for the status of a request that fits. */
    public RequestStatusChanged awaitStatus(String modelId, UUID requestId, Predicate<RequestStatusChanged> wanted) {
        String key = StatusKey.of(modelId, requestId.toString());
        return await(
                topics.requestStatus(),
                schemas.deserializer(RequestStatusChanged.class),
                record -> key.equals(record.key()) && wanted.test(record.value()));
    }

    public RequestStatusChanged awaitState(String modelId, UUID requestId, RequestState state) {
        return awaitStatus(modelId, requestId, status -> status.getState() == state);
    }

    /** Reads a topic, committed records only, from its beginning until a record fits. */
    public <T> T await(String topic, Deserializer<T> deserializer, Predicate<ConsumerRecord<String, T>> wanted) {
        try (KafkaConsumer<String, T> consumer = consumer(topic, deserializer)) {
            long giveUp = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < giveUp) {
                for (ConsumerRecord<String, T> record : consumer.poll(Duration.ofMillis(200))) {
                    if (wanted.test(record)) {
                        return record.value();
                    }
                }
            }
        }
        throw new AssertionError("nothing that fits arrived on " + topic + " within " + PATIENCE);
    }

    /** Everything committed on a topic now. */
    public <T> List<ConsumerRecord<String, T>> readAll(String topic, Deserializer<T> deserializer) {
        List<ConsumerRecord<String, T>> records = new ArrayList<>();
        try (KafkaConsumer<String, T> consumer = consumer(topic, deserializer)) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    public List<ConsumerRecord<String, byte[]>> deadLetters() {
        return readAll(topics.deadLetters(), new ByteArrayDeserializer());
    }

    public Optional<ConsumerRecord<String, byte[]>> deadLetter(String reason) {
        return deadLetters().stream()
                .filter(record -> reason.equals(
                        new String(record.headers().lastHeader("expunge.reason").value())))
                .findFirst();
    }

    private <T> KafkaConsumer<String, T> consumer(String topic, Deserializer<T> deserializer) {
        Map<String, Object> properties = new HashMap<>(clients());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        KafkaConsumer<String, T> consumer = new KafkaConsumer<>(properties, new StringDeserializer(), deserializer);
        Set<TopicPartition> partitions = new java.util.HashSet<>();
        consumer.partitionsFor(topic).forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    public String bootstrapServers() {
        return sandbox.endpoints().bootstrapServers();
    }

    public String registryUrl() {
        return sandbox.endpoints().schemaRegistryUrl();
    }

    /** The registry, as a service is given it. */
    public SchemaRegistry registry() {
        return registry;
    }

    public ProcessHandle registryProcess() {
        return sandbox.registryProcess();
    }

    @Override
    public void close() {
        producer.close();
        registry.close();
        store.close();
        sandbox.close();
    }
}
