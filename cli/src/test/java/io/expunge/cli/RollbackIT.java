/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.expunge.schemas.Topics;
import io.expunge.unlearning.corpus.Document;
import io.expunge.unlearning.corpus.SampleCorpus;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Ways back, and what guards them, against a processor on a real broker and a real registry. One story in order. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RollbackIT {
    private static final List<Document> DOCUMENTS =
            SampleCorpus.generate(Seeds.CORPUS, 400).train().documents();
    private static final Document ERASED = DOCUMENTS.stream()
            .filter(document -> document.label().equals("health"))
            .findFirst()
            .orElseThrow();
    private static final int ERASED_ROW = 1 + DOCUMENTS.indexOf(ERASED);

    @TempDir
    private static Path directory;

    private static Path home;
    private static Path news;
    private static Installation installation;

    @BeforeAll
    static void start() throws IOException {
        home = directory.resolve("home");
        news = CorpusCsv.write(directory.resolve("news.csv"), DOCUMENTS);
        installation = Installation.start(new Installation.Plan(
                home,
                new StorePlace.Directory(home.resolve("store")),
                0,
                0,
                Topics.withDefaultPrefix(),
                Map.of(),
                List.of(),
                note -> {}));
        CommandRun train = train();
        assertThat(train.exitCode()).as(train.err()).isZero();
        request("class", "--label", "sport");
        request("documents", "--ids", ERASED.id());
    }

    @AfterAll
    static void stop() {
        if (installation != null) {
            installation.close();
        }
    }

    private static CommandRun expunge(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--home", home.toString()));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private static CommandRun train(String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("train", "--model", "news", "--data", news.toString(), "--min-df", "2"));
        arguments.addAll(List.of(more));
        return expunge(arguments.toArray(String[]::new));
    }

    /** Asks for a deletion, waits, and gives the request's id. */
    private static String request(String kind, String... more) {
        String id = UUID.randomUUID().toString();
        List<String> arguments =
                new ArrayList<>(List.of("request", kind, "--model", "news", "--request-id", id, "--wait"));
        arguments.addAll(List.of(more));
        CommandRun run = expunge(arguments.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        return id;
    }

    private static CommandRun rollback(int to, String... more) {
        List<String> arguments = new ArrayList<>(List.of("rollback", "--model", "news", "--to", String.valueOf(to)));
        arguments.addAll(List.of("--operator", "ml-desk", "--reason", "The newer ones are poor.", "--timeout", "2m"));
        arguments.addAll(List.of(more));
        return expunge(arguments.toArray(String[]::new));
    }

    private static List<JsonNode> versions() {
        return expunge("versions", "--model", "news", "--json").json();
    }

    private static JsonNode newest() {
        List<JsonNode> versions = versions();
        return versions.get(versions.size() - 1);
    }

    private static List<String> classes(JsonNode version) {
        List<String> names = new ArrayList<>();
        version.path("classes").forEach(name -> names.add(name.asText()));
        return names;
    }

    @Test
    @Order(1)
    void aRollbackIsANewVersionWithoutWhatWasForgottenSince() {
        CommandRun run = rollback(1);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("Taken in: the state of version 1 of model news");
        assertThat(run.out()).contains("Version 4 of model news has the state of version 1");
        JsonNode version = newest();
        assertThat(version.path("version").asInt()).isEqualTo(4);
        assertThat(version.path("parent").asInt()).isEqualTo(3);
        assertThat(version.path("operation").asText()).isEqualTo("ROLLED_BACK");
        assertThat(version.path("rolledBackTo").asInt()).isEqualTo(1);
        assertThat(version.path("documents").asInt())
                .isEqualTo(versions().get(2).path("documents").asInt());
        assertThat(classes(version)).doesNotContain("sport").contains("health");
        assertThat(rollback(1).out()).contains("nothing changed");
    }

    @Test
    @Order(2)
    void whatIsNotThereIsSaidSo() {
        CommandRun unknown = rollback(99, "--json");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.FAILED.number());
        assertThat(unknown.json().get(0).path("reason").asText()).isEqualTo("UNKNOWN_VERSION");
        assertThat(rollback(0).exitCode()).isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    @Order(3)
    void aPurgedVersionIsRefusedWithTheRequestsInTheWay() throws IOException {
        String id = request("documents", "--ids", DOCUMENTS.get(0).id());
        Path manifest = Path.of(URI.create(versions().get(1).path("location").asText()));
        Files.delete(manifest);
        CommandRun run = rollback(2);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED.number());
        assertThat(run.err())
                .contains("ARTIFACT_MISSING")
                .contains("Version 2 cannot be taken up again")
                .contains(id);
        assertThat(newest().path("version").asInt()).isEqualTo(5);
    }

    @Test
    @Order(4)
    void trainingNamesTheRowsThatWereErasedAndRefusesOrDropsThem() {
        CommandRun refused = train();
        assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED.number());
        assertThat(refused.err())
                .contains("row 1: document '" + DOCUMENTS.get(0).id())
                .contains("whose class 'sport' was removed")
                .contains("--erased drop");
        assertThat(newest().path("version").asInt()).isEqualTo(5);
        JsonNode rows = train("--json").json().get(0).path("erased");
        assertThat(rows).anySatisfy(row -> {
            assertThat(row.path("row").asInt()).isEqualTo(ERASED_ROW);
            assertThat(row.path("documentId").asText()).isEqualTo(ERASED.id());
            assertThat(row.path("cause").asText()).isEqualTo("DOCUMENT");
        });

        CommandRun dropped = train("--erased", "drop");
        assertThat(dropped.exitCode()).as(dropped.err()).isZero();
        assertThat(dropped.err()).contains("Left out: ");
        assertThat(newest().path("operation").asText()).isEqualTo("TRAINED");
        assertThat(classes(newest())).doesNotContain("sport");
        assertThat(newest().path("documents").asInt())
                .isEqualTo(versions().get(4).path("documents").asInt());
    }

    @Test
    @Order(5)
    void aReinstatedClassComesInAgainAndOnlyByRegistration() {
        List<String> order = List.of(
                "reinstate-class", "--model", "news", "sport", "--operator", "privacy-desk", "--reason", "New desk.");
        CommandRun reinstated = expunge(order.toArray(String[]::new));
        assertThat(reinstated.exitCode()).as(reinstated.err()).isZero();
        assertThat(reinstated.out()).contains("may bring class 'sport' in again");

        CommandRun refused = train();
        assertThat(refused.err()).contains("2 documents of").doesNotContain("whose class");
        CommandRun dropped = train("--erased", "drop");
        assertThat(dropped.exitCode()).as(dropped.err()).isZero();
        assertThat(classes(newest())).contains("sport");

        CommandRun run = rollback(1);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(classes(newest()))
                .as("version 1 had documents that were removed")
                .doesNotContain("sport");
    }
}
