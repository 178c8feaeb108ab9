/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.events.DeletionRequested;
import io.expunge.events.DocumentRemoval;
import io.expunge.events.ModelRegistered;
import io.expunge.events.ReasonCode;
import io.expunge.events.RequestState;
import io.expunge.events.RequestStatusChanged;
import io.expunge.processor.Seeds;
import io.expunge.processor.artifact.ModelTraining;
import io.expunge.processor.service.ProcessorService;
import io.expunge.processor.service.StartUpException;
import io.expunge.processor.testing.Cluster;
import io.expunge.processor.testing.Requests;
import io.expunge.schemas.ConfluentSchemaRegistry;
import io.expunge.schemas.EventSchemas;
import io.expunge.schemas.RegistryUnavailableException;
import io.expunge.schemas.SchemaRegistry;
import io.expunge.store.ContentHash;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.corpus.Corpus;
import io.expunge.unlearning.corpus.Document;
import io.expunge.unlearning.corpus.SampleCorpus;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.method.TrainingSettings;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything a producer, a registry or a disk can do wrong, on one real broker, in an order that only saves time. After each
 * of it, the next good request is served.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HostileInputIT {
    private static final String MODEL = "newsroom";
    private static final int FLOOD = 20_000;

    @TempDir
    private static Path directory;

    private static Cluster cluster;
    private static ProcessorService service;
    private static RawProducer producer;
    private static String topic;
    private static int partitions;
    private static final Corpus SAMPLE =
            SampleCorpus.generate(Seeds.EXAMPLE, 300).train();

    @BeforeAll
    static void start() throws Exception {
        cluster = new Cluster(directory);
        service = cluster.startProcessor("state", Map.of());
        producer = new RawProducer(cluster.bootstrapServers());
        topic = cluster.topics.deletionRequests();
        partitions = producer.partitions(topic);
        assertThat(partitions).as("partitions of the requests").isGreaterThan(1);
        publish(1, MODEL, SAMPLE);
    }

    @AfterAll
    static void stop() {
        producer.close();
        service.close();
        cluster.close();
    }

    private static ContentHash publish(int registration, String modelId, Corpus documents) throws Exception {
        ContentHash artifact = new ModelTraining(modelId, Analysis.standard(), TrainingSettings.standard())
                .train(documents, Optional.empty(), cluster.store, ProgressMonitor.NONE)
                .artifact();
        cluster.send(
                cluster.topics.modelRegistrations(),
                modelId,
                ModelRegistered.class,
                Requests.registration(registration, modelId, artifact.hex()));
        cluster.awaitState(modelId, Requests.id(registration), RequestState.VERIFIED);
        return artifact;
    }

    private static Corpus ofClasses(String... labels) {
        return new Corpus(SAMPLE.documents().stream()
                .filter(document -> List.of(labels).contains(document.label()))
                .toList());
    }

    private static byte[] bytes(DeletionRequested request) {
        return cluster.schemas.serializer(DeletionRequested.class).serialize(topic, request);
    }

    private static void send(DeletionRequested request) throws Exception {
        sendRaw(bytes(request));
    }

    private static void sendRaw(byte[] value) throws Exception {
        producer.send(new ProducerRecord<>(topic, "any-key".getBytes(StandardCharsets.UTF_8), value));
    }

    private static void isServed(int request) throws Exception {
        send(Requests.removeDocuments(request, MODEL, "nobody-" + request));
        assertThat(cluster.awaitState(MODEL, Requests.id(request), RequestState.VERIFIED)
                        .getReasonCode())
                .isEqualTo(ReasonCode.NOTHING_HELD);
    }

    private static List<String> deadLetterReasons() {
        return cluster.deadLetters().stream()
                .map(letter ->
                        new String(letter.headers().lastHeader("expunge.reason").value(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    @Order(1)
    void poisonOfEveryKind() throws Exception {
        raiseTopicLimit();
        byte[] good = bytes(Requests.removeDocuments(100, MODEL, "nobody"));
        Map<String, byte[]> poison = new HashMap<>();
        poison.put("WRONG_MAGIC_BYTE", "{\"forget\": \"me\"}".getBytes(StandardCharsets.UTF_8));
        poison.put("TOO_SHORT", new byte[] {0, 0});
        poison.put("UNKNOWN_SCHEMA", new byte[] {0, 0x7f, 0, 0, 1, 6});
        poison.put(
                "OTHER_TYPE",
                cluster.schemas
                        .serializer(ModelRegistered.class)
                        .serialize(
                                cluster.topics.modelRegistrations(),
                                Requests.registration(101, MODEL, "a".repeat(64))));
        poison.put("NOT_AVRO", Arrays.copyOf(good, good.length - 3));
        poison.put("TRAILING_BYTES", Arrays.copyOf(good, good.length + 3));
        poison.put("TOO_LARGE", new byte[20 << 20]);
        poison.put("INVALID_MODEL_ID", bytes(Requests.removeClass(102, "../../" + "\u0000", "sport")));
        for (byte[] value : poison.values()) {
            sendRaw(value);
        }
        producer.send(new ProducerRecord<>(topic, new byte[] {1}, null));
        int more = 4;
        sendRaw(new byte[] {0, -1, -1, -1, -1, 6});
        sendRaw(new byte[] {0, 0, 0, 0, 0, 6});
        // Within the intake's bound, and too large to be passed on with a dead letter's headers.
        byte[] bulky = new byte[(1 << 20) - 100];
        Arrays.fill(bulky, (byte) 7);
        sendRaw(bulky);
        Random random = new Random(Seeds.EXAMPLE);
        for (int i = 0; i < 50; i++, more++) {
            byte[] noise = new byte[1 + random.nextInt(2000)];
            random.nextBytes(noise);
            noise[0] |= 1; // else one of them might name a schema
            sendRaw(noise);
        }
        isServed(103);
        List<String> reasons = deadLetterReasons();
        assertThat(reasons)
                .hasSize(poison.size() + more)
                .containsAll(poison.keySet())
                .contains("NULL_VALUE");
        assertThat(cluster.deadLetters())
                .allSatisfy(letter -> assertThat(letter.value().length).isLessThan(1_000_001));
    }

    private static void raiseTopicLimit() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            AlterConfigOp larger =
                    new AlterConfigOp(new ConfigEntry("max.message.bytes", "33554432"), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), Set.of(larger)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    @Order(2)
    void hostileContentIsAnsweredInItsStatus() throws Exception {
        send(Requests.of(110, MODEL, new DocumentRemoval(List.of())).build());
        send(Requests.removeClass(111, MODEL, "\u0000../../etc/passwd\u202e"));
        send(Requests.removeClass(112, MODEL, "l".repeat(500_000)));
        send(Requests.of(
                        113,
                        MODEL,
                        new DocumentRemoval(java.util.stream.IntStream.range(0, 20_000)
                                .mapToObj(Integer::toString)
                                .toList()))
                .build());
        send(Requests.of(114, MODEL, Requests.removeClass(114, MODEL, "sport").getTarget())
                .setDueBy(Instant.ofEpochMilli(Long.MAX_VALUE))
                .build());
        assertThat(rejected(110).getReasonCode()).isEqualTo(ReasonCode.EMPTY_TARGET);
        assertThat(rejected(111).getReasonCode()).isEqualTo(ReasonCode.UNKNOWN_CLASS);
        assertThat(rejected(111).getDetail()).contains("\u0000../../etc/passwd\u202e");
        assertThat(rejected(112).getReasonCode()).isEqualTo(ReasonCode.INVALID_FIELD);
        assertThat(rejected(113).getReasonCode()).isEqualTo(ReasonCode.TOO_MANY_IDS);
        assertThat(rejected(114).getReasonCode()).isEqualTo(ReasonCode.INVALID_FIELD);
        isServed(115);
    }

    private static RequestStatusChanged rejected(int request) {
        return cluster.awaitState(MODEL, Requests.id(request), RequestState.REJECTED);
    }

    /** Keys and partitions as other clients choose them, with or without a key, at any time of the producer's clock. */
    @Test
    @Order(3)
    void noPartitionerOfAnyClientMatters() throws Exception {
        int place = RawProducer.librdkafkaPartition(MODEL, partitions);
        byte[] key = MODEL.getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(
                topic, place, Long.MAX_VALUE, key, bytes(Requests.removeDocuments(120, MODEL, "a"))));
        producer.send(new ProducerRecord<>(
                topic, (place + 1) % partitions, 0L, key, bytes(Requests.removeDocuments(121, MODEL, "b"))));
        producer.send(new ProducerRecord<>(topic, null, bytes(Requests.removeDocuments(122, MODEL, "c"))));
        for (int partition = 0; partition < partitions; partition++) {
            producer.send(new ProducerRecord<>(
                    topic, partition, new byte[0], bytes(Requests.removeDocuments(123, MODEL, "the same"))));
        }
        for (int request : new int[] {120, 121, 122, 123}) {
            assertThat(cluster.awaitState(MODEL, Requests.id(request), RequestState.VERIFIED)
                            .getTransitions())
                    .as("steps of request %d", request)
                    .hasSize(3);
        }
    }

    @Test
    @Order(4)
    void theSameIdWithOtherContentChangesNothing() throws Exception {
        long before = deadLetterReasons().stream()
                .filter("CONFLICTING_DUPLICATE"::equals)
                .count();
        for (int partition = 0; partition < partitions; partition++) {
            producer.send(new ProducerRecord<>(
                    topic,
                    partition,
                    new byte[0],
                    bytes(Requests.removeDocuments(130, MODEL, "version " + partition))));
        }
        cluster.awaitState(MODEL, Requests.id(130), RequestState.VERIFIED);
        isServed(131);
        cluster.await(
                cluster.topics.deadLetters(),
                new org.apache.kafka.common.serialization.ByteArrayDeserializer(),
                letter -> deadLetterReasons().stream()
                                .filter("CONFLICTING_DUPLICATE"::equals)
                                .count()
                        == before + partitions - 1);
    }

    @Test
    @Order(5)
    void possibleAloneAndImpossibleTogether() throws Exception {
        publish(2, "three", ofClasses("science", "travel", "health"));
        producer.sendLater(record(Requests.removeDocuments(140, "three", "nobody")));
        producer.sendLater(record(Requests.removeClass(141, "three", "science")));
        producer.sendLater(record(Requests.removeClass(142, "three", "travel")));
        producer.flush();
        assertThat(List.of(ended("three", 141), ended("three", 142)))
                .extracting(RequestStatusChanged::getState)
                .containsExactlyInAnyOrder(RequestState.VERIFIED, RequestState.REJECTED);
        assertThat(List.of(ended("three", 141), ended("three", 142)))
                .extracting(RequestStatusChanged::getReasonCode)
                .contains(ReasonCode.TOO_FEW_CLASSES);
    }

    private static ProducerRecord<byte[], byte[]> record(DeletionRequested request) {
        return new ProducerRecord<>(topic, 0, new byte[0], bytes(request));
    }

    private static RequestStatusChanged ended(String modelId, int request) {
        return cluster.awaitStatus(
                modelId,
                Requests.id(request),
                status -> status.getState() == RequestState.VERIFIED
                        || status.getState() == RequestState.REJECTED
                        || status.getState() == RequestState.QUARANTINED);
    }

    /** One request asks for every document there is: nothing would be left, and the others are served all the same. */
    @Test
    @Order(6)
    void aCulpritIsFoundAmongOthers() throws Exception {
        Corpus documents = ofClasses("science", "travel", "health");
        publish(3, "bisected", documents);
        List<String> all = documents.documents().stream().map(Document::id).toList();
        int culprit = 155;
        for (int request = 150; request < 160; request++) {
            producer.sendLater(record(
                    request == culprit
                            ? Requests.removeDocuments(request, "bisected", all.toArray(String[]::new))
                            : Requests.removeDocuments(request, "bisected", all.get(request - 150))));
        }
        producer.flush();
        for (int request = 150; request < 160; request++) {
            assertThat(ended("bisected", request).getState())
                    .as("request %d", request)
                    .isEqualTo(request == culprit ? RequestState.QUARANTINED : RequestState.VERIFIED);
        }
        assertThat(ended("bisected", culprit).getDetail()).isNotBlank();
    }

    @Test
    @Order(7)
    void aDamagedArtifactStopsItsOwnModelOnly() throws Exception {
        ContentHash artifact = publish(4, "broken", ofClasses("science", "travel", "health"));
        String hash = cluster.store
                .open(artifact)
                .files()
                .get("training-set.bin")
                .hash()
                .hex();
        Path blob =
                directory.resolve("store/blobs").resolve(hash.substring(0, 2)).resolve(hash);
        byte[] sound = Files.readAllBytes(blob);
        Files.write(blob, Arrays.copyOf(sound, sound.length / 2));
        isServed(159); // of another model: what was looked at last is still in memory, and needs no file
        send(Requests.removeClass(160, "broken", "travel"));
        RequestStatusChanged status = cluster.awaitState("broken", Requests.id(160), RequestState.QUARANTINED);
        assertThat(status.getReasonCode()).isEqualTo(ReasonCode.ARTIFACT_CORRUPT);
        assertThat(status.getDetail()).contains("training-set.bin", artifact.hex(), "backup");
        isServed(161);
        Files.delete(blob);
        send(Requests.removeClass(162, "broken", "travel"));
        assertThat(cluster.awaitState("broken", Requests.id(162), RequestState.QUARANTINED)
                        .getReasonCode())
                .isEqualTo(ReasonCode.ARTIFACT_MISSING);
        isServed(163);
    }

    @Test
    @Order(8)
    void aTornKeyStopsItsOwnModelOnly() throws Exception {
        Corpus documents = ofClasses("science", "travel", "health");
        publish(5, "keyless", documents);
        Path key = directory
                .resolve("store/models")
                .resolve(ContentHash.of("keyless".getBytes(StandardCharsets.UTF_8))
                        .hex())
                .resolve("key");
        byte[] sound = Files.readAllBytes(key);
        Files.write(key, Arrays.copyOf(sound, 20));
        DeletionRequested request = Requests.removeDocuments(
                170, "keyless", documents.documents().get(0).id());
        send(request);
        isServed(171);
        assertThat(cluster.deadLetter("KEY_UNREADABLE").orElseThrow().value()).isEqualTo(bytes(request));
        Files.write(key, sound);
        send(request);
        assertThat(cluster.awaitState("keyless", Requests.id(170), RequestState.VERIFIED)
                        .getDocumentsRemoved())
                .isEqualTo(1);
    }

    /** Whatever the registry answers but "there is none": the request waits for it, and no good one is a dead letter. */
    @Test
    @Order(9)
    void aRegistryThatStumblesCondemnsNobody() throws Exception {
        service.close();
        int letters = cluster.deadLetters().size();
        List<StumblingProxy.Answer> answers = List.of(
                new StumblingProxy.Answer(401, "{\"error_code\":401,\"message\":\"Unauthorized\"}"),
                new StumblingProxy.Answer(403, "{\"error_code\":403,\"message\":\"Forbidden\"}"),
                new StumblingProxy.Answer(404, "<html>no such page</html>"),
                new StumblingProxy.Answer(429, ""),
                new StumblingProxy.Answer(500, "{\"error_code\":50001,\"message\":\"store\"}"),
                new StumblingProxy.Answer(503, "<html>a load balancer</html>"),
                new StumblingProxy.Answer(200, "<html>please log in</html>"),
                new StumblingProxy.Answer(200, "{}"),
                new StumblingProxy.Answer(0, ""));
        try (StumblingProxy proxy = new StumblingProxy(cluster.registryUrl());
                SchemaRegistry asked = new ConfluentSchemaRegistry(List.of(proxy.url()), Map.of())) {
            service = cluster.startProcessor("state", Map.of(), asked);
            for (int i = 0; i < answers.size(); i++) {
                byte[] value = ofAnotherProducer(i, Requests.removeDocuments(180 + i, MODEL, "nobody"));
                proxy.stumble(2, answers.get(i));
                sendRaw(value);
                cluster.awaitState(MODEL, Requests.id(180 + i), RequestState.VERIFIED);
                assertThat(proxy.stumbled()).as("%s", answers.get(i)).isEqualTo(2);
            }
            assertThat(cluster.deadLetters()).hasSize(letters);
            aRegistryThatStaysAwayStopsTheInstance(proxy);
        }
        assertThat(cluster.deadLetters()).hasSize(letters);
        assertThatThrownBy(() -> {
                    try (SchemaRegistry nobody = new ConfluentSchemaRegistry(List.of("http://127.0.0.1:1"), Map.of())) {
                        cluster.startProcessor("state", Map.of(), nobody);
                    }
                })
                .isInstanceOf(StartUpException.class)
                .hasMessageContaining("the schema registry at");
        service = cluster.startProcessor("state", Map.of());
        cluster.awaitState(MODEL, Requests.id(198), RequestState.VERIFIED);
        assertThat(cluster.deadLetters()).hasSize(letters);
    }

    private static void aRegistryThatStaysAwayStopsTheInstance(StumblingProxy proxy) throws Exception {
        service.close();
        try (SchemaRegistry asked = new ConfluentSchemaRegistry(List.of(proxy.url()), Map.of())) {
            service = cluster.startProcessor("state", Map.of("expunge.intake.registry-patience-seconds", "1"), asked);
            proxy.stumble(Integer.MAX_VALUE, new StumblingProxy.Answer(503, ""));
            sendRaw(ofAnotherProducer(18, Requests.removeDocuments(198, MODEL, "nobody")));
            Throwable failure = service.stopped()
                    .get(Cluster.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .orElseThrow();
            assertThat(failure).hasStackTraceContaining(RegistryUnavailableException.class.getSimpleName());
            service.close();
        }
    }

    /** A request under a schema nobody has asked for yet: ours, and a field that this release does not know. */
    private static byte[] ofAnotherProducer(int number, DeletionRequested request) throws Exception {
        Schema contract = EventSchemas.contractOf(DeletionRequested.class);
        Schema newer = new Schema.Parser()
                .parse(contract.toString()
                        .replaceFirst(
                                "\"fields\":\\[",
                                "\"fields\":[{\"name\":\"note" + number + "\",\"type\":\"string\",\"default\":\"\"},"));
        int id = cluster.registry().register("another-producer-" + number, newer);
        byte[] known = bytes(request);
        GenericRecord read = new GenericDatumReader<GenericRecord>(contract, newer)
                .read(null, DecoderFactory.get().binaryDecoder(known, 5, known.length - 5, null));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(newer, GenericData.get()).write(read, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    /**
     * Half of a flood, one request of another model, the other half: the one is served before the flood is through, and
     * results of jobs are taken in while requests still come.
     */
    @Test
    @Order(10)
    void aFloodOnOneModelHoldsUpNoOther() throws Exception {
        publish(6, "flooded", ofClasses("science", "travel", "health"));
        publish(7, "quiet", ofClasses("science", "travel", "health"));
        flood(0, FLOOD / 2);
        producer.send(record(Requests.removeClass(200, "quiet", "travel")));
        flood(FLOOD / 2, FLOOD);
        cluster.awaitState("flooded", Requests.id(1000 + FLOOD - 1), RequestState.VERIFIED);
        cluster.awaitState("quiet", Requests.id(200), RequestState.VERIFIED);
        Map<Integer, List<RequestStatusChanged>> byPartition = statusesOnceAllAreVerified();
        byPartition.forEach((partition, statuses) -> {
            List<RequestState> flooded = statuses.stream()
                    .filter(status -> status.getModelId().equals("flooded"))
                    .map(RequestStatusChanged::getState)
                    .toList();
            assertThat(flooded.indexOf(RequestState.VERIFIED))
                    .as("partition %d: first answer of the flood, and its last request taken in", partition)
                    .isBetween(0, flooded.lastIndexOf(RequestState.RECEIVED));
        });
        List<RequestStatusChanged> withQuiet = byPartition.values().stream()
                .filter(statuses -> statuses.stream().anyMatch(HostileInputIT::isQuiet))
                .findFirst()
                .orElseThrow();
        List<String> order = withQuiet.stream()
                .filter(status -> status.getState() == RequestState.VERIFIED)
                .map(RequestStatusChanged::getModelId)
                .toList();
        assertThat(order.indexOf("quiet")).isBetween(0, order.lastIndexOf("flooded"));
    }

    private static boolean isQuiet(RequestStatusChanged status) {
        return status.getRequestId().equals(Requests.id(200).toString());
    }

    /** In all partitions but the first, which the quiet model's request goes to. */
    private static void flood(int from, int to) {
        for (int index = from; index < to; index++) {
            producer.sendLater(new ProducerRecord<>(
                    topic,
                    1 + index % (partitions - 1),
                    new byte[0],
                    bytes(Requests.removeDocuments(1000 + index, "flooded", "nobody-" + index))));
        }
        producer.flush();
    }

    private static Map<Integer, List<RequestStatusChanged>> statusesOnceAllAreVerified() {
        while (true) {
            List<ConsumerRecord<String, RequestStatusChanged>> records = cluster.readAll(
                    cluster.topics.requestStatus(), cluster.schemas.deserializer(RequestStatusChanged.class));
            Set<String> verified = records.stream()
                    .map(ConsumerRecord::value)
                    .filter(status -> status.getModelId().equals("flooded")
                            && status.getState() == RequestState.VERIFIED
                            && status.getKind() != io.expunge.events.RequestKind.REGISTRATION)
                    .map(RequestStatusChanged::getRequestId)
                    .collect(Collectors.toSet());
            if (verified.size() == FLOOD) {
                return records.stream()
                        .filter(record -> record.value().getKind() != io.expunge.events.RequestKind.REGISTRATION)
                        .collect(Collectors.groupingBy(
                                ConsumerRecord::partition,
                                Collectors.mapping(ConsumerRecord::value, Collectors.toCollection(ArrayList::new))))
                        .entrySet()
                        .stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            }
        }
    }
}
