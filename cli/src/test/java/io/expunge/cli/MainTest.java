/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import io.expunge.schemas.SensitiveSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class MainTest {
    @TempDir
    private Path directory;

    /** Every command there is, the root too. */
    static Stream<CommandLine> commands() {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        return withSubcommands(Main.commandLine(new Terminal(nowhere, nowhere, false)));
    }

    private static Stream<CommandLine> withSubcommands(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(MainTest::withSubcommands));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandTeaches(CommandLine command) {
        String help = command.getUsageMessage();

        assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty();
        assertThat(help).contains("expunge ");
        assertThat(command.getCommandSpec().usageMessage().footer())
                .as("an example")
                .anyMatch(line -> line.contains("expunge "));
        assertThat(command.getCommandSpec().options()).allSatisfy(option -> assertThat(option.description())
                .as("description of %s", option.longestName())
                .isNotEmpty());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyWorkingCommandSaysWhatItsExitCodesMean(CommandLine command) {
        if (command.getCommand() instanceof BaseCommand) {
            for (ExitCode exitCode : ExitCode.values()) {
                assertThat(command.getCommandSpec().usageMessage().exitCodeList())
                        .containsKey(String.valueOf(exitCode.number()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpIsNoError(CommandLine command) {
        String[] words = (command.getCommandSpec().qualifiedName(" ") + " --help").split(" ");

        CommandRun run = CommandRun.of(Stream.of(words).skip(1).toArray(String[]::new));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("Usage: expunge");
    }

    @ParameterizedTest
    @CsvSource({
        "pause, true",
        "abandon, true",
        "hold, true",
        "resume, false",
        "retry, false",
        "release, false",
        "pin, false"
    })
    void whatStopsAModelOrGivesUpNeedsAReason(String verb, boolean needed) {
        CommandLine command = commands()
                .filter(one -> one.getCommandName().equals(verb))
                .findFirst()
                .orElseThrow();

        assertThat(command.getCommandSpec().findOption("--reason").required()).isEqualTo(needed);
    }

    @Test
    void noOptionIsNamedTwiceInOneCommand() {
        commands().forEach(command -> assertThat(
                        command.getCommandSpec().options().stream().map(OptionSpec::longestName))
                .doesNotHaveDuplicates());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            | Which command?
            nonsense | nonsense
            request | What shall be forgotten?
            request class --model m | --label
            request class --label x | --model
            request class --model m --label x --request-id 7 | --request-id
            request class --model m --label x --due-by tomorrow | 2027-01-31
            request class --model m --label x --wait --timeout 5 | 500ms, 30s, 5m or 2h
            topics --check --create | mutually exclusive
            topics --partitions x | --partitions
            status --topic-prefix a/b | --topic-prefix
            train --model m | --data
            train --model m --data f --ngrams 0 --no-register | maximumNgram
            train --model m --data f --c -1 --no-register | above 0
            predict --model m | either texts or --file
            demo --test-data f | goes with --data
            status --bootstrap-servers localhost:1 | --registry-url
            status --bootstrap-servers localhost:1 --registry-url https://u:p@registry | schema.registry.basic.auth.user.info
            topics acls | --service User:expunge
            topics acls --service expunge | is no principal
            topics acls --service User:* | must not be everybody's
            topics acls --service User:e --subscriber-groups exp | the service's own
            retry --model m --operator o | --all
            retry --model m --operator o --all 8c1e0b4c-63f5-4c8e-9b6e-2f0d3f1f7a11 | or say --all, not both
            retry --model m --operator o 7 | REQUEST_ID
            retry --model m --all | say who gives the order
            retry --operator o --all | --model
            retry --model m --operator o --accept-accuracy-loss 8c1e0b4c-63f5-4c8e-9b6e-2f0d3f1f7a11 | says why: add --reason
            retry --model m --operator o --accept-accuracy-loss --reason r --all | name each by REQUEST_ID
            retry --model m --operator o --accept-accuracy-loss --reason r | --all
            abandon --model m --operator o 8c1e0b4c-63f5-4c8e-9b6e-2f0d3f1f7a11 | --reason
            abandon --model m --operator o --reason r | REQUEST_ID
            pause --model m --operator o | --reason
            pause --model m --reason r | EXPUNGE_OPERATOR
            dead-letters replay | --offset, or say --all
            dead-letters replay --all --offset 0:1 | --offset, or say --all
            dead-letters replay --offset 0:1 --reason R | --reason goes with --all
            dead-letters replay --offset 0-1 | is no PARTITION:OFFSET
            """)
    void aWrongCommandLineIsExplained(String arguments, String expected) {
        CommandRun run = CommandRun.of(arguments == null ? new String[0] : arguments.split(" "));

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.err()).startsWith("expunge: ").contains(expected).doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            status
            versions
            topics
            doctor
            rebuild
            request class --model m --label x
            predict --model m text
            resume --model m --operator o
            dead-letters
            dead-letters replay --all
            """)
    void whereNothingRunsTheRemedyIsNamed(String arguments) {
        CommandRun run =
                CommandRun.of(Stream.concat(Stream.of(arguments.split(" ")), Stream.of("--home", directory.toString()))
                        .toArray(String[]::new));

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE.number());
        assertThat(run.err())
                .contains(directory.toString())
                .contains("expunge run")
                .contains("--bootstrap-servers");
    }

    @Test
    void aPropertiesFileThatIsNotThereIsNamed() {
        CommandRun run = CommandRun.of(
                "status", "--properties", directory.resolve("nope").toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT.number());
        assertThat(run.err()).contains("nope");
    }

    @Test
    void anUnknownSettingIsSaidBeforeAnythingIsStarted() throws IOException {
        Path properties = Files.writeString(directory.resolve("service.properties"), "expunge.nonsense=1\n");
        Path home = directory.resolve("home");

        CommandRun run = CommandRun.of("run", "--home", home.toString(), "--properties", properties.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.err()).contains("there is no setting expunge.nonsense");
        assertThat(home.resolve("sandbox")).doesNotExist();
    }

    @Test
    void aDataFileThatIsNotThereIsNamed() {
        CommandRun run = train(directory.resolve("nope.csv"));

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT.number());
        assertThat(run.err()).contains("nope.csv does not exist");
    }

    @Test
    void aBrokenRowIsNamedByItsLine() throws IOException {
        Path data = Files.writeString(
                directory.resolve("broken.csv"), "document_id,label,text\n1,a,some words\n2,b\n3,b,more words\n");

        CommandRun run = train(data);

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT.number());
        assertThat(run.err()).contains("broken.csv, line 3");
    }

    @Test
    void aLabelWithOneDocumentIsRefusedByName() throws IOException {
        Path data = Files.writeString(
                directory.resolve("lonely.csv"),
                "document_id,label,text\n1,a,some words\n2,a,more words\n3,lonely,other words\n");

        CommandRun run = train(data);

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT.number());
        assertThat(run.err()).contains("'lonely' has only one document, '3'");
    }

    @Test
    void aDemoOfAClassThatIsNotThereNamesThoseThatAre() {
        CommandRun run = CommandRun.of("demo", "--remove-class", "gardening");

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT.number());
        assertThat(run.err()).contains("'gardening'").contains("science").contains("politics");
    }

    @Test
    void aForeignFileInTheStoreIsNamed() throws IOException {
        Path store = Files.createDirectory(directory.resolve("store"));
        Files.writeString(store.resolve("store.json"), "my shopping list");
        Path data = Files.writeString(
                directory.resolve("fine.csv"), "document_id,label,text\n1,a,word\n2,a,word\n3,b,other\n4,b,other\n");

        CommandRun run = CommandRun.of(
                "train", "--model", "m", "--data", data.toString(), "--store", store.toString(), "--no-register");

        assertThat(run.exitCode()).isEqualTo(ExitCode.STORE.number());
        assertThat(run.err()).contains("store.json").doesNotContain("\tat ");
    }

    @Test
    void debugAddsTheStackTraceToTheSentence() {
        CommandRun run = CommandRun.of("status", "--debug", "--home", directory.toString());

        assertThat(run.err()).startsWith("expunge: nothing is running").contains("\tat io.expunge.cli");
        // The log is the process's, and the next test is in the same process.
        ((LoggerContext) LoggerFactory.getILoggerFactory())
                .getLogger(Logger.ROOT_LOGGER_NAME)
                .detachAndStopAllAppenders();
    }

    private CommandRun train(Path data) {
        return CommandRun.of(
                "train",
                "--model",
                "m",
                "--data",
                data.toString(),
                "--home",
                directory.resolve("home").toString(),
                "--no-register");
    }

    @Test
    void accessRulesArePrintedForKafkasOwnTool() {
        CommandRun run = CommandRun.of("topics", "acls", "--producer", "User:shop", "--topic-prefix", "x.");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines().filter(line -> !line.startsWith("#")))
                .containsExactly("kafka-acls --bootstrap-server \"$KAFKA\" --command-config \"$ADMIN\" --add"
                        + " --allow-principal User:shop --operation Write --topic x.deletion-requests");
    }

    @Test
    void noOptionTakesAPassword() {
        commands().forEach(command -> assertThat(
                        command.getCommandSpec().options().stream().map(OptionSpec::longestName))
                .noneMatch(SensitiveSettings::isSensitive));
    }
}
