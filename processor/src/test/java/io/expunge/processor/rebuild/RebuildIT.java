/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.rebuild;

import static io.expunge.processor.check.Finding.Severity.ERROR;
import static io.expunge.processor.check.Finding.Severity.WARNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.expunge.events.DeletionRequested;
import io.expunge.events.ModelRegistered;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.ReasonCode;
import io.expunge.events.RequestState;
import io.expunge.events.RequestStatusChanged;
import io.expunge.processor.Seeds;
import io.expunge.processor.artifact.ModelTraining;
import io.expunge.processor.check.Examination;
import io.expunge.processor.check.Finding;
import io.expunge.processor.check.Surroundings;
import io.expunge.processor.cluster.ClusterView;
import io.expunge.processor.cluster.LedgerTopics;
import io.expunge.processor.model.ModelCodecs;
import io.expunge.processor.model.ModelState;
import io.expunge.processor.model.StatusKey;
import io.expunge.processor.service.ProcessorService;
import io.expunge.processor.service.StartUpException;
import io.expunge.processor.testing.Cluster;
import io.expunge.processor.testing.Requests;
import io.expunge.schemas.TopicAdministration;
import io.expunge.schemas.TopicCatalogue;
import io.expunge.schemas.TopicSettings;
import io.expunge.store.ContentHash;
import io.expunge.store.ModelStore;
import io.expunge.store.StoreOwner;
import io.expunge.store.memory.InMemoryModelStore;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.corpus.Corpus;
import io.expunge.unlearning.corpus.Document;
import io.expunge.unlearning.corpus.SampleCorpus;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.method.TrainingSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Disaster and recovery on a real broker, told as one story: everything that Kafka Streams kept is gone, the output topics
 * and the store are not.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RebuildIT {
    private static final String MODEL = "newsroom";
    private static final LedgerRebuild.Options PLAIN = new LedgerRebuild.Options(false, false, false);

    @TempDir
    private static Path directory;

    private static Cluster cluster;
    private static ProcessorService service;
    private static SampleCorpus.Split sample;
    private static ContentHash first;
    private static long statusesBefore;
    private static RebuildPlan planned;

    @BeforeAll
    static void live() throws Exception {
        cluster = new Cluster(directory);
        service = cluster.startProcessor("state", Map.of());
        sample = SampleCorpus.generate(Seeds.EXAMPLE, 400);
        first = train(sample.train());
        register(1, first);
        cluster.awaitState(MODEL, Requests.id(1), RequestState.VERIFIED);
        request(Requests.removeClass(2, MODEL, "science"));
        cluster.awaitState(MODEL, Requests.id(2), RequestState.VERIFIED);
        request(Requests.removeDocuments(3, MODEL, "nobody-holds-me"));
        assertThat(cluster.awaitState(MODEL, Requests.id(3), RequestState.VERIFIED)
                        .getReasonCode())
                .isEqualTo(ReasonCode.NOTHING_HELD);
        request(Requests.removeClass(4, MODEL, "weather"));
        cluster.awaitState(MODEL, Requests.id(4), RequestState.REJECTED);
        service.close();
    }

    @AfterAll
    static void stop() {
        service.close();
        cluster.close();
    }

    private static ContentHash train(Corpus corpus) {
        return new ModelTraining(MODEL, Analysis.standard(), TrainingSettings.standard())
                .train(corpus, Optional.empty(), cluster.store, ProgressMonitor.NONE)
                .artifact();
    }

    private static void register(int number, ContentHash artifact) throws Exception {
        cluster.send(
                cluster.topics.modelRegistrations(),
                MODEL,
                ModelRegistered.class,
                Requests.registration(number, MODEL, artifact.hex()));
    }

    private static void request(DeletionRequested request) throws Exception {
        cluster.send(cluster.topics.deletionRequests(), "whatever", DeletionRequested.class, request);
    }

    private static List<ModelVersionPublished> versions() {
        return cluster
                .readAll(cluster.topics.modelVersions(), cluster.schemas.deserializer(ModelVersionPublished.class))
                .stream()
                .map(ConsumerRecord::value)
                .toList();
    }

    private static List<RequestStatusChanged> statuses(int number) {
        String key = StatusKey.of(MODEL, Requests.id(number).toString());
        return cluster
                .readAll(cluster.topics.requestStatus(), cluster.schemas.deserializer(RequestStatusChanged.class))
                .stream()
                .filter(record -> key.equals(record.key()))
                .map(ConsumerRecord::value)
                .toList();
    }

    private static LedgerRebuild rebuild(LedgerRebuild.Options options) {
        return new LedgerRebuild(
                cluster.configuration("state", Map.of()),
                cluster.registry(),
                cluster.store,
                options,
                ProgressMonitor.NONE);
    }

    /** Changelogs, what was on its way, and the group's offsets: everything the application had with the brokers. */
    private static void loseEverything() throws Exception {
        LedgerTopics ledger = new LedgerTopics("expunge");
        List<String> topics = new ArrayList<>(ledger.changelogs());
        topics.add(ledger.repartition());
        try (Admin admin = Admin.create(cluster.clients())) {
            new ClusterView(admin).delete(topics);
            admin.deleteConsumerGroups(Set.of("expunge")).all().get(60, TimeUnit.SECONDS);
        }
    }

    private static List<Finding> examine() {
        return examine(cluster.store);
    }

    private static List<Finding> examine(ModelStore store) {
        try (Admin admin = Admin.create(cluster.clients())) {
            return Examination.of(
                    new Surroundings(cluster.configuration("state", Map.of()), admin, cluster.registry(), store, true),
                    name -> {});
        }
    }

    private static List<Finding> wrong(List<Finding> findings) {
        return findings.stream()
                .filter(one -> one.severity() == Finding.Severity.ERROR)
                .toList();
    }

    @Test
    @Order(1)
    void nothingIsWrongBeforeAndALedgerThatLivesIsLeftAlone() {
        assertThat(wrong(examine())).isEmpty();
        try (LedgerRebuild rebuild = rebuild(PLAIN)) {
            assertThatThrownBy(rebuild::plan)
                    .isInstanceOf(RebuildException.class)
                    .hasMessageContaining("is not empty: start the service");
        }
    }

    @Test
    @Order(2)
    void aStoreThatLacksTheHeadOrBelongsElsewhereIsNamed() {
        ModelStore other = InMemoryModelStore.open();
        other.ownership().claim(new StoreOwner("another-cluster", "expunge."));
        assertThat(wrong(examine(other)))
                .anySatisfy(one -> assertThat(one.toString()).contains("another-cluster"))
                .anySatisfy(one -> assertThat(one.toString()).contains(MODEL).contains("never behind"));
    }

    @Test
    @Order(3)
    void aLostLedgerIsRefusedAndTheRemedyNamed() throws Exception {
        loseEverything();
        request(Requests.removeClass(5, MODEL, "travel")); // comes while nobody runs

        assertThatThrownBy(() -> cluster.startProcessor("state", Map.of()))
                .isInstanceOf(StartUpException.class)
                .hasMessageContaining("expunge rebuild")
                .hasMessageContaining("expunge.model-versions");
        assertThat(wrong(examine())).extracting(Finding::check).containsExactly("ledger");
    }

    @Test
    @Order(4)
    void aRebuildIsPlannedAndCarriedOutAtOnce() throws Exception {
        statusesBefore = java.util.stream.IntStream.rangeClosed(1, 4)
                .mapToLong(number -> statuses(number).size())
                .sum();
        try (LedgerRebuild rebuild = rebuild(PLAIN)) {
            RebuildPlan plan = rebuild.plan();
            assertThat(plan.models()).isEqualTo(1);
            assertThat(plan.requests()).isEqualTo(4);
            assertThat(plan.lost()).isEmpty();
            planned = plan;
            rebuild.execute(plan);
            assertThatThrownBy(rebuild::plan).hasMessageContaining("a finished rebuild waits for the service");
        }
        assertThat(wrong(examine())).isEmpty();
        aServiceThatWasKilledAmongTheSeedsMayStartAgain();
    }

    /** As if one model's standing had been planted and committed, and no other seed. */
    private static void aServiceThatWasKilledAmongTheSeedsMayStartAgain() throws Exception {
        String models = new LedgerTopics("expunge").models();
        int partitions = TopicSettings.defaults().modelPartitions();
        try (Admin admin = Admin.create(cluster.clients())) {
            admin.createTopics(List.of(
                            new NewTopic(models, partitions, (short) 1).configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get(60, TimeUnit.SECONDS);
        }
        cluster.sendRaw(models, "another", ModelCodecs.MODEL_STATE.encode(ModelState.unpublished()));
        assertThat(wrong(examine())).isEmpty();
        try (LedgerRebuild rebuild = rebuild(PLAIN)) {
            assertThatThrownBy(rebuild::plan).hasMessageContaining("is not empty: start the service");
        }
    }

    @Test
    @Order(5)
    void theServiceGoesOnWhereItStood() throws Exception {
        service = cluster.startProcessor("state", Map.of());
        cluster.awaitState(MODEL, Requests.id(5), RequestState.VERIFIED);
        assertThat(versions())
                .extracting(ModelVersionPublished::getVersion)
                .as("each version is announced once")
                .containsExactly(1L, 2L, 3L);
        assertThat(versions().get(2).getParentContentHash())
                .isEqualTo(versions().get(1).getContentHash());
        assertThat(versions().get(2).getClasses()).doesNotContain("science", "travel");
        long statusesAfter = java.util.stream.IntStream.rangeClosed(1, 4)
                .mapToLong(number -> statuses(number).size())
                .sum();
        assertThat(statusesAfter)
                .as("what was done is read again from the start and not told again")
                .isEqualTo(statusesBefore);
    }

    @Test
    @Order(6)
    void whatWasErasedBeforeTheDisasterStaysErased() throws Exception {
        register(6, first);
        assertThat(cluster.awaitState(MODEL, Requests.id(6), RequestState.REJECTED)
                        .getReasonCode())
                .isEqualTo(ReasonCode.HOLDS_FORGOTTEN_DATA);

        // Nothing was held of it when it was asked for, so that only the ledger and the store's notes know.
        List<Document> documents = new ArrayList<>(sample.train().documents().stream()
                .filter(document -> !Set.of("science", "travel").contains(document.label()))
                .toList());
        Document one = documents.get(0);
        documents.set(0, new Document("nobody-holds-me", one.label(), one.text(), one.subject()));
        register(7, train(new Corpus(documents)));
        RequestStatusChanged refused = cluster.awaitState(MODEL, Requests.id(7), RequestState.REJECTED);
        assertThat(refused.getReasonCode()).isEqualTo(ReasonCode.HOLDS_FORGOTTEN_DATA);
        assertThat(refused.getDetail()).contains("1 documents");
    }

    @Test
    @Order(7)
    void aRequestThatWasServedBeforeTheDisasterIsStillKnown() throws Exception {
        int before = statuses(2).size();
        request(Requests.removeClass(2, MODEL, "science"));
        request(Requests.removeClass(8, MODEL, "science"));
        assertThat(cluster.awaitState(MODEL, Requests.id(8), RequestState.VERIFIED)
                        .getReasonCode())
                .isEqualTo(ReasonCode.ALREADY_SATISFIED);
        assertThat(statuses(2)).hasSize(before);
        assertThat(versions()).hasSize(3);
    }

    @Test
    @Order(8)
    void whileTheServiceRunsARebuildIsRefused() {
        try (LedgerRebuild rebuild = rebuild(new LedgerRebuild.Options(true, false, false))) {
            assertThatThrownBy(rebuild::plan).hasMessageContaining("stop every instance");
            assertThatThrownBy(() -> rebuild.execute(planned))
                    .as("the brokers fence a rebuild that an instance's start overtook")
                    .isInstanceOf(RebuildException.class)
                    .hasMessageContaining("was started meanwhile");
        }
        theLedgerIsThere();
    }

    private static void theLedgerIsThere() {
        try (Admin admin = Admin.create(cluster.clients())) {
            assertThat(new ClusterView(admin).topicNames()).containsAll(new LedgerTopics("expunge").changelogs());
        }
    }

    @Test
    @Order(9)
    void anInstanceWithAnotherStoreIsNoticed() {
        ModelStore other = InMemoryModelStore.open();
        assertThat(wrong(examine(other)))
                .extracting(Finding::check)
                .as("the running instance uses another store, which alone has the head")
                .contains("shared-store", "heads");
    }

    @Test
    @Order(10)
    void aLedgerInPiecesIsReplacedOnRequestAndLocalStateOfTheOldOneIsThrownAway() throws Exception {
        service.close();
        Path note = directory.resolve("state").resolve("expunge.ledger");
        assertThat(note).exists();
        String noted = java.nio.file.Files.readString(note);
        try (LedgerRebuild rebuild = rebuild(new LedgerRebuild.Options(true, false, false))) {
            assertThatThrownBy(() -> rebuild.execute(planned))
                    .as("a plan that was made before the service ran")
                    .isInstanceOf(RebuildException.class)
                    .hasMessageContaining("went on since the plan was made");
            theLedgerIsThere();
            rebuild.execute(rebuild.plan());
        }
        service = cluster.startProcessor("elsewhere", Map.of());
        request(Requests.removeClass(9, MODEL, "sport"));
        cluster.awaitState(MODEL, Requests.id(9), RequestState.VERIFIED);
        service.close();

        // A machine that slept through all of it: its copy is of the changelogs that were thrown away.
        java.nio.file.Files.createDirectories(directory.resolve("state").resolve("expunge"));
        java.nio.file.Files.writeString(note, noted);
        service = cluster.startProcessor("state", Map.of());
        request(Requests.removeDocuments(
                10,
                MODEL,
                sample.train().documents().stream()
                        .filter(document ->
                                !Set.of("science", "travel", "sport").contains(document.label()))
                        .findFirst()
                        .orElseThrow()
                        .id()));
        cluster.awaitState(MODEL, Requests.id(10), RequestState.VERIFIED);
        assertThat(versions()).extracting(ModelVersionPublished::getVersion).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    @Order(11)
    void everythingThatIsWrongIsSaidAtOnce() throws Exception {
        TopicCatalogue narrow =
                TopicCatalogue.of(TopicSettings.defaults().withPrefix("faulty.").withModelPartitions(2));
        Map<String, String> changes = Map.of("expunge.topic-prefix", "faulty.", "expunge.replication-factor", "3");
        try (Admin admin = Admin.create(cluster.clients())) {
            admin.createTopics(List.of(new NewTopic("faulty.request-status", 4, (short) 1)
                            .configs(Map.of("cleanup.policy", "compact,delete", "retention.ms", "1000"))))
                    .all()
                    .get(60, TimeUnit.SECONDS);
            new TopicAdministration(admin).createMissing(narrow);
            assertThat(Examination.of(
                            new Surroundings(
                                    cluster.configuration("faulty", changes),
                                    admin,
                                    cluster.registry(),
                                    InMemoryModelStore.open(),
                                    true),
                            name -> {}))
                    .extracting(Finding::severity, Finding::check, Finding::on)
                    .contains(
                            tuple(ERROR, "topics", "faulty.model-versions"),
                            tuple(WARNING, "topics", "faulty.request-status"),
                            tuple(ERROR, "retention", "faulty.request-status"),
                            tuple(ERROR, "registry", "faulty.audit-value"),
                            tuple(ERROR, "shared-store", "store"));
        }
        assertThatThrownBy(() -> cluster.startProcessor("faulty", changes))
                .isInstanceOf(StartUpException.class)
                .hasMessageContaining("every topic by model needs 4")
                .hasMessageContaining("faulty.request-status: its records go after 1000 ms")
                .hasMessageContaining("store: it belongs to topics 'expunge.*'");
    }
}
