/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.expunge.processor.intake.DeadLetter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code expunge dead-letters replay}. */
@Command(
        name = "replay",
        description = "Send dead letters again, byte for byte, to the topic they came from, once their cause is mended."
                + " A request that was served meanwhile is recognised by its id. A letter of which only the hash is kept"
                + " is refused.",
        footer = {
            "  expunge dead-letters replay --offset 0:17 --offset 1:4",
            "  expunge dead-letters replay --all --reason UNKNOWN_SCHEMA --dry-run"
        })
final class ReplayCommand extends BaseCommand {
    /** An order is given again, not sent again. */
    private static final String OPERATOR_STAGE = "operator";

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String GONE = "it is gone from the topic, or the broker did not give it in time";

    @Option(
            names = "--offset",
            paramLabel = "PARTITION:OFFSET",
            showDefaultValue = Visibility.NEVER,
            description = "A letter, named as in the list's first column; the option may be repeated.")
    private List<String> letters = new ArrayList<>();

    @Option(
            names = "--all",
            description =
                    "Every letter, but refused orders of operators, and those that were sent again already and came"
                            + " back as another letter.")
    private boolean all;

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            showDefaultValue = Visibility.NEVER,
            description = "With --all: only letters with this reason.")
    private Optional<String> reason = Optional.empty();

    @Option(names = "--dry-run", description = "Say what would be sent, and send nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print one JSON object a letter for programs.")
    private boolean json;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private picocli.CommandLine.Model.CommandSpec spec;

    ReplayCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode execute() {
        requireSense();
        try (Connection connected = Connection.open(connection.settings())) {
            List<DeadLetterReader.Letter> chosen = chosen(list(connected));
            if (chosen.isEmpty()) {
                terminal().note("No dead letter fits; there is nothing to send again.");
            }
            return replay(connected, chosen);
        }
    }

    private void requireSense() {
        if (all == !letters.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "Which letters? Name them with --offset, or say --all, not both.");
        }
        if (reason.isPresent() && !all) {
            throw new ParameterException(spec.commandLine(), "--reason goes with --all.");
        }
        letters.stream()
                .filter(id -> !id.matches("\\d{1,9}:\\d{1,18}"))
                .findFirst()
                .ifPresent(id -> {
                    throw new ParameterException(
                            spec.commandLine(), "--offset: '" + id + "' is no PARTITION:OFFSET, such as 0:17.");
                });
    }

    private static Map<String, DeadLetterReader.Letter> list(Connection connected) {
        try (DeadLetterReader reader = DeadLetterReader.of(connected)) {
            Map<String, DeadLetterReader.Letter> byId = new LinkedHashMap<>();
            reader.list().forEach(letter -> byId.put(letter.id(), letter));
            return byId;
        }
    }

    private List<DeadLetterReader.Letter> chosen(Map<String, DeadLetterReader.Letter> known) {
        if (all) {
            Set<String> cameBack = cameBack(known.values());
            return known.values().stream()
                    .filter(letter -> reason.map(letter.reason()::equals).orElse(true))
                    .filter(letter -> !cameBack.contains(letter.id()))
                    .filter(letter -> !letter.stage().equals(OPERATOR_STAGE))
                    .toList();
        }
        return letters.stream()
                .distinct()
                .map(id -> Optional.ofNullable(known.get(id))
                        .orElseThrow(() -> new CommandFailure(
                                ExitCode.FAILED,
                                "there is no dead letter " + id + "; see 'expunge dead-letters'. Nothing was sent.")))
                .toList();
    }

    /** Letters that were sent again in vain: the newest of such a row stands for it. */
    private static Set<String> cameBack(Collection<DeadLetterReader.Letter> letters) {
        return letters.stream()
                .map(letter -> letter.header(DeadLetter.REPLAY_OF))
                .collect(Collectors.toUnmodifiableSet());
    }

    private ExitCode replay(Connection connected, List<DeadLetterReader.Letter> chosen) {
        boolean refused = false;
        Map<String, Integer> partitions = new HashMap<>();
        try (DeadLetterReader reader = DeadLetterReader.of(connected);
                Producer<byte[], byte[]> producer = connected.bytesProducer()) {
            for (DeadLetterReader.Letter letter : chosen) {
                Optional<String> obstacle =
                        Replay.obstacle(letter).or(() -> Replay.foreign(letter, connected.topics()));
                refused |= obstacle.isPresent();
                if (obstacle.isPresent()) {
                    tell(letter, "REFUSED", obstacle.get());
                } else if (dryRun) {
                    tell(letter, "WOULD_SEND", "to " + letter.origin().topic());
                } else {
                    int count = partitions.computeIfAbsent(letter.origin().topic(), connected::partitions);
                    Optional<RecordMetadata> sent =
                            reader.fetch(letter, PATIENCE).map(whole -> send(producer, whole, count));
                    refused |= sent.isEmpty();
                    tell(
                            letter,
                            sent.isPresent() ? "SENT" : "REFUSED",
                            sent.map(at -> "as " + at).orElse(GONE));
                }
            }
            producer.close(Duration.ofSeconds(5));
        }
        return refused ? ExitCode.FAILED : ExitCode.OK;
    }

    private static RecordMetadata send(
            Producer<byte[], byte[]> producer, DeadLetterReader.Letter letter, int partitions) {
        try {
            return producer.send(Replay.record(letter, partitions)).get();
        } catch (ExecutionException refused) {
            throw new KafkaException(
                    "letter " + letter.id() + " was not taken by "
                            + letter.origin().topic() + ": "
                            + Optional.ofNullable(refused.getCause())
                                    .orElse(refused)
                                    .getMessage()
                            + " Those named before it are sent.",
                    refused.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while sending letter " + letter.id(), interrupted);
        }
    }

    private void tell(DeadLetterReader.Letter letter, String outcome, String what) {
        if (json) {
            ObjectNode object = Json.object();
            object.put("letter", letter.id());
            object.put("reason", letter.reason());
            object.put("outcome", outcome);
            object.put("what", what);
            object.put("replays", Replay.attempt(letter));
            terminal().print(Json.line(object));
        } else if (outcome.equals("REFUSED")) {
            terminal().note("expunge: letter " + letter.id() + " cannot be sent again: " + what + ".");
        } else {
            String verb = outcome.equals("SENT") ? " sent again " : " would be sent again ";
            terminal()
                    .print("Letter " + letter.id() + " (" + letter.reason() + ")" + verb + what + ", replay "
                            + Replay.attempt(letter) + ".");
        }
    }
}
