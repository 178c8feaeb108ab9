/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.expunge.events.CheckOutcome;
import io.expunge.events.DeletionRequested;
import io.expunge.events.Indistinguishability;
import io.expunge.events.ModelRegistered;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.RequestState;
import io.expunge.events.UnlearningVerified;
import io.expunge.events.Verdict;
import io.expunge.events.VerificationCheck;
import io.expunge.events.VerificationStage;
import io.expunge.processor.Seeds;
import io.expunge.processor.artifact.ModelTraining;
import io.expunge.processor.testing.AlertRules;
import io.expunge.processor.testing.Cluster;
import io.expunge.processor.testing.Requests;
import io.expunge.processor.testing.Scrape;
import io.expunge.store.Artifact;
import io.expunge.store.ContentHash;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.corpus.SampleCorpus;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.method.TrainingSettings;
import io.expunge.unlearning.perturbation.NoiseScale;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model released with noise, on a real broker and a real registry, from the request to the thorough verdict. */
class NoisyReleaseIT {
    private static final String MODEL = "letters";
    private static final String SECRET = "0123456789abcdef".repeat(4);

    private static final double BUDGET = 2;

    @TempDir
    private Path directory;

    private static List<ModelVersionPublished> versions(Cluster cluster) {
        return cluster
                .readAll(cluster.topics.modelVersions(), cluster.schemas.deserializer(ModelVersionPublished.class))
                .stream()
                .map(ConsumerRecord::value)
                .toList();
    }

    private Map<String, String> settings() throws Exception {
        Path secret = Files.createFile(
                directory.resolve("noise.secret"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, SECRET + "\n");
        return Map.of(
                "expunge.indistinguishability.models",
                MODEL,
                "expunge.indistinguishability.secret",
                secret.toString(),
                "expunge.indistinguishability.budget-epsilon",
                Double.toString(BUDGET),
                "expunge.verified-when",
                "deep",
                "expunge.http.port",
                "0");
    }

    @Test
    void requestsAreVerifiedAndNothingButThePromiseIsTold() throws Exception {
        SampleCorpus.Split sample = SampleCorpus.generate(Seeds.EXAMPLE, 800);
        try (Cluster cluster = new Cluster(directory);
                ProcessorService service = cluster.startProcessor("state", settings())) {
            ContentHash artifact = new ModelTraining(MODEL, Analysis.standard(), TrainingSettings.standard())
                    .train(sample.train(), Optional.of(sample.test()), cluster.store, ProgressMonitor.NONE)
                    .artifact();
            cluster.send(
                    cluster.topics.modelRegistrations(),
                    MODEL,
                    ModelRegistered.class,
                    Requests.registration(1, MODEL, artifact.hex()));
            cluster.awaitState(MODEL, Requests.id(1), RequestState.VERIFIED);
            request(cluster, Requests.removeClass(2, MODEL, "science"));
            cluster.awaitState(MODEL, Requests.id(2), RequestState.VERIFIED);
            String document = sample.train().documents().stream()
                    .filter(one -> !one.label().equals("science"))
                    .findFirst()
                    .orElseThrow()
                    .id();
            request(cluster, Requests.removeDocuments(3, MODEL, document));
            cluster.awaitState(MODEL, Requests.id(3), RequestState.VERIFIED);

            List<ModelVersionPublished> versions = versions(cluster);
            assertThat(versions).hasSize(3);
            assertThat(versions.get(0).getIndistinguishability()).isNull();
            versions.subList(1, 3).forEach(version -> promised(cluster, version));
            assertThat(thorough(cluster, 3).get(NoiseScale.NAME).getOutcome()).isEqualTo(CheckOutcome.PASSED);
            assertThatTheAccountIsTold(Scrape.from(service.monitoringAddress().orElseThrow()));
        }
    }

    /** Metrics that only a model released with noise has; every one that an alert names is among them. */
    private static void assertThatTheAccountIsTold(Scrape scrape) {
        String model = "model=\"" + MODEL + "\"";
        assertThat(AlertRules.metricsOfReleases()).isNotEmpty().isSubsetOf(scrape.names());
        assertThat(scrape.value("expunge_indistinguishability_epsilon", model))
                .hasValueSatisfying(epsilon -> assertThat(epsilon).isCloseTo(1, within(1e-6)));
        assertThat(scrape.value("expunge_indistinguishability_budget_used", model))
                .hasValueSatisfying(share -> assertThat(share).isCloseTo(1 / BUDGET, within(1e-6)));
    }

    private static void request(Cluster cluster, DeletionRequested request) throws Exception {
        cluster.send(cluster.topics.deletionRequests(), MODEL, DeletionRequested.class, request);
    }

    /** A second release tells nothing more of the first deletion, so the account stands where it stood. */
    private static void promised(Cluster cluster, ModelVersionPublished version) {
        Indistinguishability promise = version.getIndistinguishability();
        assertThat(promise.getEpsilon()).isEqualTo(1);
        assertThat(promise.getReleases()).isEqualTo(1);
        assertThat(promise.getAccountEpsilon()).isCloseTo(1, within(1e-6));
        assertThat(version.getEvidence()).isNull();
        assertThat(version.getReassignments()).isEmpty();
        Artifact artifact = cluster.store.open(new ContentHash(version.getContentHash()));
        assertThat(artifact.contents().metrics()).doesNotContainKeys("passes", "gradient-norm", "distance-bound");
        for (String file : List.of("metrics.json", "classes.json", "served-requests.json")) {
            assertThat(new String(artifact.read(file), StandardCharsets.UTF_8)).doesNotContain(SECRET);
        }
    }

    private static Map<String, VerificationCheck> thorough(Cluster cluster, long version) {
        UnlearningVerified verdict = cluster.await(
                cluster.topics.verifications(),
                cluster.schemas.deserializer(UnlearningVerified.class),
                record ->
                        record.value().getVersion() == version && record.value().getStage() == VerificationStage.DEEP);
        assertThat(verdict.getVerdict()).isEqualTo(Verdict.PASSED);
        return verdict.getChecks().stream().collect(Collectors.toMap(VerificationCheck::getName, Function.identity()));
    }
}
