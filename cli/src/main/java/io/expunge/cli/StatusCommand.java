/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.events.RequestStatusChanged;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows where requests stand. */
@Command(
        name = "status",
        description = "Show where deletion requests and registrations stand: RECEIVED, BATCHED, APPLIED, VERIFIED; or"
                + " REJECTED, FAILED, QUARANTINED, with the reason.",
        footer = {
            "  expunge status                                     every request of every model",
            "  expunge status --model news --request 8c1e...      one request with all it went through",
            "  expunge status --model news --follow --json        a line of JSON for every change"
        })
final class StatusCommand extends BaseCommand {
    private static final Duration TURN = Duration.ofMillis(500);

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            showDefaultValue = Visibility.NEVER,
            description = "Only this model's requests.")
    private Optional<String> model = Optional.empty();

    @Option(
            names = "--request",
            paramLabel = "UUID",
            showDefaultValue = Visibility.NEVER,
            description = "Only this request; exit code 1 if it is unknown. With --model it is found at once.")
    private Optional<String> request = Optional.empty();

    @Option(
            names = "--follow",
            description = "Go on and show changes as they come: until the request is at rest, or until Ctrl-C.")
    private boolean follow;

    @Option(names = "--json", description = "Print one JSON object a line for programs.")
    private boolean json;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    private final Map<String, RequestStatusChanged> latest = new LinkedHashMap<>();
    private final Map<String, Integer> shown = new LinkedHashMap<>();

    StatusCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode execute() {
        try (Connection connected = Connection.open(connection.settings());
                TopicReader<RequestStatusChanged> reader = reader(connected)) {
            reader.readToEnd().forEach(this::remember);
            if (!json) {
                PausedModels.lines(connected, model).forEach(terminal()::print);
            }
            if (latest.isEmpty() && !follow) {
                return nothingFound();
            }
            showAll();
            while (follow && !atRest()) {
                reader.poll(TURN).forEach(entry -> {
                    if (remember(entry)) {
                        showOne(entry.event().orElseThrow());
                    }
                });
            }
            return ExitCode.OK;
        }
    }

    private TopicReader<RequestStatusChanged> reader(Connection connected) {
        String topic = connected.topics().requestStatus();
        if (model.isEmpty() || request.isEmpty()) {
            return connected.reader(topic, RequestStatusChanged.class);
        }
        RequestKey key = new RequestKey(model.get(), request.get());
        return connected.reader(topic, Set.of(key.partition(connected.partitions(topic))), RequestStatusChanged.class);
    }

    private boolean remember(TopicReader.Entry<RequestStatusChanged> entry) {
        if (entry.event().isEmpty()) {
            latest.remove(entry.key());
            return false;
        }
        RequestStatusChanged status = entry.event().get();
        boolean wanted = model.map(status.getModelId()::equals).orElse(true)
                && request.map(status.getRequestId()::equals).orElse(true);
        if (wanted) {
            latest.put(entry.key(), status);
        }
        return wanted;
    }

    private boolean atRest() {
        return request.isPresent()
                && !latest.isEmpty()
                && latest.values().stream().allMatch(Statuses::atRest);
    }

    private ExitCode nothingFound() {
        if (request.isPresent()) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "request " + request.get() + " is unknown"
                            + model.map(name -> " for model '" + name + "'").orElse("")
                            + ". Check both; a request that was just sent may take a moment, wait with --follow.");
        }
        if (!json) {
            terminal()
                    .print("No requests yet"
                            + model.map(name -> " for model '" + name + "'").orElse("") + ".");
        }
        return ExitCode.OK;
    }

    private void showAll() {
        List<RequestStatusChanged> ordered = latest.values().stream()
                .sorted(Comparator.comparing(StatusCommand::since))
                .toList();
        if (json || request.isPresent()) {
            ordered.forEach(this::showOne);
            return;
        }
        TextTable table = new TextTable("MODEL", "REQUEST", "KIND", "STATE", "VERSION", "SINCE", "WHAT");
        ordered.forEach(status -> table.add(
                status.getModelId(),
                status.getRequestId(),
                status.getKind().toString(),
                status.getState().toString(),
                status.getModelVersion() == null
                        ? "-"
                        : status.getModelVersion().toString(),
                since(status),
                Statuses.summary(status)));
        table.lines().forEach(terminal()::print);
        ordered.forEach(
                status -> shown.put(keyOf(status), status.getTransitions().size()));
    }

    private void showOne(RequestStatusChanged status) {
        if (json) {
            terminal().print(Json.line(Json.of(status)));
            return;
        }
        int before = shown.getOrDefault(keyOf(status), 0);
        if (before == 0) {
            terminal().print("Request " + status.getRequestId() + " of model " + status.getModelId());
        }
        String who = request.isPresent() ? "  " : status.getModelId() + " " + status.getRequestId() + "  ";
        Statuses.newTransitions(status, before)
                .forEach(transition -> terminal().print(who + Statuses.line(transition)));
        shown.put(keyOf(status), status.getTransitions().size());
    }

    private static String keyOf(RequestStatusChanged status) {
        return new RequestKey(status.getModelId(), status.getRequestId()).text();
    }

    private static String since(RequestStatusChanged status) {
        int last = status.getTransitions().size() - 1;
        return last < 0 ? "-" : Statuses.time(status.getTransitions().get(last).getAt());
    }
}
