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
import io.expunge.events.RequestState;
import io.expunge.processor.Seeds;
import io.expunge.processor.artifact.ModelTraining;
import io.expunge.processor.testing.ByteScan;
import io.expunge.processor.testing.Cluster;
import io.expunge.processor.testing.Requests;
import io.expunge.store.Artifact;
import io.expunge.store.ContentHash;
import io.expunge.store.Pseudonym;
import io.expunge.store.PseudonymDomain;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.corpus.Corpus;
import io.expunge.unlearning.corpus.Document;
import io.expunge.unlearning.corpus.SampleCorpus;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.method.TrainingSettings;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every byte that the processor is answerable for, before a deletion and after it: the model store, the state directory,
 * and what the broker keeps of all topics but the one the requests came in on.
 */
class PhysicalErasureIT {
    private static final String MODEL = "newsroom";
    private static final String PERSON = "canary.person";
    private static final String WORD_OF_PERSON = "zanzibarcanary";
    private static final String WORD_OF_DOCUMENTS = "timbuktucanary";

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
    void nothingForgottenIsLeftInAnyByte() throws Exception {
        ContentHash artifact = train();
        List<byte[]> vectors = vectors(artifact);
        ByteScan store = ByteScan.of(directory.resolve("store"), path -> true);
        assertThat(store.filesWith(text(WORD_OF_PERSON))).isNotEmpty();
        assertThat(store.filesWith(text(WORD_OF_DOCUMENTS))).isNotEmpty();
        assertThat(vectors).hasSize(2).allSatisfy(vector -> assertThat(store.filesWith(vector))
                .isNotEmpty());

        List<AuditRecorded> receipts;
        try (ProcessorService service = cluster.startProcessor("state", Map.of("expunge.purge.policy", "immediate"))) {
            register(artifact);
            request(Requests.removeSubject(2, MODEL, PERSON));
            request(Requests.removeDocuments(3, MODEL, documents()));
            receipts = List.of(receipt(1), receipt(2));
        }

        assertThat(receipts.get(0).getFacts())
                .containsEntry("contentHash", artifact.hex())
                .containsEntry("requestIds", Requests.id(2).toString())
                .containsEntry("why", "HOLDS_FORGOTTEN_DATA");
        assertThat(receipts.get(1).getFacts())
                .containsEntry("requestIds", Requests.id(3).toString());
        assertThat(receipts).allSatisfy(receipt -> assertThat(
                        Long.parseLong(receipt.getFacts().get("bytes")))
                .isGreaterThan(10_000));
        List<byte[]> forgotten = new ArrayList<>(vectors);
        forgotten.add(text(WORD_OF_PERSON));
        forgotten.add(text(WORD_OF_DOCUMENTS));
        forgotten.add(text(PERSON));
        forgotten.add(text("canary-document"));
        for (byte[] canary : forgotten) {
            assertThat(store.filesWith(canary)).isEmpty();
            assertThat(state().filesWith(canary)).isEmpty();
            assertThat(broker(false).filesWith(canary)).isEmpty();
        }
        assertThatTheScanSees();
        assertThatKeyedHashesMeanNothingWithoutTheKey();
    }

    /** What is there is found in the same places by the same way, so that finding nothing means something. */
    private static void assertThatTheScanSees() throws Exception {
        byte[] request = text(Requests.id(2).toString());
        assertThat(state().filesWith(request)).isNotEmpty();
        assertThat(broker(false).filesWith(request))
                .anyMatch(file -> file.toString().contains("requests-changelog"));
        assertThat(broker(true).filesWith(text(PERSON))).isNotEmpty();
        assertThat(broker(true).filesWith(text("canary-document"))).isNotEmpty();
    }

    /** The one thing that stays of a forgotten document where Kafka keeps old segments. */
    private static void assertThatKeyedHashesMeanNothingWithoutTheKey() throws Exception {
        Pseudonym person = pseudonym(PERSON);
        byte[] hash = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(person.high())
                .putLong(person.low())
                .array();
        assertThat(broker(false).filesWith(hash)).isNotEmpty();
        cluster.store.keys().destroy(MODEL);
        assertThat(cluster.store.keys().find(MODEL)).isEmpty();
        assertThat(pseudonym(PERSON)).as("the same person under a new key").isNotEqualTo(person);
        assertThat(ByteScan.of(directory.resolve("store"), path -> path.endsWith("key"))
                        .filesWith(hash))
                .isEmpty();
    }

    private static Pseudonym pseudonym(String subject) {
        return cluster.store.keys().getOrCreate(MODEL).pseudonym(PseudonymDomain.SUBJECT, subject);
    }

    private static ContentHash train() {
        SampleCorpus.Split sample = SampleCorpus.generate(Seeds.EXAMPLE, 400);
        List<Document> documents = new ArrayList<>(sample.train().documents());
        for (int number = 0; number < 8; number++) {
            Document like = documents.get(number);
            documents.add(new Document(
                    "canary-of-person-" + number,
                    like.label(),
                    like.text() + " " + WORD_OF_PERSON,
                    Optional.of(PERSON)));
            documents.add(new Document(
                    documents()[number], like.label(), like.text() + " " + WORD_OF_DOCUMENTS, Optional.empty()));
        }
        return new ModelTraining(MODEL, Analysis.standard(), TrainingSettings.standard())
                .train(new Corpus(documents), Optional.of(sample.test()), cluster.store, ProgressMonitor.NONE)
                .artifact();
    }

    private static String[] documents() {
        return IntStream.range(0, 8)
                .mapToObj(number -> "canary-document-" + number)
                .toArray(String[]::new);
    }

    /** The weights that belong to the words, as they stand in the file. */
    private static List<byte[]> vectors(ContentHash hash) {
        Artifact artifact = cluster.store.open(hash);
        List<String> terms = artifact.vocabulary().terms();
        int classes = artifact.parameters().classes();
        float[] weights = artifact.parameters().values();
        return IntStream.of(terms.indexOf(WORD_OF_PERSON), terms.indexOf(WORD_OF_DOCUMENTS))
                .mapToObj(row -> {
                    ByteBuffer bytes =
                            ByteBuffer.allocate(classes * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                    bytes.asFloatBuffer().put(weights, row * classes, classes);
                    return bytes.array();
                })
                .toList();
    }

    private static void register(ContentHash artifact) throws Exception {
        cluster.send(
                cluster.topics.modelRegistrations(),
                MODEL,
                ModelRegistered.class,
                Requests.registration(1, MODEL, artifact.hex()));
        cluster.awaitState(MODEL, Requests.id(1), RequestState.VERIFIED);
    }

    private static void request(DeletionRequested request) throws Exception {
        cluster.send(cluster.topics.deletionRequests(), MODEL, DeletionRequested.class, request);
        cluster.awaitState(MODEL, request.getRequestId(), RequestState.VERIFIED);
    }

    private static AuditRecorded receipt(long version) {
        return cluster.await(
                cluster.topics.audit(),
                cluster.schemas.deserializer(AuditRecorded.class),
                record -> record.value().getKind() == AuditKind.PURGED
                        && Long.toString(version)
                                .equals(record.value().getFacts().get("version")));
    }

    private static ByteScan state() {
        return ByteScan.of(directory.resolve("state"), path -> true);
    }

    /** What the broker keeps of the topic of the requests, or of all others. */
    private static ByteScan broker(boolean ofRequests) {
        String requests = cluster.topics.deletionRequests() + "-";
        return ByteScan.of(
                directory.resolve("sandbox").resolve("broker"),
                // Indexes hold offsets and times only, and are gigabytes of zeros while they are written.
                path -> !path.toString().endsWith("index") && path.toString().contains(requests) == ofRequests);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
