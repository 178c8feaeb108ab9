/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.expunge.schemas.Topics;
import io.expunge.unlearning.corpus.Document;
import io.expunge.unlearning.corpus.SampleCorpus;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators do, against a processor on a real broker and a real registry. */
class OperatorVerbsIT {
    private static final Topics TOPICS = Topics.withDefaultPrefix();

    @TempDir
    private static Path directory;

    private static Path home;
    private static Path news;
    private static Installation installation;

    @BeforeAll
    static void start() throws IOException {
        home = directory.resolve("home");
        news = CorpusCsv.write(
                directory.resolve("news.csv"),
                SampleCorpus.generate(Seeds.CORPUS, 400).train().documents());
        startAgain();
        train("news");
        train("paused");
        train("broken");
        CommandRun pause = order("pause", "paused", "--reason", "The store moves.");
        assertThat(pause.exitCode()).as(pause.err()).isZero();
        assertThat(pause.out()).contains("Model paused is paused").contains("audit record 3");
        startAgain(); // a pause outlives it; what jobs remember of an artifact does not
    }

    private static void startAgain() {
        stop();
        installation = Installation.start(new Installation.Plan(
                home, new StorePlace.Directory(home.resolve("store")), 0, 0, TOPICS, Map.of(), List.of(), note -> {}));
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

    private static CommandRun order(String verb, String model, String... more) {
        List<String> arguments = new ArrayList<>(List.of(verb, "--model", model, "--operator", "privacy-desk"));
        arguments.addAll(List.of(more));
        return expunge(arguments.toArray(String[]::new));
    }

    private static void train(String model) {
        CommandRun run = expunge("train", "--model", model, "--data", news.toString(), "--min-df", "2");
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    private static CommandRun forget(String model, String label, String id, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("request", "class", "--model", model, "--label", label, "--request-id", id, "--json"));
        arguments.addAll(List.of(more));
        return expunge(arguments.toArray(String[]::new));
    }

    /** The status of a request as soon as it fits. */
    private static JsonNode await(String model, String id, Predicate<JsonNode> wanted) {
        Patience patience = Patience.of(Duration.ofSeconds(60));
        CommandRun run = expunge("status", "--model", model, "--request", id, "--json");
        while (!patience.isOver()) {
            List<JsonNode> status = run.json();
            if (!status.isEmpty() && wanted.test(status.get(0))) {
                return status.get(0);
            }
            run = expunge("status", "--model", model, "--request", id, "--json");
        }
        throw new AssertionError("no such status came; the last was " + run.out() + run.err());
    }

    private static Predicate<JsonNode> in(String state) {
        return status -> status.path("state").asText().equals(state);
    }

    /** Where the parameters of the first version lie. */
    private static Path parametersOf(String model) throws IOException {
        JsonNode version =
                expunge("versions", "--model", model, "--json").json().get(0);
        Path manifest = Path.of(URI.create(version.path("location").asText()));
        String hash = new ObjectMapper()
                .readTree(manifest.toFile())
                .path("files")
                .path("parameters.safetensors")
                .path("sha256")
                .asText();
        return manifest.getParent()
                .getParent()
                .resolve("blobs")
                .resolve(hash.substring(0, 2))
                .resolve(hash);
    }

    @Test
    void aPauseHoldsBatchesOverARestartUntilTheModelIsResumed() {
        String id = UUID.randomUUID().toString();

        assertThat(forget("paused", "sport", id).exitCode()).isZero();
        assertThat(await("paused", id, in("RECEIVED")).path("detail").asText()).contains("the model is paused");
        assertThat(expunge("status", "--model", "paused").out())
                .contains("! Model paused is paused since")
                .contains("by privacy-desk (The store moves.)");
        assertThat(order("pause", "paused", "--reason", "Again.").out()).contains("was paused already");

        CommandRun resume = order("resume", "paused", "--json");
        assertThat(resume.exitCode()).as(resume.err()).isZero();
        assertThat(resume.json().get(0).path("outcome").asText()).isEqualTo("DONE");
        assertThat(await("paused", id, in("VERIFIED")).path("transitions").findValuesAsText("state"))
                .containsExactly("RECEIVED", "BATCHED", "APPLIED", "VERIFIED");
        assertThat(expunge("versions", "--model", "paused").out()).doesNotContain("! Model");
        assertThat(order("resume", "paused").out()).contains("was not paused");
    }

    @Test
    void aQuarantinedRequestIsRetriedOrAbandoned() throws Exception {
        String served = UUID.randomUUID().toString();
        String given = UUID.randomUUID().toString();
        Path parameters = parametersOf("broken");
        Path aside = directory.resolve("aside");
        Files.move(parameters, aside);
        for (String id : List.of(served, given)) {
            CommandRun request = forget("broken", "sport", id, "--wait", "--timeout", "60s");
            assertThat(request.exitCode()).isEqualTo(ExitCode.FAILED.number());
            assertThat(request.json().get(0).path("status").path("state").asText())
                    .isEqualTo("QUARANTINED");
        }
        Files.move(aside, parameters);

        CommandRun abandoned = order("abandon", "broken", given, "--reason", "Asked twice.");
        assertThat(abandoned.exitCode()).as(abandoned.err()).isZero();
        assertThat(await("broken", given, in("FAILED")).path("detail").asText())
                .isEqualTo("Abandoned by operator privacy-desk: Asked twice.");
        CommandRun retried = order("retry", "broken", "--all");
        assertThat(retried.exitCode()).as(retried.err()).isZero();
        assertThat(retried.out())
                .contains(served)
                .contains("is back in the queue")
                .doesNotContain(given);
        assertThat(await("broken", served, in("VERIFIED")).path("transitions").findValuesAsText("state"))
                .startsWith("RECEIVED", "BATCHED", "QUARANTINED", "RECEIVED", "BATCHED");

        CommandRun again = order("retry", "broken", served);
        assertThat(again.exitCode()).isEqualTo(ExitCode.FAILED.number());
        assertThat(again.err()).contains("WRONG_STATE").contains("VERIFIED");
        assertThat(order("retry", "broken", "--all").err()).contains("nothing to do");
    }

    /** The sentence of the status names the way out, and that is one. */
    @Test
    void aLossOfAccuracyIsAcceptedByTheCommandThatTheStatusNames() throws Exception {
        Path judges = CorpusCsv.write(
                directory.resolve("judges.csv"),
                SampleCorpus.generate(Seeds.CORPUS, 2400).test().documents().stream()
                        .map(one -> new Document("judge-" + one.id(), one.label(), one.text(), Optional.empty()))
                        .toList());
        CommandRun trained = expunge(
                "train",
                "--model",
                "costly",
                "--data",
                news.toString(),
                "--test-data",
                judges.toString(),
                "--min-df",
                "2");
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        List<String> sport = SampleCorpus.generate(Seeds.CORPUS, 400).train().documents().stream()
                .filter(one -> one.label().equals("sport"))
                .map(Document::id)
                .toList();
        String id = UUID.randomUUID().toString();
        CommandRun request = expunge(
                "request",
                "documents",
                "--model",
                "costly",
                "--ids",
                String.join(",", sport.subList(3, sport.size())),
                "--request-id",
                id,
                "--json");
        assertThat(request.exitCode()).as(request.err()).isZero();
        JsonNode stuck = await("costly", id, in("QUARANTINED"));
        assertThat(stuck.path("reasonCode").asText()).isEqualTo("ACCURACY_LOSS");

        String[] detail = stuck.path("detail").asText().split("expunge retry ", 2);
        assertThat(detail).hasSize(2);
        CommandRun accepted = expunge(("retry " + detail[1])
                .replace("NAME", "privacy-desk")
                .replace("WHY", "Lawful.")
                .split(" "));
        assertThat(accepted.exitCode()).as(accepted.err()).isZero();
        assertThat(accepted.out()).contains("its cost in accuracy accepted");
        assertThat(await("costly", id, in("VERIFIED")).path("modelVersion").asLong())
                .isEqualTo(2);
        JsonNode head =
                expunge("versions", "--model", "costly", "--json").json().get(1);
        assertThat(head.path("checks").toString()).contains("Accepted by operator privacy-desk.");
    }

    @Test
    void whatCannotBeOrderedIsSaidSo() {
        String id = UUID.randomUUID().toString();
        assertThat(order("pause", "nobody", "--reason", "x").err()).contains("UNKNOWN_MODEL");
        assertThat(expunge("dead-letters", "--model", "nobody").out()).contains("UNKNOWN_MODEL");
        assertThat(expunge("dead-letters", "replay", "--all", "--reason", "UNKNOWN_MODEL")
                        .err())
                .contains("nothing to send again");
        CommandRun unknown = order("abandon", "news", id, "--reason", "x", "--json");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.FAILED.number());
        assertThat(unknown.json().get(0).path("outcome").asText()).isEqualTo("REFUSED");
        assertThat(unknown.json().get(0).path("reason").asText()).isEqualTo("UNKNOWN_REQUEST");
        CommandRun tooLong = order("pause", "news", "--reason", "x".repeat(501));
        assertThat(tooLong.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(tooLong.err()).contains("500");
    }

    @Test
    void deadLettersAreListedAndSentAgain() throws Exception {
        byte[] key = {(byte) 0xfe, 1};
        byte[] large = new byte[1_048_000]; // below the intake's limit, but with its headers too large for a letter
        large[0] = 7;
        send(key, new byte[] {1, 2, 3, 4, 5, 6}, new RecordHeader("trace", new byte[] {9}));
        send("letters".getBytes(StandardCharsets.UTF_8), large);
        awaitLetters(2);

        List<JsonNode> letters = expunge("dead-letters", "--json").json();
        JsonNode small = letters.stream()
                .filter(letter -> letter.path("size").asInt() == 6)
                .findFirst()
                .orElseThrow();
        JsonNode big =
                expunge("dead-letters", "--json", "--model", "letters").json().get(0);
        assertThat(small.path("reason").asText()).isEqualTo("WRONG_MAGIC_BYTE");
        assertThat(small.path("canBeReplayed").asBoolean()).isTrue();
        assertThat(big.path("size").asInt()).isEqualTo(large.length);
        assertThat(big.path("canBeReplayed").asBoolean()).isFalse();
        assertThat(expunge("dead-letters").out()).contains("WRONG_MAGIC_BYTE").contains("intake");

        String id = small.path("letter").asText();
        CommandRun dry = expunge("dead-letters", "replay", "--all", "--reason", "WRONG_MAGIC_BYTE", "--dry-run");
        assertThat(dry.out()).contains("Letter " + id).contains("would be sent again");
        assertThat(dry.err()).contains("only the hash");
        CommandRun sent = expunge("dead-letters", "replay", "--offset", id);
        assertThat(sent.exitCode()).as(sent.err()).isZero();
        assertThat(sent.out())
                .contains("sent again as expunge.deletion-requests-")
                .contains("replay 1");
        awaitLetters(3);
        DeadLetterReader.Letter cameBack = letters().stream()
                .filter(letter -> letter.header("expunge.replay-of").equals(id))
                .findFirst()
                .orElseThrow();
        assertThat(cameBack.record().key()).isEqualTo(key);
        assertThat(cameBack.payload()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(cameBack.record().headers().lastHeader("trace").value()).containsExactly(9);
        assertThat(expunge("dead-letters", "replay", "--all", "--dry-run").out())
                .contains("Letter " + cameBack.id())
                .contains("replay 2")
                .doesNotContain("Letter " + id);

        CommandRun hashOnly =
                expunge("dead-letters", "replay", "--offset", big.path("letter").asText());
        assertThat(hashOnly.exitCode()).isEqualTo(ExitCode.FAILED.number());
        assertThat(hashOnly.err()).contains("only the hash of its value is kept");
        assertThat(expunge("dead-letters", "replay", "--offset", "0:999999").err())
                .contains("Nothing was sent");
    }

    private static void send(byte[] key, byte[] value, Header... headers) throws Exception {
        String servers = installation.connection().settings().bootstrapServers();
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "max.request.size", 2_000_000),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(TOPICS.deletionRequests(), null, key, value, List.of(headers)))
                    .get();
        }
    }

    private static List<DeadLetterReader.Letter> letters() {
        try (DeadLetterReader reader = DeadLetterReader.of(installation.connection())) {
            return reader.list().stream()
                    .map(letter -> reader.fetch(letter, Duration.ofSeconds(60)).orElseThrow())
                    .toList();
        }
    }

    /** Waits for letters of the intake; refused orders are letters too. */
    private static void awaitLetters(int count) {
        Patience patience = Patience.of(Duration.ofSeconds(60));
        while (letters().stream()
                        .filter(letter -> letter.stage().equals("intake"))
                        .count()
                < count) {
            assertThat(patience.isOver())
                    .as("%s dead letters came", letters().size())
                    .isFalse();
        }
    }
}
