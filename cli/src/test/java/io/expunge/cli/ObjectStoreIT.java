/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.expunge.schemas.Topics;
import io.expunge.store.ContentHash;
import io.expunge.store.s3.S3Location;
import io.expunge.store.s3.S3Server;
import io.expunge.unlearning.corpus.SampleCorpus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/** Two instances that share nothing but the brokers and a bucket serve several models together. */
class ObjectStoreIT {
    /** One in each of the four partitions, so that both instances have some, whichever gets which. */
    private static final List<String> MODELS = List.of("tickets", "news", "cases", "mail");

    @TempDir
    private static Path directory;

    private static final Map<String, String> CREDENTIALS =
            Map.of("aws.accessKeyId", S3Server.ACCESS_KEY, "aws.secretAccessKey", S3Server.SECRET_KEY);

    private static S3Location place;
    private static Path settings;
    private static Path corpus;
    private static Installation first;
    private static Installation second;

    @BeforeAll
    static void start() throws IOException {
        CREDENTIALS.forEach(System::setProperty);
        place = S3Server.shared().newPlace();
        settings = Files.writeString(
                directory.resolve("s3.properties"),
                "expunge.store.s3.endpoint=" + S3Server.shared().endpoint());
        corpus = CorpusCsv.write(
                directory.resolve("news.csv"),
                SampleCorpus.generate(Seeds.CORPUS, 100).train().documents());
        first = installation("first", List.of());
        second = installation("second", List.of(first.connection().settings()));
    }

    private static Installation installation(String home, List<ConnectionSettings> clusters) {
        Map<String, String> properties =
                Map.of("expunge.store.s3.endpoint", S3Server.shared().endpoint().toString(), "expunge.http.port", "0");
        return Installation.start(new Installation.Plan(
                directory.resolve(home),
                StorePlace.parse(place.toString(), ServiceSettings.objectStore(properties)),
                0,
                0,
                Topics.withDefaultPrefix(),
                properties,
                clusters,
                note -> {}));
    }

    @AfterAll
    static void stop() {
        if (second != null) {
            second.close();
        }
        if (first != null) {
            first.close();
        }
        CREDENTIALS.keySet().forEach(System::clearProperty);
    }

    private static CommandRun expunge(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--home", directory.resolve("first").toString()));
        CommandRun run = CommandRun.of(all.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err() + run.out()).isZero();
        return run;
    }

    private static CommandRun withStore(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--store", place.toString(), "--properties", settings.toString()));
        return expunge(all.toArray(String[]::new));
    }

    @Test
    void twoInstancesServeTheModelsOfOneBucket() throws Exception {
        for (String model : MODELS) {
            CommandRun trained = withStore("train", "--model", model, "--data", corpus.toString(), "--min-df", "2");
            assertThat(trained.out()).contains(" in " + place).contains("Published as version 1.");
        }
        for (String model : MODELS) {
            expunge("request", "class", "--model", model, "--label", "science", "--wait", "--timeout", "60s");
        }
        for (String model : MODELS) {
            CommandRun predicted = withStore("predict", "--model", model, "the team won the match", "--json");
            assertThat(predicted.out()).doesNotContain("science");
            JsonNode head =
                    expunge("versions", "--model", model, "--json").json().get(1);
            assertThatAnyoneCanFetch(
                    head.path("location").asText(), head.path("contentHash").asText());
        }
        assertThat(modelsOf(first)).isNotEmpty();
        assertThat(modelsOf(second)).isNotEmpty();
        assertThat(modelsOf(first)).doesNotContainAnyElementsOf(modelsOf(second));
    }

    /** What a model server does: the manifest is at the location, its name is its hash, and it names the blobs. */
    private static void assertThatAnyoneCanFetch(String location, String contentHash) throws IOException {
        assertThat(location).isEqualTo(place + "/manifests/" + contentHash + ".json");
        try (S3Client client = S3Server.shared().client()) {
            byte[] manifest = fetch(client, URI.create(location).getPath().substring(1));
            assertThat(ContentHash.of(manifest).hex()).isEqualTo(contentHash);
            String hash = new ObjectMapper()
                    .readTree(manifest)
                    .path("files")
                    .path("parameters.safetensors")
                    .path("sha256")
                    .asText();
            byte[] blob = fetch(client, place.prefix() + "blobs/" + hash.substring(0, 2) + "/" + hash);
            assertThat(ContentHash.of(blob).hex()).isEqualTo(hash);
        }
    }

    private static byte[] fetch(S3Client client, String key) {
        return client.getObjectAsBytes(request -> request.bucket(place.bucket()).key(key))
                .asByteArray();
    }

    /** The models whose state an instance holds, by what it counts. */
    private static TreeSet<String> modelsOf(Installation installation) throws Exception {
        URI metrics = installation.service().monitoringAddress().orElseThrow().resolve("/metrics");
        String body = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                .body();
        TreeSet<String> models = new TreeSet<>();
        MODELS.stream()
                .filter(model -> body.lines()
                        .anyMatch(line ->
                                line.startsWith("expunge_model_version{") && line.contains("model=\"" + model + "\"")))
                .forEach(models::add);
        return models;
    }
}
