/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.expunge.events.DeletionRequested;
import io.expunge.schemas.Topics;
import io.expunge.unlearning.corpus.Document;
import io.expunge.unlearning.corpus.SampleCorpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as users run them, against a processor on a real broker and a real registry. */
class CommandLineIT {
    @TempDir
    private static Path directory;

    private static Path home;
    private static Path news;
    private static Path twoClasses;
    private static Installation installation;

    @BeforeAll
    static void start() throws IOException {
        home = directory.resolve("home");
        SampleCorpus.Split sample = SampleCorpus.generate(Seeds.CORPUS, 400);
        List<Document> documents = sample.train().documents();
        news = CorpusCsv.write(directory.resolve("news.csv"), documents);
        twoClasses = CorpusCsv.write(
                directory.resolve("two.csv"),
                documents.stream()
                        .filter(document -> Set.of("sport", "science").contains(document.label()))
                        .toList());
        installation = Installation.start(new Installation.Plan(
                home,
                new StorePlace.Directory(home.resolve("store")),
                0,
                0,
                Topics.withDefaultPrefix(),
                Map.of(),
                List.of(),
                note -> {}));
    }

    @AfterAll
    static void stop() {
        if (installation != null) {
            installation.close();
        }
    }

    private static CommandRun expunge(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--home");
        all.add(home.toString());
        return CommandRun.of(all.toArray(String[]::new));
    }

    private static void train(String model, Path data) {
        CommandRun run = expunge("train", "--model", model, "--data", data.toString(), "--min-df", "2");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("Published as version 1.");
    }

    private static CommandRun forgetClass(String model, String label, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "request", "class", "--model", model, "--label", label, "--wait", "--timeout", "60s", "--json"));
        arguments.addAll(List.of(more));
        return expunge(arguments.toArray(String[]::new));
    }

    private static String reason(CommandRun run) {
        return run.json().get(0).path("status").path("reasonCode").asText();
    }

    @Test
    void theMainJob() {
        train("main", news);

        CommandRun request = forgetClass("main", "science");
        assertThat(request.exitCode()).as(request.err() + request.out()).isZero();
        JsonNode status = request.json().get(0).path("status");
        assertThat(status.path("state").asText()).isEqualTo("VERIFIED");
        assertThat(status.path("transitions").findValuesAsText("state"))
                .containsExactly("RECEIVED", "BATCHED", "APPLIED", "VERIFIED");

        List<JsonNode> versions =
                expunge("versions", "--model", "main", "--json").json();
        assertThat(versions).hasSize(2);
        JsonNode unlearned = versions.get(1);
        assertThat(unlearned.path("operation").asText()).isEqualTo("UNLEARNED");
        assertThat(unlearned.path("classesRemoved").path(0).asText()).isEqualTo("science");
        assertThat(unlearned.path("evidence").path("relativeDistanceBound").asDouble())
                .isPositive()
                .isLessThanOrEqualTo(1e-4);

        CommandRun before =
                expunge("predict", "--model", "main", "--version", "1", "--file", news.toString(), "--json");
        CommandRun after = expunge("predict", "--model", "main", "--file", news.toString(), "--json");
        assertThat(classes(before)).contains("science");
        assertThat(classes(after)).hasSameSizeAs(classes(before)).doesNotContain("science");

        CommandRun table = expunge("versions");
        assertThat(table.out()).contains("main").contains("science").contains("within ");
        CommandRun oneRequest = expunge(
                "status",
                "--model",
                "main",
                "--request",
                request.json().get(0).path("requestId").asText(),
                "--follow");
        assertThat(oneRequest.exitCode()).isZero();
        assertThat(oneRequest.out())
                .contains("RECEIVED")
                .contains("BATCHED")
                .contains("APPLIED")
                .contains("VERIFIED");
    }

    @Test
    void lineageDifferenceAndCard() throws IOException {
        Path stated = Files.writeString(directory.resolve("card.json"), "{\"contact\": \"The newsroom\"}");
        CommandRun trained = expunge(
                "train",
                "--model",
                "lineage",
                "--data",
                news.toString(),
                "--test-data",
                news.toString(),
                "--min-df",
                "2",
                "--purpose",
                "Sorts reader letters",
                "--card",
                stated.toString());
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(forgetClass("lineage", "science").exitCode()).isZero();

        List<String> tree =
                expunge("versions", "--model", "lineage").out().lines().toList();
        assertThat(tree.get(1))
                .startsWith("●  2        1       UNLEARNED  head")
                .contains("KiB");
        assertThat(tree.get(2)).startsWith("●  1        -       TRAINED    superseded");

        JsonNode checked =
                expunge("verify", "--model", "lineage", "--json").json().get(0);
        assertThat(checked.get("checks").findValuesAsText("name"))
                .contains("artifact-intact", "distance-certificate", "set-arithmetic", "attack.neighbour-classes");
        CommandRun again = expunge("verify", "--model", "lineage", "--version", "1");
        assertThat(again.exitCode()).isEqualTo(ExitCode.OK.number());
        assertThat(again.out()).contains("distance-certificate").contains("NOT_RUN");
        CommandRun card = expunge("card", "--model", "lineage");
        assertThat(card.out())
                .contains("# Model card: lineage")
                .contains("Sorts reader letters")
                .contains("The newsroom")
                .contains("Classes named in requests: 1: science");
        JsonNode first = expunge("card", "--model", "lineage", "--version", "1", "--json")
                .json()
                .get(0);
        assertThat(first.path("operation").asText()).isEqualTo("TRAINED");
        assertThat(first.path("classes").findValuesAsText("name")).contains("science");

        JsonNode difference =
                expunge("diff", "--model", "lineage", "1", "2", "--json").json().get(0);
        assertThat(difference.path("classesGone")).hasToString("[\"science\"]");
        assertThat(difference
                        .path("comparison")
                        .path("documents")
                        .path("onlyTo")
                        .asInt())
                .isZero();
        assertThat(difference
                        .path("comparison")
                        .path("parameters")
                        .path("relativeDistance")
                        .asDouble())
                .isBetween(1e-4, 1.0);
        whenAnArtifactIsGone(difference.path("from").path("contentHash").asText());
    }

    private static void whenAnArtifactIsGone(String hash) throws IOException {
        Files.delete(home.resolve("store").resolve("manifests").resolve(hash + ".json"));

        CommandRun difference = expunge("diff", "--model", "lineage", "1", "2");
        assertThat(difference.exitCode()).isZero();
        assertThat(difference.out()).contains("without 'science'").contains("Not compared  the artifact of version 1");
        CommandRun card = expunge("card", "--model", "lineage", "--version", "1");
        assertThat(card.exitCode()).isEqualTo(ExitCode.FAILED.number());
        assertThat(card.err()).contains("its card went with it");
        assertThat(expunge("diff", "--model", "lineage", "1", "9").err()).contains("has no version 9; its newest is 2");
    }

    private static List<String> classes(CommandRun predictions) {
        assertThat(predictions.exitCode()).as(predictions.err()).isZero();
        return predictions.json().stream()
                .map(line -> line.path("class").asText())
                .toList();
    }

    @Test
    void anUnknownModelIsAnAnswerNotAnError() {
        CommandRun request = forgetClass("nobody", "science");

        assertThat(request.exitCode()).isEqualTo(ExitCode.FAILED.number());
        assertThat(reason(request)).isEqualTo("UNKNOWN_MODEL");
        CommandRun versions = expunge("versions", "--model", "nobody");
        assertThat(versions.exitCode()).isEqualTo(ExitCode.FAILED.number());
        assertThat(versions.err()).contains("'nobody' has no published version").contains("expunge train");
        assertThat(expunge("predict", "--model", "nobody", "text").err()).contains("'nobody'");
    }

    @Test
    void classesThatCannotOrNeedNotGo() {
        train("classes", news);

        CommandRun unknown = forgetClass("classes", "gardening");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.FAILED.number());
        assertThat(reason(unknown)).isEqualTo("UNKNOWN_CLASS");
        assertThat(forgetClass("classes", "sport").exitCode()).isZero();
        CommandRun again = forgetClass("classes", "sport");
        assertThat(again.exitCode()).isZero();
        assertThat(reason(again)).isEqualTo("ALREADY_SATISFIED");
    }

    @Test
    void theLastTwoClassesStay() {
        train("pair", twoClasses);

        CommandRun request = forgetClass("pair", "sport");

        assertThat(request.exitCode()).isEqualTo(ExitCode.FAILED.number());
        assertThat(reason(request)).isEqualTo("TOO_FEW_CLASSES");
    }

    @Test
    void aRepeatedRequestIsTheSameAndAnotherContentIsRefused() {
        train("twice", news);
        String id = UUID.randomUUID().toString();
        String[] identity = {"--request-id", id};

        assertThat(forgetClass("twice", "sport", identity).exitCode()).isZero();
        CommandRun same = forgetClass("twice", "sport", identity);
        CommandRun other = forgetClass("twice", "science", identity);

        assertThat(same.exitCode()).as(same.err()).isZero();
        assertThat(other.exitCode()).isEqualTo(ExitCode.FAILED.number());
        assertThat(other.err()).contains("CONFLICTING_DUPLICATE").contains("new request id");
        assertThat(expunge("versions", "--model", "twice", "--json").json()).hasSize(2);
    }

    @Test
    void garbageIsPutAsideAndHarmsNothing() throws Exception {
        train("steady", news);
        String topic = Topics.withDefaultPrefix().deletionRequests();
        try (DeadLetterWatch first = DeadLetterWatch.of(installation.connection());
                DeadLetterWatch second = DeadLetterWatch.of(installation.connection());
                Producer<String, byte[]> producer = new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                installation.connection().settings().bootstrapServers()),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            RecordMetadata noAvro = producer.send(new ProducerRecord<>(topic, "steady", new byte[] {1, 2, 3, 4, 5, 6}))
                    .get();
            RecordMetadata unknownSchema = producer.send(
                            new ProducerRecord<>(topic, "steady", new byte[] {0, 1, 1, 1, 1, 7}))
                    .get();

            assertThat(forgetClass("steady", "sport").exitCode()).isZero();
            assertThat(reasonWithin(first, noAvro)).startsWith("WRONG_MAGIC_BYTE");
            assertThat(reasonWithin(second, unknownSchema)).startsWith("UNKNOWN_SCHEMA");
        }
    }

    private static String reasonWithin(DeadLetterWatch watch, RecordMetadata record) {
        Patience patience = Patience.of(Duration.ofSeconds(30));
        Optional<String> reason = Optional.empty();
        while (reason.isEmpty() && !patience.isOver()) {
            reason = watch.reason(record, Duration.ofMillis(200));
        }
        return reason.orElse("no dead letter came");
    }

    @Test
    void aRequestNobodySentIsUnknown() {
        CommandRun run = expunge(
                "status", "--model", "main", "--request", UUID.randomUUID().toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED.number());
        assertThat(run.err()).contains("is unknown for model 'main'");
    }

    @Test
    void waitingHasAnEnd() {
        String endpoints = installation.connection().settings().bootstrapServers();
        String registry = installation.connection().settings().registryUrls().get(0);
        assertThat(expunge("topics", "--create", "--topic-prefix", "quiet.", "--json")
                        .exitCode())
                .isZero();

        CommandRun run = CommandRun.of(
                "request",
                "class",
                "--model",
                "m",
                "--label",
                "x",
                "--wait",
                "--timeout",
                "1s",
                "--bootstrap-servers",
                endpoints,
                "--registry-url",
                registry,
                "--topic-prefix",
                "quiet.");

        assertThat(run.exitCode()).isEqualTo(ExitCode.TIMED_OUT.number());
        assertThat(run.err()).contains("did not come to rest within 1 s");
    }

    @Test
    void topicsAreCheckedAndCreated() {
        CommandRun fine = expunge("topics", "--json");
        assertThat(fine.exitCode()).isZero();
        assertThat(fine.json().get(0).path("ok").asBoolean()).isTrue();

        CommandRun missing = expunge("topics", "--topic-prefix", "other.");
        assertThat(missing.exitCode()).isEqualTo(ExitCode.FAILED.number());
        assertThat(missing.out()).contains("! other.deletion-requests").contains("expunge topics --create");

        CommandRun created = expunge("topics", "--create", "--topic-prefix", "other.", "--partitions", "2");
        assertThat(created.exitCode()).as(created.out()).isZero();
        assertThat(created.out()).contains("Created other.deletion-requests");
        assertThat(expunge("topics", "--topic-prefix", "other.", "--partitions", "3")
                        .out())
                .contains("other.commands")
                .contains("2 partitions");
    }

    @Test
    void aMissingTopicIsNamed() {
        CommandRun run = expunge("status", "--topic-prefix", "absent.");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED.number());
        assertThat(run.err()).contains("absent.request-status").contains("expunge topics --create");
    }

    @Test
    void aRegistryThatIsDownIsSaidSo() {
        String broker = installation.connection().settings().bootstrapServers();

        CommandRun run = CommandRun.of(
                "request",
                "class",
                "--model",
                "m",
                "--label",
                "x",
                "--bootstrap-servers",
                broker,
                "--registry-url",
                "http://127.0.0.1:1");

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE.number());
        assertThat(run.err())
                .contains("registry")
                .contains("http://127.0.0.1:1")
                .doesNotContain("\tat ");
    }

    @Test
    void aHomeInUseAndAPortInUseAreSaidSo() {
        CommandRun sameHome = expunge("run");
        assertThat(sameHome.exitCode()).isEqualTo(ExitCode.UNREACHABLE.number());
        assertThat(sameHome.err()).contains(home.toString()).contains("in use");

        String broker = installation.connection().settings().bootstrapServers();
        String port = broker.substring(broker.indexOf(':') + 1);
        CommandRun samePort =
                CommandRun.of("run", "--home", directory.resolve("second").toString(), "--broker-port", port);
        assertThat(samePort.exitCode()).isEqualTo(ExitCode.UNREACHABLE.number());
        assertThat(samePort.err()).contains("port " + port).contains("in use");
    }

    @Test
    void theProducersRecordIsWhatAnyProducerWouldWrite() {
        CommandRun sent =
                expunge("request", "documents", "--model", "elsewhere", "--ids", "a,b", "--ids", "c", "--json");

        JsonNode where = sent.json().get(0);
        try (TopicReader<DeletionRequested> reader = installation
                .connection()
                .reader(
                        where.path("topic").asText(),
                        Set.of(where.path("partition").asInt()),
                        DeletionRequested.class)) {
            assertThat(reader.readToEnd())
                    .filteredOn(entry -> entry.offset() == where.path("offset").asLong())
                    .singleElement()
                    .satisfies(entry -> {
                        assertThat(entry.key()).isEqualTo("elsewhere");
                        DeletionRequested event = entry.event().orElseThrow();
                        assertThat(event.getRequestId())
                                .hasToString(where.path("requestId").asText());
                        assertThat(event.getTarget()).hasToString("{\"documentIds\": [\"a\", \"b\", \"c\"]}");
                    });
        }
    }

    @Test
    void theDoctorFindsNothingWrongWhileTheServiceRunsAndALiveLedgerIsNotRebuilt() {
        CommandRun healthy = expunge("doctor");
        assertThat(healthy.exitCode()).as(healthy.out()).isZero();
        assertThat(healthy.out())
                .contains("every running instance uses this one")
                .contains("the audit log is signed with key ")
                .contains("policy grace: what holds forgotten data is erased 86400 s after a verdict covers it.")
                .containsPattern("the newest \\d+ records, of \\d+ models?, are unbroken")
                .contains("0 errors");

        CommandRun elsewhere = expunge("doctor", "--topic-prefix", "absent.", "--json");
        assertThat(elsewhere.exitCode()).isEqualTo(ExitCode.FAILED.number());
        assertThat(elsewhere.json().get(0).path("findings").findValuesAsText("on"))
                .contains("absent.deletion-requests", "absent.audit", "absent.audit-value");

        CommandRun rebuild = expunge("rebuild");
        assertThat(rebuild.exitCode()).isEqualTo(ExitCode.FAILED.number());
        assertThat(rebuild.err())
                .contains("nothing was changed")
                .contains("stop every instance first")
                .contains("is not empty: start the service");
    }

    @Test
    void theDoctorSaysAllThatIsWrongAtOnce() {
        CommandRun run = CommandRun.of(
                "doctor",
                "--bootstrap-servers",
                "127.0.0.1:1",
                "--registry-url",
                "http://127.0.0.1:1",
                "--properties",
                impatient().toString(),
                "--store",
                directory.resolve("doctors-store").toString(),
                "--json");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.UNREACHABLE.number());
        assertThat(run.json().get(0).path("errors").asInt()).isEqualTo(2);
        assertThat(run.json().get(0).path("findings").findValuesAsText("check"))
                .containsExactly("brokers", "registry", "store", "signing-key", "noise-secret");
    }

    private static Path impatient() {
        try {
            return Files.writeString(
                    directory.resolve("impatient.properties"),
                    "request.timeout.ms=1000\ndefault.api.timeout.ms=2000\nsocket.connection.setup.timeout.ms=500\n");
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }
}
