/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.expunge.processor.intake.DeadLetter;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code expunge dead-letters}: lists; sending them again is the subcommand. */
@Command(
        name = "dead-letters",
        synopsisSubcommandLabel = "[replay]",
        commandListHeading = "%nCommands:%n",
        description = "List records that could not be taken in: when, where each stood, why, at which stage, how many"
                + " bytes. Payloads are never shown.",
        footer = {
            "  expunge dead-letters                               all there are",
            "  expunge dead-letters --model news --follow --json  a line of JSON for each, and on",
            "  expunge dead-letters replay --offset 0:17          send one again, see its --help"
        })
final class DeadLettersCommand extends BaseCommand {
    private static final Duration TURN = Duration.ofMillis(500);
    private static final int LONGEST_DETAIL = 100;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            showDefaultValue = Visibility.NEVER,
            description =
                    "Only letters whose key is this model's id, as producers should set it. What is inside a record"
                            + " that cannot be read, nobody knows.")
    private Optional<String> model = Optional.empty();

    @Option(names = "--follow", description = "Go on and show letters as they come, until Ctrl-C.")
    private boolean follow;

    @Option(names = "--json", description = "Print one JSON object a line for programs.")
    private boolean json;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    DeadLettersCommand(Terminal terminal) {
        super(terminal);
    }

    /** The command with what can be done with the letters. */
    static CommandLine commandLine(Terminal terminal) {
        return new CommandLine(new DeadLettersCommand(terminal)).addSubcommand(new ReplayCommand(terminal));
    }

    @Override
    ExitCode execute() {
        try (Connection connected = Connection.open(connection.settings());
                DeadLetterReader reader = DeadLetterReader.of(connected)) {
            show(reader.list().stream()
                    .filter(this::wanted)
                    .sorted(Comparator.comparingLong(letter -> letter.record().timestamp()))
                    .toList());
            while (follow) {
                reader.poll(TURN).stream().filter(this::wanted).forEach(this::showOne);
            }
            return ExitCode.OK;
        }
    }

    private boolean wanted(DeadLetterReader.Letter letter) {
        return model.map(letter.key()::equals).orElse(true);
    }

    private void show(List<DeadLetterReader.Letter> letters) {
        if (json) {
            letters.forEach(this::showOne);
            return;
        }
        if (letters.isEmpty()) {
            terminal()
                    .note("No dead letters"
                            + model.map(name -> " with the key '" + name + "'").orElse("") + ".");
            return;
        }
        TextTable table = new TextTable("LETTER", "WHEN", "RECORD", "REASON", "STAGE", "SIZE", "REPLAYS", "WHAT");
        letters.forEach(letter -> table.add(
                letter.id(),
                letter.time(),
                letter.origin().toString(),
                letter.reason(),
                letter.stage(),
                letter.size().map(String::valueOf).orElse("-"),
                letter.number(DeadLetter.REPLAYS).map(String::valueOf).orElse("-"),
                Words.shortened(letter.detail(), LONGEST_DETAIL)));
        table.lines().forEach(terminal()::print);
    }

    private void showOne(DeadLetterReader.Letter letter) {
        if (json) {
            terminal().print(Json.line(json(letter)));
        } else {
            terminal()
                    .print(letter.id() + "  " + letter.time() + "  " + letter.origin() + "  " + letter.reason() + "  "
                            + letter.stage() + "  " + Words.shortened(letter.detail(), LONGEST_DETAIL));
        }
    }

    private static ObjectNode json(DeadLetterReader.Letter letter) {
        ObjectNode object = Json.object();
        object.put("letter", letter.id());
        object.put("time", letter.time());
        object.put("topic", letter.origin().topic());
        object.set("partition", Json.node(letter.number(DeadLetter.PARTITION).orElse(null)));
        object.set("offset", Json.node(letter.number(DeadLetter.OFFSET).orElse(null)));
        object.put("reason", letter.reason());
        object.put("detail", letter.detail());
        object.put("stage", letter.stage());
        object.set("exception", Json.node(optional(letter.header(DeadLetter.EXCEPTION))));
        object.set("size", Json.node(letter.size().orElse(null)));
        object.set("sha256", Json.node(optional(letter.header(DeadLetter.SHA_256))));
        object.put("replays", letter.number(DeadLetter.REPLAYS).orElse(0L));
        object.set("replayOf", Json.node(optional(letter.header(DeadLetter.REPLAY_OF))));
        object.put("canBeReplayed", Replay.obstacle(letter).isEmpty());
        return object;
    }

    private static @org.jspecify.annotations.Nullable String optional(String text) {
        return text.isEmpty() ? null : text;
    }
}
