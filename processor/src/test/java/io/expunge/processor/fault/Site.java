/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.fault;

import io.expunge.events.DeletionRequested;
import io.expunge.events.ModelRegistered;
import io.expunge.processor.artifact.ModelTraining;
import io.expunge.processor.testing.Requests;
import io.expunge.schemas.ConfluentSchemaRegistry;
import io.expunge.schemas.EventSchemas;
import io.expunge.schemas.SchemaRegistry;
import io.expunge.schemas.SubjectAdministration;
import io.expunge.schemas.TopicAdministration;
import io.expunge.schemas.TopicCatalogue;
import io.expunge.schemas.TopicSettings;
import io.expunge.schemas.Topics;
import io.expunge.store.ContentHash;
import io.expunge.store.ModelStore;
import io.expunge.store.filesystem.FileSystemModelStore;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.corpus.SampleCorpus;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.method.TrainingSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** One application on a footing: its topics, its store, its processors, and a witness. Owned by one thread. */
final class Site implements AutoCloseable {
    private static final int PARTITIONS = 2;
    private static final int HEAP = 256;
    /** Shorter than a real one, so that a dead owner is found out soon. */
    private static final int SESSION_TIMEOUT_MILLIS = 2_000;

    final Topics topics;
    final ModelStore store;
    final Witness witness;
    private final Footing footing;
    private final Path directory;
    private final Map<String, String> settings;
    final SchemaRegistry registry;
    private final EventSchemas schemas;
    private final KafkaProducer<String, byte[]> producer;
    private final List<ChildJvm> processors = new CopyOnWriteArrayList<>();

    Site(Footing footing, Path directory, String prefix, Map<String, String> settings) {
        this.footing = footing;
        this.directory = directory;
        this.settings = settings;
        this.topics = new Topics(prefix);
        this.registry = new ConfluentSchemaRegistry(List.of(footing.registryUrl()), Map.of());
        this.store = FileSystemModelStore.open(directory.resolve("store"));
        TopicCatalogue catalogue = TopicCatalogue.of(TopicSettings.defaults()
                .withPrefix(prefix)
                .withModelPartitions(PARTITIONS)
                .withIntakePartitions(PARTITIONS));
        try (Admin admin = Admin.create(clients())) {
            new TopicAdministration(admin).createMissing(catalogue);
        }
        new SubjectAdministration(registry).register(catalogue);
        this.schemas = EventSchemas.prepare(registry, topics);
        this.producer = new KafkaProducer<>(producerProperties(), new StringSerializer(), new ByteArraySerializer());
        this.witness = new Witness(clients(), topics, schemas, store, this::tails);
    }

    private Map<String, Object> clients() {
        return new HashMap<>(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, footing.bootstrapServers()));
    }

    private Map<String, Object> producerProperties() {
        Map<String, Object> properties = clients();
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        return properties;
    }

    /** Trains a small model and has it registered; whoever runs publishes it. */
    ContentHash register(int number, String modelId, SampleCorpus.Split corpus) throws Exception {
        ContentHash artifact = new ModelTraining(modelId, Analysis.standard(), TrainingSettings.standard())
                .train(corpus.train(), Optional.of(corpus.test()), store, ProgressMonitor.NONE)
                .artifact();
        register(number, modelId, artifact);
        return artifact;
    }

    /** The same, and waits for the first version. */
    ContentHash publish(int number, String modelId, SampleCorpus.Split corpus) throws Exception {
        ContentHash artifact = register(number, modelId, corpus);
        witness.await("model " + modelId + " is published", Ground.PATIENCE, () -> !witness.versions()
                .of(modelId)
                .isEmpty());
        return artifact;
    }

    void register(int number, String modelId, ContentHash artifact) throws Exception {
        send(
                topics.modelRegistrations(),
                modelId,
                ModelRegistered.class,
                Requests.registration(number, modelId, artifact.hex()));
    }

    /** Sends a request and waits for the broker's word. */
    void request(DeletionRequested request) throws Exception {
        send(topics.deletionRequests(), request.getModelId(), DeletionRequested.class, request);
        witness.acknowledged(request);
    }

    /** Sends the bytes of a request that no code of this project wrote. */
    void requestRaw(DeletionRequested request, byte[] bytes) throws Exception {
        produce(topics.deletionRequests(), request.getModelId(), bytes);
        witness.acknowledged(request);
    }

    /** Sends a request and goes on; whether the broker has it is known later. */
    CompletableFuture<DeletionRequested> requestLater(DeletionRequested request) {
        CompletableFuture<DeletionRequested> done = new CompletableFuture<>();
        byte[] bytes = schemas.serializer(DeletionRequested.class).serialize(topics.deletionRequests(), request);
        producer.send(
                new ProducerRecord<>(topics.deletionRequests(), request.getModelId(), bytes), (metadata, failure) -> {
                    if (failure == null) {
                        witness.acknowledged(request);
                        done.complete(request);
                    } else {
                        done.completeExceptionally(failure);
                    }
                });
        return done;
    }

    /** Sends the whole topic of requests again, from its first record to its last as of now. */
    int replayRequests() throws Exception {
        Map<String, Object> properties = clients();
        int replayed = 0;
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topics.deletionRequests()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            for (ConsumerRecord<String, byte[]> record : records) {
                produce(record.topic(), record.key(), record.value());
                replayed++;
            }
        }
        return replayed;
    }

    private <T extends SpecificRecord> void send(String topic, String key, Class<T> type, T event)
            throws ExecutionException, InterruptedException, TimeoutException {
        produce(topic, key, schemas.serializer(type).serialize(topic, event));
    }

    private void produce(String topic, String key, byte[] bytes)
            throws ExecutionException, InterruptedException, TimeoutException {
        producer.send(new ProducerRecord<>(topic, key, bytes)).get(Ground.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Starts a processor and waits until it runs. */
    ChildJvm startProcessor(String name, Map<String, String> changes) throws Exception {
        ChildJvm child = launch(name, changes);
        child.await("running", Ground.PATIENCE);
        return child;
    }

    /** Starts a processor with a state directory of its own name. */
    ChildJvm launch(String name, Map<String, String> changes) throws IOException {
        Map<String, String> all = new HashMap<>();
        all.put("bootstrap.servers", footing.bootstrapServers());
        all.put("expunge.application-id", topics.prefix() + "app");
        all.put("expunge.topic-prefix", topics.prefix());
        all.put("expunge.model-partitions", Integer.toString(PARTITIONS));
        all.put("expunge.state-directory", directory.resolve("state-" + name).toString());
        all.put("main.consumer.heartbeat.interval.ms", "500");
        all.put(ProcessorChild.TIMEOUT, Integer.toString(SESSION_TIMEOUT_MILLIS));
        all.put(ProcessorChild.REGISTRY, footing.registryUrl());
        all.put(ProcessorChild.STORE, directory.resolve("store").toString());
        all.putAll(settings);
        all.putAll(changes);
        Path file = Ground.write(directory.resolve(name + ".properties"), all);
        ChildJvm child = ChildJvm.start(name, ProcessorChild.class, HEAP, file, directory.resolve(name + ".log"));
        processors.add(child);
        return child;
    }

    private String tails() {
        return OpenTransactions.describe(clients()) + "\n"
                + processors.stream().map(ChildJvm::describe).collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        processors.forEach(ChildJvm::close);
        witness.close();
        producer.close();
        registry.close();
        store.close();
    }
}
