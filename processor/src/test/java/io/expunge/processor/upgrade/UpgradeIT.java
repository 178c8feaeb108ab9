/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.AuditRecorded;
import io.expunge.events.DeletionRequested;
import io.expunge.events.ModelRegistered;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.ReasonCode;
import io.expunge.events.RequestState;
import io.expunge.events.RequestStatusChanged;
import io.expunge.processor.Seeds;
import io.expunge.processor.artifact.ModelTraining;
import io.expunge.processor.command.Command;
import io.expunge.processor.command.CommandCodec;
import io.expunge.processor.command.OperatorOrder;
import io.expunge.processor.model.StatusKey;
import io.expunge.processor.promise.AuditUnbroken;
import io.expunge.processor.service.ProcessorService;
import io.expunge.processor.testing.Cluster;
import io.expunge.processor.testing.Orders;
import io.expunge.processor.testing.Requests;
import io.expunge.store.ContentHash;
import io.expunge.store.StoreOwner;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.corpus.Corpus;
import io.expunge.unlearning.corpus.Document;
import io.expunge.unlearning.corpus.SampleCorpus;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.method.TrainingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Today's code starts on the topics, the ledger and the store that an earlier release left amid work, and goes on: one
 * story on a real broker. What was left is told in the README beside the kept files.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UpgradeIT {
    private static final KeptState KEPT = KeptState.generation(1);

    /**
     * The task of models news and stuck finds local state of before; that of wire finds none. Kafka Streams takes it over if
     * the task has no other stores now, and otherwise throws it away as of unknown age and makes it again.
     */
    private static final String KEPT_TASK = "1_1";

    @TempDir
    private static Path directory;

    private static Cluster cluster;
    private static String identityBefore;
    private static Set<String> storesBefore;
    private static ProcessorService service;

    @BeforeAll
    static void upgrade() throws Exception {
        KEPT.copyStore(directory.resolve("store"));
        cluster = new Cluster(directory, new KeptCluster(KEPT)::restore);
        try (Admin admin = Admin.create(cluster.clients())) {
            String name = admin.describeCluster().clusterId().get();
            cluster.store.ownership().transfer(new StoreOwner(name, cluster.topics.prefix()));
            bringLocalState(admin);
        }
        service = cluster.startProcessor("state", Map.of());
    }

    private static void bringLocalState(Admin admin) throws Exception {
        Path state = directory.resolve("state");
        KEPT.copyLocalState(state, KEPT_TASK);
        identityBefore = Files.readString(identity());
        storesBefore = storeNames();
        String models = "expunge-models-changelog";
        Files.writeString(
                state.resolve("expunge.ledger"),
                admin.describeTopics(List.of(models))
                        .allTopicNames()
                        .get()
                        .get(models)
                        .topicId()
                        .toString());
    }

    /** A file that RocksDB writes when it makes a store, and never again. */
    private static Path identity() {
        return stores().resolve("models").resolve("IDENTITY");
    }

    private static Path stores() {
        return directory.resolve("state").resolve("expunge").resolve(KEPT_TASK).resolve("rocksdb");
    }

    private static Set<String> storeNames() throws IOException {
        try (Stream<Path> folders = Files.list(stores())) {
            return folders.map(folder -> folder.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    @AfterAll
    static void stop() {
        if (service != null) {
            service.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    private static List<ModelVersionPublished> versions(String model) {
        return cluster
                .readAll(cluster.topics.modelVersions(), cluster.schemas.deserializer(ModelVersionPublished.class))
                .stream()
                .map(ConsumerRecord::value)
                .filter(version -> version.getModelId().equals(model))
                .toList();
    }

    private static ModelVersionPublished head(String model) {
        List<ModelVersionPublished> versions = versions(model);
        for (int i = 1; i < versions.size(); i++) {
            assertThat(versions.get(i).getVersion()).isEqualTo(i + 1L);
            assertThat(versions.get(i).getParentContentHash())
                    .isEqualTo(versions.get(i - 1).getContentHash());
        }
        return versions.get(versions.size() - 1);
    }

    private static List<RequestStatusChanged> statuses(int number) {
        String key = StatusKey.of("news", Requests.id(number).toString());
        return cluster
                .readAll(cluster.topics.requestStatus(), cluster.schemas.deserializer(RequestStatusChanged.class))
                .stream()
                .filter(record -> key.equals(record.key()))
                .map(ConsumerRecord::value)
                .toList();
    }

    private static void order(OperatorOrder order) throws Exception {
        cluster.sendRaw(
                cluster.topics.commands(),
                order.modelId(),
                new CommandCodec().encode(new Command.Operated(System.currentTimeMillis(), order)));
    }

    private static void request(DeletionRequested request) throws Exception {
        cluster.send(cluster.topics.deletionRequests(), request.getModelId(), DeletionRequested.class, request);
    }

    private static void register(int number, Corpus corpus) throws Exception {
        ContentHash artifact = new ModelTraining("news", Analysis.standard(), TrainingSettings.standard())
                .train(corpus, Optional.empty(), cluster.store, ProgressMonitor.NONE)
                .artifact();
        cluster.send(
                cluster.topics.modelRegistrations(),
                "news",
                ModelRegistered.class,
                Requests.registration(number, "news", artifact.hex()));
    }

    @Test
    @Order(1)
    void theJobThatWasAtWorkIsDoneAndSoIsWhatWaitedForIt() {
        cluster.awaitState("wire", Requests.id(22), RequestState.VERIFIED);
        cluster.awaitState("wire", Requests.id(23), RequestState.VERIFIED);
        assertThat(head("wire").getVersion()).isEqualTo(3);
        assertThat(head("wire").getClasses()).doesNotContain("science", "sport");
    }

    @Test
    @Order(2)
    void aRequestInQuarantineCanBeRetried() throws Exception {
        order(Orders.retry(20, "stuck", 12));
        cluster.awaitState("stuck", Requests.id(12), RequestState.VERIFIED);
        assertThat(head("stuck").getVersion()).isEqualTo(2);
    }

    @Test
    @Order(3)
    void aPausedModelTookInWhatCameMeanwhileAndServesItAllWhenItIsResumed() throws Exception {
        cluster.awaitState("news", Requests.id(10), RequestState.RECEIVED);
        assertThat(versions("news")).hasSize(2);
        order(Orders.resume(21, "news"));
        for (int number : new int[] {6, 7, 10}) {
            cluster.awaitState("news", Requests.id(number), RequestState.VERIFIED);
        }
        assertThat(head("news").getClasses()).doesNotContain("science", "travel", "sport");
    }

    @Test
    @Order(4)
    void whatWasAnsweredBeforeIsNotAnsweredAgain() throws Exception {
        int before = statuses(2).size();
        request(Requests.removeClass(2, "news", "science"));
        request(Requests.removeClass(30, "news", "science"));
        assertThat(cluster.awaitState("news", Requests.id(30), RequestState.VERIFIED)
                        .getReasonCode())
                .isEqualTo(ReasonCode.ALREADY_SATISFIED);
        assertThat(statuses(2)).hasSize(before);
    }

    @Test
    @Order(5)
    void whatWasErasedBeforeStaysErased() throws Exception {
        List<Document> documents = new ArrayList<>(
                SampleCorpus.generate(Seeds.EXAMPLE, 120).train().documents());
        register(31, new Corpus(documents));
        assertThat(cluster.awaitState("news", Requests.id(31), RequestState.REJECTED)
                        .getReasonCode())
                .isEqualTo(ReasonCode.HOLDS_FORGOTTEN_DATA);

        // Nothing was held of it when it was asked for, so that only the ledger and the store's notes know.
        List<String> removed = List.of("science", "travel", "sport");
        documents.removeIf(document -> removed.contains(document.label()));
        documents.removeIf(document -> document.label().equals("health"));
        Document one = documents.get(0);
        documents.set(0, new Document("nobody-holds-me", one.label(), one.text(), one.subject()));
        register(32, new Corpus(documents));
        RequestStatusChanged refused = cluster.awaitState("news", Requests.id(32), RequestState.REJECTED);
        assertThat(refused.getReasonCode()).isEqualTo(ReasonCode.HOLDS_FORGOTTEN_DATA);
        assertThat(refused.getDetail()).contains("1 documents");
    }

    @Test
    @Order(6)
    void theAuditChainsGoOnUnbroken() {
        AuditUnbroken unbroken = new AuditUnbroken();
        List<ConsumerRecord<String, AuditRecorded>> records =
                cluster.readAll(cluster.topics.audit(), cluster.schemas.deserializer(AuditRecorded.class));
        records.forEach(record -> unbroken.audit(record.value()));
        for (String model : new String[] {"news", "wire", "stuck"}) {
            versions(model).forEach(unbroken::version);
        }
        unbroken.judge();
        assertThat(records).hasSizeGreaterThan(8);
    }

    /** Names without a number that could move: another store or node makes no topic of before anybody's no more. */
    @Test
    @Order(7)
    void noTopicAndNoStoreOfBeforeWasAbandoned() throws Exception {
        List<String> internal = KEPT.topics().keySet().stream()
                .filter(name -> name.startsWith("expunge-"))
                .toList();
        TreeSet<String> now;
        try (Admin admin = Admin.create(cluster.clients())) {
            now = new TreeSet<>(admin.listTopics().names().get());
        }
        now.removeIf(name -> !name.startsWith("expunge-"));
        assertThat(now)
                .containsAll(internal)
                .allMatch(name -> name.matches("expunge(-[a-z]+)+-(changelog|repartition)"));
        assertThat(storeNames())
                .as("stores of task %s", KEPT_TASK)
                .containsAll(internal.stream()
                        .filter(name -> name.endsWith("-changelog"))
                        .map(name -> name.substring("expunge-".length(), name.length() - "-changelog".length()))
                        .toList());
        assertThat(Files.readString(identity()).equals(identityBefore))
                .as(
                        "whether local state of task %s, %s, was taken over; if tasks have other numbers now, say so",
                        KEPT_TASK, storesBefore)
                .isEqualTo(storesBefore.containsAll(storeNames()));
    }
}
