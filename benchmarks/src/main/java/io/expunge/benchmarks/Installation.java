/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import io.expunge.events.DeletionRequested;
import io.expunge.events.ModelRegistered;
import io.expunge.events.RequestState;
import io.expunge.events.RequestStatusChanged;
import io.expunge.processor.artifact.ModelTraining;
import io.expunge.processor.service.ProcessorConfiguration;
import io.expunge.processor.service.ProcessorService;
import io.expunge.sandbox.Sandbox;
import io.expunge.sandbox.SandboxSettings;
import io.expunge.schemas.ConfluentSchemaRegistry;
import io.expunge.schemas.EventSchemas;
import io.expunge.schemas.SubjectAdministration;
import io.expunge.schemas.TopicAdministration;
import io.expunge.schemas.TopicCatalogue;
import io.expunge.schemas.TopicSettings;
import io.expunge.schemas.Topics;
import io.expunge.store.ContentHash;
import io.expunge.store.ModelStore;
import io.expunge.store.filesystem.FileSystemModelStore;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.corpus.Corpus;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.method.TrainingSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A real broker, a real registry, a store on disk and a running processor, all in a directory and on loopback. System
 * properties that start with {@code processor.} go to the processor without it, such as
 * {@code -Dprocessor.expunge.commit-interval-ms=20}.
 */
final class Installation implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(5);
    /** Where an installation in a directory keeps its models. */
    static Path store(Path directory) {
        return directory.resolve("store");
    }

    private static final String PREFIX = "processor.";

    private final Topics topics = Topics.withDefaultPrefix();
    private final Sandbox sandbox;
    private final ConfluentSchemaRegistry registry;
    private final ModelStore store;
    private final EventSchemas schemas;
    private final Path state;
    private ProcessorService service;

    Installation(Path directory) throws InterruptedException, ExecutionException, TimeoutException {
        Machine.progress("starting a broker, a registry and a processor");
        sandbox = Sandbox.start(SandboxSettings.in(directory.resolve("sandbox")));
        registry = new ConfluentSchemaRegistry(List.of(sandbox.endpoints().schemaRegistryUrl()), Map.of());
        store = FileSystemModelStore.open(store(directory));
        state = directory.resolve("state");
        ProcessorConfiguration configuration = ProcessorConfiguration.of(settings(state));
        TopicCatalogue catalogue =
                TopicCatalogue.of(TopicSettings.defaults().withModelPartitions(configuration.modelPartitions()));
        try (Admin admin = Admin.create(clients())) {
            new TopicAdministration(admin).createMissing(catalogue);
        }
        new SubjectAdministration(registry).register(catalogue);
        schemas = EventSchemas.prepare(registry, topics);
        service = ProcessorService.start(configuration, registry, store);
        service.running().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Stops the processor. */
    void stop() {
        service.close();
    }

    /**
     * Starts the processor after a stop.
     *
     * @param changes settings that differ
     * @return seconds until it served again
     */
    double start(Map<String, String> changes) throws InterruptedException, ExecutionException, TimeoutException {
        Map<String, String> settings = settings(state);
        settings.putAll(changes);
        long start = System.nanoTime();
        service = ProcessorService.start(ProcessorConfiguration.of(settings), registry, store);
        service.running().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return (System.nanoTime() - start) / 1e9;
    }

    /** A metric of the running processor, which must have been started with its endpoint on. */
    double metric(String name) throws IOException, InterruptedException {
        URI uri = service.monitoringAddress().orElseThrow().resolve("/metrics");
        String body = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        return body.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no metric " + name));
    }

    /** Where the processor's local state is. */
    Path state() {
        return state;
    }

    /** Bytes of every topic on the broker, as they were written. */
    Map<String, Long> topicBytes() throws InterruptedException, ExecutionException {
        Map<String, Long> bytes = new TreeMap<>();
        try (Admin admin = Admin.create(clients())) {
            int broker = admin.describeCluster().nodes().get().iterator().next().id();
            admin.describeLogDirs(List.of(broker)).allDescriptions().get().values().stream()
                    .flatMap(directories -> directories.values().stream())
                    .forEach(logs -> logs.replicaInfos()
                            .forEach((partition, info) -> bytes.merge(partition.topic(), info.size(), Long::sum)));
        }
        return bytes;
    }

    private Map<String, String> settings(Path state) {
        Map<String, String> settings = new HashMap<>();
        settings.put("bootstrap.servers", sandbox.endpoints().bootstrapServers());
        settings.put("expunge.state-directory", state.toString());
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(PREFIX))
                .forEach(name -> settings.put(name.substring(PREFIX.length()), System.getProperty(name)));
        return settings;
    }

    private Map<String, Object> clients() {
        return new HashMap<>(Map.of("bootstrap.servers", sandbox.endpoints().bootstrapServers()));
    }

    Topics topics() {
        return topics;
    }

    /** A producer such as an application would use: nothing acknowledged is lost. */
    <T extends SpecificRecord> KafkaProducer<String, T> producer(Class<T> type) {
        Map<String, Object> properties = clients();
        properties.put("acks", "all");
        properties.put("enable.idempotence", "true");
        return new KafkaProducer<>(properties, new StringSerializer(), schemas.serializer(type));
    }

    /** A reader of all partitions of a topic, committed records only, from the end as it is now. */
    <T extends SpecificRecord> KafkaConsumer<String, T> readerFromEnd(String topic, Class<T> type) {
        Map<String, Object> properties = clients();
        properties.put("isolation.level", "read_committed");
        properties.put("enable.auto.commit", "false");
        properties.put("fetch.max.wait.ms", "20");
        KafkaConsumer<String, T> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), schemas.deserializer(type));
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position); // seeking is lazy; the end is to be the one of this moment
        return consumer;
    }

    /** Trains a model and waits until it is the head. */
    void publish(String modelId, Corpus train, Optional<Corpus> test) {
        Machine.progress("training and registering '%s' on %,d documents", modelId, train.size());
        ContentHash artifact = new ModelTraining(
                        modelId,
                        Analysis.standard(),
                        TrainingSettings.standard().withParallelism(2))
                .train(train, test, store, ProgressMonitor.NONE)
                .artifact();
        register(modelId, artifact);
    }

    /** Registers what the store holds already and waits until it is the head. */
    void register(String modelId, ContentHash artifact) {
        UUID id = UUID.randomUUID();
        ModelRegistered event = ModelRegistered.newBuilder()
                .setRegistrationId(id)
                .setModelId(modelId)
                .setContentHash(artifact.hex())
                .setLocation(store.location(artifact).toString())
                .setRegisteredBy("benchmarks")
                .setRegisteredAt(now())
                .build();
        try (KafkaConsumer<String, RequestStatusChanged> statuses = statuses();
                KafkaProducer<String, ModelRegistered> producer = producer(ModelRegistered.class)) {
            producer.send(new org.apache.kafka.clients.producer.ProducerRecord<>(
                    topics.modelRegistrations(), modelId, event));
            producer.flush();
            awaitVerified(statuses, id.toString());
        }
    }

    KafkaConsumer<String, RequestStatusChanged> statuses() {
        return readerFromEnd(topics.requestStatus(), RequestStatusChanged.class);
    }

    /**
     * Reads statuses until a request is verified.
     *
     * @throws IllegalStateException when it ends otherwise, or not in time
     */
    static void awaitVerified(KafkaConsumer<String, RequestStatusChanged> statuses, String requestId) {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < giveUp) {
            for (var record : statuses.poll(Duration.ofMillis(20))) {
                RequestStatusChanged status = record.value();
                if (status.getRequestId().equals(requestId) && isAtRest(status.getState())) {
                    if (status.getState() == RequestState.VERIFIED) {
                        return;
                    }
                    throw new IllegalStateException(
                            "request " + requestId + " ended as " + status.getState() + ": " + status.getDetail());
                }
            }
        }
        throw new IllegalStateException("request " + requestId + " is not done after " + PATIENCE);
    }

    /** Whether nothing more happens to a request by itself. */
    static boolean isAtRest(RequestState state) {
        return switch (state) {
            case VERIFIED, REJECTED, FAILED, QUARANTINED -> true;
            default -> false;
        };
    }

    static DeletionRequested request(String modelId, Object target) {
        return DeletionRequested.newBuilder()
                .setRequestId(UUID.randomUUID())
                .setModelId(modelId)
                .setTarget(target)
                .setRequester("benchmarks")
                .setRequestedAt(now())
                .build();
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public void close() {
        service.close();
        registry.close();
        store.close();
        sandbox.close();
    }
}
