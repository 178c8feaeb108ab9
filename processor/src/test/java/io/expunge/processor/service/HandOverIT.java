/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.ClassRemoval;
import io.expunge.events.DeletionRequested;
import io.expunge.events.ModelRegistered;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.RequestState;
import io.expunge.processor.Seeds;
import io.expunge.processor.artifact.ModelTraining;
import io.expunge.processor.testing.AlertRules;
import io.expunge.processor.testing.Cluster;
import io.expunge.processor.testing.HeldStore;
import io.expunge.processor.testing.Requests;
import io.expunge.processor.testing.Scrape;
import io.expunge.store.ContentHash;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.corpus.SampleCorpus;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.method.TrainingSettings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances; the one that works is told to stop in the middle of its job. */
class HandOverIT {
    private static final String MODEL = "newsroom";
    private static final Map<String, String> SETTINGS =
            Map.of("expunge.http.port", "0", "expunge.stop.job-seconds", "60");

    @TempDir
    private static Path directory;

    private static final BlockingQueue<HeldStore> ARRIVALS = new LinkedBlockingQueue<>();
    private static Cluster cluster;

    /** A processor whose jobs can be held. */
    private record Instance(HeldStore store, ProcessorService service) {
        static Instance start(String name) throws Exception {
            HeldStore held = new HeldStore(cluster.store, ARRIVALS);
            return new Instance(held, cluster.startProcessor(name, SETTINGS, held.view()));
        }

        HttpResponse<String> get(String path) throws IOException, InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(
                            service.monitoringAddress().orElseThrow().resolve(path))
                    .build();
            return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        }

        Scrape scrape() throws IOException, InterruptedException {
            return Scrape.from(service.monitoringAddress().orElseThrow());
        }
    }

    @BeforeAll
    static void start() {
        cluster = new Cluster(directory);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void whoIsToldToStopHandsOverAtOnceAndItsResultIsTakenIn() throws Exception {
        Instance one = Instance.start("one");
        try (ProcessorService first = one.service()) {
            publish();
            Instance two = Instance.start("two");
            try (ProcessorService second = two.service()) {
                stopOneInTheMiddle(one, two);
            }
        }
    }

    private static void stopOneInTheMiddle(Instance one, Instance two) throws Exception {
        send(Requests.removeClass(2, MODEL, "science"));
        HeldStore holding = ARRIVALS.poll(Cluster.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        Instance owner = holding == one.store() ? one : two;
        Instance heir = owner == one ? two : one;
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(owner.service()::close);
        heir.store().awaitJob(); // it owns the model now, and does the same work
        assertThat(stopped).isNotDone();
        assertThat(owner.get("/health/live").statusCode()).isEqualTo(200);
        assertThat(owner.get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(owner.get("/health/ready").body()).contains("stopping");

        owner.store().release();
        cluster.awaitState(MODEL, Requests.id(2), RequestState.VERIFIED);
        assertThat(versions()).containsExactly(1L, 2L);
        stopped.get(Cluster.PATIENCE.toSeconds(), TimeUnit.SECONDS);

        send(Requests.of(3, MODEL, new ClassRemoval("travel"))
                .setDueBy(Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.MILLIS))
                .build());
        cluster.awaitState(MODEL, Requests.id(3), RequestState.BATCHED);
        assertThat(heir.scrape().names()).containsAll(AlertRules.metricsOfAllServices());

        heir.store().release(); // its own result comes too late and changes nothing
        cluster.awaitState(MODEL, Requests.id(3), RequestState.VERIFIED);
        assertThat(versions()).containsExactly(1L, 2L, 3L);
        assertThat(heir.get("/health/ready").statusCode()).isEqualTo(200);
        assertThatTheHeirCountsEverything(heir.scrape());
    }

    private static void assertThatTheHeirCountsEverything(Scrape scrape) {
        String model = "model=\"" + MODEL + "\"";
        assertThat(scrape.value("expunge_requests", model, "state=\"verified\""))
                .contains(2.0);
        assertThat(scrape.value("expunge_requests", model, "state=\"batched\"")).contains(0.0);
        assertThat(scrape.value("expunge_model_version", model)).contains(3.0);
        assertThat(scrape.value("expunge_registrations", "state=\"verified\"")).contains(1.0);
        assertThat(scrape.value("expunge_health", "check=\"ready\"")).contains(1.0);
    }

    private static void publish() throws Exception {
        SampleCorpus.Split sample = SampleCorpus.generate(Seeds.EXAMPLE, 400);
        ContentHash artifact = new ModelTraining(MODEL, Analysis.standard(), TrainingSettings.standard())
                .train(sample.train(), Optional.empty(), cluster.store, ProgressMonitor.NONE)
                .artifact();
        cluster.send(
                cluster.topics.modelRegistrations(),
                MODEL,
                ModelRegistered.class,
                Requests.registration(1, MODEL, artifact.hex()));
        cluster.awaitState(MODEL, Requests.id(1), RequestState.VERIFIED);
    }

    private static void send(DeletionRequested request) throws Exception {
        cluster.send(cluster.topics.deletionRequests(), MODEL, DeletionRequested.class, request);
    }

    /** Versions of the model as they were announced. */
    private static List<Long> versions() {
        return cluster
                .readAll(cluster.topics.modelVersions(), cluster.schemas.deserializer(ModelVersionPublished.class))
                .stream()
                .map(record -> record.value().getVersion())
                .toList();
    }
}
