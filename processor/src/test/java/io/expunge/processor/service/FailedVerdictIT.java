/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.AuditKind;
import io.expunge.events.AuditRecorded;
import io.expunge.events.DeletionRequested;
import io.expunge.events.ModelRegistered;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.ReasonCode;
import io.expunge.events.RequestState;
import io.expunge.events.RequestStatusChanged;
import io.expunge.processor.testing.Cluster;
import io.expunge.processor.testing.Requests;
import io.expunge.processor.testing.TrainedSample;
import io.expunge.store.ArtifactContents;
import io.expunge.store.ArtifactDraft;
import io.expunge.store.ContentHash;
import io.expunge.store.ModelStore;
import io.expunge.store.Operation;
import io.expunge.store.Parameters;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that keeps other weights than the gate saw, on a real broker: found afterwards, and mended without anybody's help. */
class FailedVerdictIT {
    private static final String MODEL = "newsroom";

    @TempDir
    private static Path directory;

    private static Cluster cluster;

    @BeforeAll
    static void start() {
        cluster = new Cluster(directory);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void aBadVersionIsFoundTrainedAgainAndVerified() throws Exception {
        ContentHash artifact = TrainedSample.put(cluster.store, MODEL);
        Map<String, String> changes = Map.of("expunge.verified-when", "deep");
        try (ProcessorService service = cluster.startProcessor("state", changes, spoiling(cluster.store))) {
            assertThat(service).isNotNull();
            cluster.send(
                    cluster.topics.modelRegistrations(),
                    MODEL,
                    ModelRegistered.class,
                    Requests.registration(1, MODEL, artifact.hex()));
            cluster.awaitState(MODEL, Requests.id(1), RequestState.VERIFIED);
            cluster.send(
                    cluster.topics.deletionRequests(),
                    MODEL,
                    DeletionRequested.class,
                    Requests.removeClass(2, MODEL, "sport"));
            RequestStatusChanged end = cluster.awaitState(MODEL, Requests.id(2), RequestState.VERIFIED);
            assertThat(end.getModelVersion()).isEqualTo(3);
            assertThat(end.getTransitions())
                    .anyMatch(step -> step.getState() == RequestState.APPLIED
                            && step.getReasonCode() == ReasonCode.VERIFICATION_FAILED
                            && step.getDetail().contains("distance-certificate"));
        }
        List<ModelVersionPublished> versions = cluster
                .readAll(cluster.topics.modelVersions(), cluster.schemas.deserializer(ModelVersionPublished.class))
                .stream()
                .map(ConsumerRecord::value)
                .toList();
        assertThat(versions).hasSize(3);
        assertThat(versions.get(2).getRepairs()).isEqualTo(2);
        assertThat(versions.get(2).getClasses()).doesNotContain("sport");
        assertThat(cluster.readAll(cluster.topics.audit(), cluster.schemas.deserializer(AuditRecorded.class)).stream()
                        .map(ConsumerRecord::value)
                        .filter(record -> record.getKind() == AuditKind.REPAIR)
                        .map(record -> record.getFacts().get("outcome")))
                .containsExactly("QUEUED", "PUBLISHED", "PASSED");
    }

    /** Keeps half the weights of what was unlearned; what is trained again from zero stays as it is. */
    private static ModelStore spoiling(ModelStore store) {
        return (ModelStore) Proxy.newProxyInstance(
                ModelStore.class.getClassLoader(), new Class<?>[] {ModelStore.class}, (self, method, arguments) -> {
                    Object[] given = arguments;
                    if (method.getName().equals("put")) {
                        given = new Object[] {spoilt((ArtifactDraft) arguments[0])};
                    }
                    try {
                        return method.invoke(store, given);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }

    private static ArtifactDraft spoilt(ArtifactDraft draft) {
        boolean unlearned = draft.lineage().operation() == Operation.UNLEARNED
                && !draft.lineage().provenance().method().equals("retrain");
        return unlearned ? new ArtifactDraft(draft.lineage(), halved(draft.contents())) : draft;
    }

    private static ArtifactContents halved(ArtifactContents contents) {
        Parameters whole = contents.parameters();
        float[] half = whole.values().clone();
        for (int i = 0; i < half.length; i++) {
            half[i] /= 2;
        }
        ArtifactContents spoilt = new ArtifactContents(
                new Parameters(whole.terms(), whole.classes(), half),
                contents.vocabulary(),
                contents.classes(),
                contents.trainingSet(),
                contents.evaluationSet(),
                contents.honouredDeletions(),
                contents.metrics(),
                contents.servedRequests());
        return contents.card().map(spoilt::withCard).orElse(spoilt);
    }
}
