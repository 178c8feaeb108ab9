/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.testing;

import io.expunge.events.AuditRecorded;
import io.expunge.events.DeletionRequested;
import io.expunge.events.ModelRegistered;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.RequestState;
import io.expunge.events.RequestStatusChanged;
import io.expunge.events.UnlearningVerified;
import io.expunge.processor.audit.CheckpointSigner;
import io.expunge.processor.command.Command;
import io.expunge.processor.command.CommandCodec;
import io.expunge.processor.command.OperatorOrder;
import io.expunge.processor.intake.Intakes;
import io.expunge.processor.job.JobExecutor;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.model.StatusKey;
import io.expunge.processor.service.ProcessorConfiguration;
import io.expunge.processor.topology.ExpungeTopology;
import io.expunge.processor.topology.TopologyParts;
import io.expunge.processor.topology.TopologyWatch;
import io.expunge.processor.verification.HeadHints;
import io.expunge.schemas.EventSchemas;
import io.expunge.schemas.InMemorySchemaRegistry;
import io.expunge.schemas.SchemaRegistry;
import io.expunge.schemas.SubjectAdministration;
import io.expunge.schemas.TopicCatalogue;
import io.expunge.schemas.TopicSettings;
import io.expunge.schemas.Topics;
import io.expunge.store.ModelStore;
import io.expunge.store.memory.InMemoryModelStore;
import io.expunge.unlearning.ProgressMonitor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The whole topology without a broker: real serdes, real stores of the stream, twins for registry, store and jobs. */
public final class World implements AutoCloseable {
    public static final Instant START = Instant.parse("2026-01-17T09:00:00Z");

    public final ManualJobs jobs = new ManualJobs();
    public final RecordingCommands commands = new RecordingCommands();
    public final ModelStore store;
    public final EventSchemas schemas;
    public final TopologyTestDriver driver;
    private final Topics topics;
    private final TestInputTopic<String, byte[]> requests;
    private final TestInputTopic<String, byte[]> registrations;
    private final TestInputTopic<String, byte[]> commandTopic;
    private final Map<String, TestOutputTopic<String, ?>> outputs = new LinkedHashMap<>();
    private final List<RequestStatusChanged> statuses = new ArrayList<>();
    private final List<ModelVersionPublished> versions = new ArrayList<>();
    private long clock = START.toEpochMilli();
    private long passed = clock;

    public World(Path state, Map<String, String> changes) {
        this(state, changes, new InMemorySchemaRegistry());
    }

    public World(Path state, Map<String, String> changes, SchemaRegistry registry) {
        this(state, changes, registry, InMemoryModelStore.open(), TopologyWatch.NONE, Optional.empty());
    }

    /** A world whose audit chains are signed. */
    public World(Path state, Map<String, String> changes, CheckpointSigner signer) {
        this(state, changes, signer, InMemoryModelStore.open());
    }

    /** The same, on a store that another world may have written. */
    public World(Path state, Map<String, String> changes, CheckpointSigner signer, ModelStore store) {
        this(state, changes, new InMemorySchemaRegistry(), store, TopologyWatch.NONE, Optional.of(signer));
    }

    /** A world that somebody watches. */
    public World(Path state, Map<String, String> changes, SchemaRegistry registry, TopologyWatch watch) {
        this(state, changes, registry, InMemoryModelStore.open(), watch, Optional.empty());
    }

    /** A world on a store that another world may have written. */
    public World(Path state, Map<String, String> changes, SchemaRegistry registry, ModelStore store) {
        this(state, changes, registry, store, TopologyWatch.NONE, Optional.empty());
    }

    private World(
            Path state,
            Map<String, String> changes,
            SchemaRegistry registry,
            ModelStore store,
            TopologyWatch watch,
            Optional<CheckpointSigner> signer) {
        this.store = store;
        ProcessorConfiguration configuration = ProcessorConfiguration.of(changes);
        TopicSettings settings = TopicSettings.defaults();
        this.topics = settings.topics();
        new SubjectAdministration(registry).register(TopicCatalogue.of(settings));
        this.schemas = EventSchemas.prepare(registry, topics);
        Intakes intakes = new Intakes(
                schemas.decoder(DeletionRequested.class),
                schemas.decoder(ModelRegistered.class),
                store.keys(),
                configuration.intake());
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "expunge");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        this.driver = new TopologyTestDriver(
                ExpungeTopology.build(new TopologyParts(
                        schemas,
                        intakes,
                        configuration.policy(),
                        configuration.verification(),
                        jobs,
                        commands,
                        HeadHints.NONE,
                        watch,
                        signer,
                        4)),
                properties,
                START);
        this.requests = input(topics.deletionRequests());
        this.registrations = input(topics.modelRegistrations());
        this.commandTopic = input(topics.commands());
        output(topics.requestStatus(), RequestStatusChanged.class);
        output(topics.modelVersions(), ModelVersionPublished.class);
        output(topics.modelHeads(), ModelVersionPublished.class);
        output(topics.verifications(), UnlearningVerified.class);
        output(topics.audit(), AuditRecorded.class);
    }

    private TestInputTopic<String, byte[]> input(String topic) {
        return driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer());
    }

    private <T extends SpecificRecord> void output(String topic, Class<T> type) {
        outputs.put(topic, driver.createOutputTopic(topic, new StringDeserializer(), schemas.deserializer(type)));
    }

    /** Sends a request as a producer would, under a key of its own choice. */
    public void request(DeletionRequested request) {
        requests.pipeInput("any-key", bytes(request), Instant.ofEpochMilli(clock++));
    }

    /** Sends a request by a clock of the producer's own. */
    public void request(DeletionRequested request, Instant at) {
        requests.pipeInput("any-key", bytes(request), at);
    }

    /** Sends bytes that need not be a request, with a key and headers. */
    public void rawRequest(byte[] key, byte[] bytes, Headers headers) {
        driver.createInputTopic(topics.deletionRequests(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, bytes, headers, clock++));
    }

    /** Sends bytes that need not be a request; null is a record without a value. */
    @SuppressWarnings("NullAway") // a record may have no value
    public void rawRequest(byte @Nullable [] bytes) {
        requests.pipeInput("any-key", bytes, Instant.ofEpochMilli(clock++));
    }

    public void rawRegistration(byte[] bytes) {
        registrations.pipeInput("any-key", bytes, Instant.ofEpochMilli(clock++));
    }

    /** The bytes a producer would send. */
    public byte[] bytes(DeletionRequested request) {
        return schemas.serializer(DeletionRequested.class).serialize(topics.deletionRequests(), request);
    }

    /** The bytes a producer would send. */
    public byte[] bytes(ModelRegistered registration) {
        return schemas.serializer(ModelRegistered.class).serialize(topics.modelRegistrations(), registration);
    }

    /** Registers as a trainer would, who has made the model's key when it put the artifact. */
    public void register(ModelRegistered registration) {
        store.keys().getOrCreate(registration.getModelId());
        registrations.pipeInput("any-key", bytes(registration), Instant.ofEpochMilli(clock++));
    }

    /** Pipes a verdict that somebody else wrote. */
    public void verdict(UnlearningVerified verdict) {
        byte[] bytes = schemas.serializer(UnlearningVerified.class).serialize(topics.verifications(), verdict);
        input(topics.verifications()).pipeInput("any-key", bytes, Instant.ofEpochMilli(clock++));
    }

    /** Pipes a command as the commands topic would bring it. */
    public void command(Command command) {
        passTime();
        commandTopic.pipeInput("any-key", new CommandCodec().encode(command), Instant.ofEpochMilli(clock++));
    }

    /** Nobody obeys by a clock that is ahead, so the processor's own must keep up with this one. */
    private void passTime() {
        driver.advanceWallClockTime(Duration.ofMillis(clock - passed));
        passed = clock;
    }

    /** What the processor's own clock shows: the time of the newest command. */
    public Instant processorTime() {
        return Instant.ofEpochMilli(passed);
    }

    /** Gives an operator's order now. */
    public void order(OperatorOrder order) {
        order(order, clock);
    }

    /** Gives an operator's order by a clock of his own. */
    public void order(OperatorOrder order, long at) {
        command(new Command.Operated(at, order));
    }

    public void rawCommand(byte[] bytes) {
        commandTopic.pipeInput("any-key", bytes, Instant.ofEpochMilli(clock++));
    }

    /** Pipes whatever was sent through the plain producer. */
    public void deliverCommands() {
        commands.take().forEach(this::command);
    }

    public void wake() {
        command(new Command.Wake(clock));
    }

    public void tick(long millis) {
        clock += millis;
        command(new Command.Tick(clock));
    }

    /** Ends a job. */
    public void done(JobSpecification job, Command.Outcome outcome) {
        command(new Command.JobDone(clock, job.modelId(), job.batchId(), job.baseHash(), outcome));
    }

    /** Runs every waiting job for real, and those that follow, until none is left. */
    public void runJobs(JobExecutor executor) {
        for (List<JobSpecification> waiting = jobs.take(); !waiting.isEmpty(); waiting = jobs.take()) {
            waiting.forEach(job -> done(job, executor.execute(job, ProgressMonitor.NONE)));
        }
    }

    @SuppressWarnings("unchecked")
    private <T> List<T> read(String topic) {
        return (List<T>) outputs.get(topic).readValuesToList();
    }

    /** Every status so far, oldest first. */
    public List<RequestStatusChanged> statuses() {
        statuses.addAll(read(topics.requestStatus()));
        return statuses;
    }

    /** The newest status of a request. */
    public Optional<RequestStatusChanged> status(String modelId, String requestId) {
        return statuses().stream()
                .filter(status -> StatusKey.of(status.getModelId(), status.getRequestId())
                        .equals(StatusKey.of(modelId, requestId)))
                .reduce((first, second) -> second);
    }

    /** The states a request went through, as they were told. */
    public List<RequestState> states(String requestId) {
        return statuses().stream()
                .filter(status -> status.getRequestId().equals(requestId))
                .map(RequestStatusChanged::getState)
                .toList();
    }

    /** The states a request of one model went through, where other models have requests of the same id. */
    public List<RequestState> states(String requestId, String modelId) {
        return statuses().stream()
                .filter(status -> status.getModelId().equals(modelId)
                        && status.getRequestId().equals(requestId))
                .map(RequestStatusChanged::getState)
                .toList();
    }

    /** Every version so far. */
    public List<ModelVersionPublished> versions() {
        versions.addAll(read(topics.modelVersions()));
        return versions;
    }

    public List<ModelVersionPublished> heads() {
        return read(topics.modelHeads());
    }

    public List<UnlearningVerified> verdicts() {
        return read(topics.verifications());
    }

    public List<AuditRecorded> audit() {
        return read(topics.audit());
    }

    public List<TestRecord<byte[], byte[]>> deadLetters() {
        return driver.createOutputTopic(topics.deadLetters(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    /** Every record of every topic, internal ones too, that was not read before. */
    public Map<String, List<TestRecord<byte[], byte[]>>> everythingProduced() {
        Map<String, List<TestRecord<byte[], byte[]>>> produced = new LinkedHashMap<>();
        for (String topic : driver.producedTopicNames()) {
            produced.put(
                    topic,
                    driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                            .readRecordsToList());
        }
        return produced;
    }

    @Override
    public void close() {
        driver.close();
    }
}
