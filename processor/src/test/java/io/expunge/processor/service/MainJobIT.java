/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.events.DeletionRequested;
import io.expunge.events.ModelRegistered;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.ReasonCode;
import io.expunge.events.RequestState;
import io.expunge.events.RequestStatusChanged;
import io.expunge.events.UnlearningVerified;
import io.expunge.events.Verdict;
import io.expunge.processor.Seeds;
import io.expunge.processor.artifact.ModelArtifacts;
import io.expunge.processor.artifact.ModelTraining;
import io.expunge.processor.artifact.StoredModel;
import io.expunge.processor.testing.Cluster;
import io.expunge.processor.testing.Requests;
import io.expunge.store.Artifact;
import io.expunge.store.ContentHash;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.corpus.SampleCorpus;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.method.TrainingSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The main job on a real broker and a real registry, told as one story from the first version on. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MainJobIT {
    private static final String MODEL = "newsroom";
    private static final UUID REGISTRATION = Requests.id(1);

    @TempDir
    private static Path directory;

    private static Cluster cluster;
    private static ProcessorService service;
    private static SampleCorpus.Split sample;

    @BeforeAll
    static void start() throws Exception {
        cluster = new Cluster(directory);
        service = cluster.startProcessor("state", Map.of());
        sample = SampleCorpus.generate(Seeds.EXAMPLE, 800);
        ContentHash artifact = new ModelTraining(MODEL, Analysis.standard(), TrainingSettings.standard())
                .train(sample.train(), Optional.of(sample.test()), cluster.store, ProgressMonitor.NONE)
                .artifact();
        register(1, artifact.hex());
    }

    @AfterAll
    static void stop() {
        service.close();
        cluster.close();
    }

    private static void register(int number, String artifact) throws Exception {
        cluster.send(
                cluster.topics.modelRegistrations(),
                MODEL,
                ModelRegistered.class,
                Requests.registration(number, MODEL, artifact));
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

    private static StoredModel stored(ModelVersionPublished version) {
        Artifact artifact = cluster.store.open(new ContentHash(version.getContentHash()));
        return ModelArtifacts.load(artifact);
    }

    @Test
    @Order(1)
    void aRegisteredModelIsPublishedAndVerified() {
        RequestStatusChanged status = cluster.awaitState(MODEL, REGISTRATION, RequestState.VERIFIED);
        assertThat(status.getModelVersion()).isEqualTo(1);
        assertThat(versions()).singleElement().satisfies(version -> {
            assertThat(version.getVersion()).isEqualTo(1);
            assertThat(version.getClasses()).hasSize(8).contains("science");
        });
    }

    @Test
    @Order(2)
    void aClassRemovalBecomesAVerifiedVersionWithoutTheClass() throws Exception {
        request(Requests.removeClass(2, MODEL, "science"));
        RequestStatusChanged status = cluster.awaitState(MODEL, Requests.id(2), RequestState.VERIFIED);
        assertThat(status.getTransitions())
                .extracting(transition -> transition.getState())
                .containsExactly(
                        RequestState.RECEIVED, RequestState.BATCHED, RequestState.APPLIED, RequestState.VERIFIED);
        ModelVersionPublished version = versions().get(1);
        assertThat(version.getParent()).isEqualTo(1);
        assertThat(version.getClassesRemoved()).containsExactly("science");
        assertThat(version.getEvidence().getRelativeDistanceBound()).isLessThanOrEqualTo(1e-4);
        assertThat(version.getRetainedAccuracyAfter()).isGreaterThan(0.8);
        StoredModel after = stored(version);
        assertThat(after.model().labelSpace().classes())
                .doesNotContain("science")
                .hasSize(7);
        assertThat(after.model().predict(sample.test().texts())).doesNotContain("science");
        assertThat(version.getReassignments()).isNotEmpty().allMatch(one -> one.getRemovedClass()
                .equals("science"));
        assertThat(version.getReassignments().stream()
                        .mapToInt(one -> one.getDocuments())
                        .sum())
                .isEqualTo(status.getDocumentsRemoved());
        UnlearningVerified verdict = cluster.await(
                cluster.topics.verifications(),
                cluster.schemas.deserializer(UnlearningVerified.class),
                record -> record.value().getVersion() == 2);
        assertThat(verdict.getVerdict()).isEqualTo(Verdict.PASSED);
        assertThat(verdict.getChecks()).extracting(check -> check.getName()).contains("set-arithmetic");
        assertThat(verdict.getVerifiedAt()).isAfterOrEqualTo(version.getPublishedAt());
    }

    @Test
    @Order(3)
    void documentsAndSubjectsGoTooAndUnknownIdsAreNamedByPosition() throws Exception {
        String known = sample.train().documents().stream()
                .filter(document -> !document.label().equals("science"))
                .findFirst()
                .orElseThrow()
                .id();
        request(Requests.removeDocuments(3, MODEL, "nobody-knows-me", known));
        RequestStatusChanged status = cluster.awaitState(MODEL, Requests.id(3), RequestState.VERIFIED);
        assertThat(status.getDocumentsRemoved()).isEqualTo(1);
        assertThat(status.getReasonCode()).isIn(ReasonCode.NONE, ReasonCode.PARTLY_HELD);
        assertThat(status.getTransitions()).anySatisfy(transition -> assertThat(transition.getDetail())
                .contains("positions 1")
                .doesNotContain("nobody-knows-me"));
    }

    @Test
    @Order(4)
    void whatWasErasedCannotBeRegisteredAgain() throws Exception {
        register(4, versions().get(0).getContentHash());
        RequestStatusChanged status = cluster.awaitState(MODEL, Requests.id(4), RequestState.REJECTED);
        assertThat(status.getReasonCode()).isEqualTo(ReasonCode.HOLDS_FORGOTTEN_DATA);
        assertThat(status.getDetail()).contains("science");
    }

    @Test
    @Order(5)
    void badInputEndsInADeadLetterAndTheNextRequestIsServed() throws Exception {
        cluster.sendRaw(cluster.topics.deletionRequests(), "x", new byte[] {1, 2, 3, 4, 5, 6});
        cluster.sendRaw(cluster.topics.deletionRequests(), "x", new byte[] {0, 0x7f, 0, 0, 1, 6});
        request(Requests.removeClass(5, MODEL, "weather"));
        assertThat(cluster.awaitState(MODEL, Requests.id(5), RequestState.REJECTED)
                        .getReasonCode())
                .isEqualTo(ReasonCode.UNKNOWN_CLASS);
        request(Requests.removeClass(6, "nobody", "weather"));
        assertThat(cluster.awaitState("nobody", Requests.id(6), RequestState.REJECTED)
                        .getReasonCode())
                .isEqualTo(ReasonCode.UNKNOWN_MODEL);
        assertThat(cluster.deadLetter("WRONG_MAGIC_BYTE")).isPresent();
        assertThat(cluster.deadLetter("UNKNOWN_SCHEMA")).isPresent();
    }

    @Test
    @Order(6)
    void anotherLedgerIsRefusedBecauseItWouldAnnounceVersionsAgain() {
        assertThatThrownBy(() -> cluster.startProcessor("other", Map.of("expunge.application-id", "other")))
                .isInstanceOf(StartUpException.class)
                .hasMessageContaining("expunge.model-versions")
                .hasMessageContaining("expunge.application-id");
    }

    @Test
    @Order(7)
    void aStoppedProcessorGoesOnWhereItStood() throws Exception {
        service.close();
        request(Requests.removeClass(7, MODEL, "travel"));
        service = cluster.startProcessor("state", Map.of());
        cluster.awaitState(MODEL, Requests.id(7), RequestState.VERIFIED);
        List<ModelVersionPublished> versions = versions();
        assertThat(versions)
                .extracting(ModelVersionPublished::getVersion)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(versions.get(versions.size() - 1).getClasses()).doesNotContain("travel", "science");
    }

    @Test
    @Order(8)
    void aBrokerThatIsDownKeepsNobodyFromStartingOnceTheTopicsExist() throws Exception {
        service.close();
        service = cluster.startProcessor("state", Map.of("expunge.replication-factor", "3"));
        request(Requests.removeClass(8, MODEL, "health"));
        cluster.awaitState(MODEL, Requests.id(8), RequestState.VERIFIED);
    }
}
