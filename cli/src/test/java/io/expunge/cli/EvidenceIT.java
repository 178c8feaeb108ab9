/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.expunge.schemas.Topics;
import io.expunge.unlearning.corpus.SampleCorpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit log and evidence as an operator makes them on a real broker, and as a stranger checks them without one. */
class EvidenceIT {
    private static final String REQUEST = UUID.randomUUID().toString();

    @TempDir
    private static Path directory;

    private static Path home;
    private static Installation installation;

    @BeforeAll
    static void start() throws IOException {
        home = directory.resolve("home");
        Path news = CorpusCsv.write(
                directory.resolve("news.csv"),
                SampleCorpus.generate(Seeds.CORPUS, 400).train().documents());
        installation = Installation.start(new Installation.Plan(
                home,
                new StorePlace.Directory(home.resolve("store")),
                0,
                0,
                Topics.withDefaultPrefix(),
                Map.of(),
                List.of(),
                note -> {}));
        assertSuccess(expunge("train", "--model", "news", "--data", news.toString(), "--min-df", "2"));
        assertSuccess(
                expunge("request", "class", "--model", "news", "--label", "sport", "--request-id", REQUEST, "--wait"));
    }

    @AfterAll
    static void stop() {
        if (installation != null) {
            installation.close();
        }
    }

    private static void assertSuccess(CommandRun run) {
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    }

    private static CommandRun expunge(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--home");
        all.add(home.toString());
        return CommandRun.of(all.toArray(String[]::new));
    }

    private static Path publicKey() throws IOException {
        CommandRun key = expunge("audit", "key");
        assertSuccess(key);
        return Files.writeString(directory.resolve("public.pem"), key.out());
    }

    @Test
    void theLogIsCheckedFromTheTopicAndFromAFile() throws IOException {
        Path file = directory.resolve("audit.jsonl");
        String key = publicKey().toString();
        CommandRun online = expunge(
                "audit", "verify", "--model", "news", "--export", file.toString(), "--public-key", key, "--json");
        assertSuccess(online);
        JsonNode found = online.json().get(0);
        assertThat(found.path("records").asInt()).isEqualTo(4);
        assertThat(found.path("checkpoints").asInt()).isEqualTo(2);
        assertThat(found.path("signedUpTo").asInt()).isEqualTo(3);

        CommandRun offline = CommandRun.of("audit", "verify", "--file", file.toString(), "--public-key", key);
        assertSuccess(offline);
        assertThat(offline.out()).contains("4 records, unbroken").contains("trusted");

        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.remove(2);
        Files.write(file, lines);
        CommandRun gap = CommandRun.of("audit", "verify", "--file", file.toString());
        assertThat(gap.exitCode()).isEqualTo(ExitCode.FAILED.number());
        assertThat(gap.out())
                .contains("record 2 is the first bad one")
                .contains("line 3")
                .contains("missing");
        assertThat(expunge("audit", "verify", "--model", "nobody").exitCode()).isEqualTo(ExitCode.FAILED.number());
        assertThat(expunge("audit").exitCode()).isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void evidenceIsMadeOnceAndCheckedAnywhere() throws IOException {
        Path file = directory.resolve("evidence.json");
        CommandRun made = expunge("evidence", REQUEST, "--output", file.toString());
        assertSuccess(made);
        assertThat(made.out()).contains("is VERIFIED");
        assertThat(Files.readString(directory.resolve("evidence.html"))).contains(REQUEST);

        String key = publicKey().toString();
        CommandRun sound = CommandRun.of("evidence", "verify", file.toString(), "--public-key", key);
        assertSuccess(sound);
        assertThat(sound.out())
                .contains("Sound: request " + REQUEST)
                .contains("The artifact itself names the request")
                .contains("not checked");

        Files.writeString(file, Files.readString(file).replaceFirst("\"documents\" : (\\d)", "\"documents\" : 1$1"));
        CommandRun refused = CommandRun.of("evidence", "verify", file.toString(), "--json");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED.number());
        assertThat(refused.json().get(0).path("ok").asBoolean(true)).isFalse();
        assertThat(refused.out()).contains("Section 'versions' is not the one that was signed");

        String other = directory.resolve("other.json").toString();
        assertSuccess(expunge("evidence", REQUEST, "--model", "news", "--output", other));
        assertThat(expunge("evidence", REQUEST, "--model", "nobody", "--output", other)
                        .err())
                .contains("is unknown for model 'nobody'");
        assertThat(expunge("evidence", "no-such-request").err()).contains("is unknown");
        assertThat(expunge("evidence").exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(CommandRun.of(
                                "evidence",
                                "verify",
                                directory.resolve("none.json").toString())
                        .exitCode())
                .isEqualTo(ExitCode.BAD_INPUT.number());
    }
}
