/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows published versions with what verification and erasure made of them. */
@Command(
        name = "versions",
        description =
                "Show the published versions of a model as a tree, newest first: what each removed, what is proved of it,"
                        + " the verdict, and whether it is head, superseded, quarantined (a verdict failed) or purged"
                        + " (its artifact was erased, a hollow dot). Without --model: a list for all models.",
        footer = {
            "  expunge versions --model news",
            "  expunge versions --model news --json | tail -n 1     the newest version, for programs"
        })
final class VersionsCommand extends BaseCommand {
    @Option(
            names = "--model",
            paramLabel = "MODEL",
            showDefaultValue = Visibility.NEVER,
            description = "Only this model; exit code 1 if it has no version.")
    private Optional<String> model = Optional.empty();

    @Option(
            names = "--json",
            description = "Print one JSON object a version, oldest first, with its verifications, states, size and"
                    + " purge receipt.")
    private boolean json;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    VersionsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode execute() {
        try (Connection connected = Connection.open(connection.settings());
                StoreAtHand store = StoreAtHand.ifUsable(connection.store())) {
            PublishedHistory history = PublishedHistory.read(connected, model, store.sizes());
            List<PublishedVersion> versions = history.all();
            if (versions.isEmpty()) {
                return nothingFound();
            }
            if (!history.auditRead()) {
                terminal().note("This login may not read the audit log, so purged versions are not marked.");
            }
            if (json) {
                versions.forEach(version -> terminal().print(Json.line(version.json())));
                return ExitCode.OK;
            }
            model.map(name -> VersionTree.tree(history.of(name)))
                    .orElseGet(() -> VersionTree.list(versions))
                    .forEach(terminal()::print);
            PausedModels.lines(connected, model).forEach(terminal()::print);
            return ExitCode.OK;
        }
    }

    private ExitCode nothingFound() {
        if (model.isPresent()) {
            throw PublishedVersions.none(model.get());
        }
        if (!json) {
            terminal().print("No versions yet. Publish one with 'expunge train --model NAME --data FILE'.");
        }
        return ExitCode.OK;
    }
}
