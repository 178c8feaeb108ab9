/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.events.AuditRecorded;
import io.expunge.processor.artifact.ModelArtifacts;
import io.expunge.processor.artifact.ModelComparison;
import io.expunge.store.Artifact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what changed between two versions. */
@Command(
        name = "diff",
        description = "Say what changed between two versions of a model: classes, documents, terms, requests served,"
                + " accuracy, certificate, distance of the parameters, decisions. Where an artifact was purged or is not in"
                + " this store, it says what the published events tell, and what cannot be compared any more. Words and"
                + " ids of the forgotten are counted, never shown.",
        footer = {
            "  expunge diff --model news 1 2",
            "  expunge diff --model news 1 3 --json     one object for programs"
        })
final class DiffCommand extends BaseCommand {
    @Option(
            names = "--model",
            required = true,
            showDefaultValue = Visibility.NEVER,
            paramLabel = "MODEL",
            description = "The model's id.")
    private String model = "";

    @Parameters(index = "0", paramLabel = "V", description = "The version to start from.")
    private long from;

    @Parameters(index = "1", paramLabel = "W", description = "The version to come to.")
    private long to;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    DiffCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode execute() {
        SortedMap<Long, PublishedVersion> versions;
        try (Connection connected = Connection.open(connection.settings())) {
            versions = PublishedHistory.read(connected, Optional.of(model), ArtifactSizes.UNKNOWN)
                    .of(model);
        }
        if (versions.isEmpty()) {
            throw PublishedVersions.none(model);
        }
        try (StoreAtHand store = StoreAtHand.ifThere(connection.store())) {
            VersionDifference difference = difference(versions, store);
            if (json) {
                terminal().print(Json.line(DifferenceJson.of(difference)));
            } else {
                DifferenceWords.of(difference).forEach(terminal()::print);
            }
            return ExitCode.OK;
        }
    }

    private VersionDifference difference(SortedMap<Long, PublishedVersion> versions, StoreAtHand store) {
        PublishedVersion first = version(versions, from);
        PublishedVersion second = version(versions, to);
        Optional<Artifact> before = store.find(first.event().getContentHash());
        Optional<Artifact> after = store.find(second.event().getContentHash());
        List<String> missing = new ArrayList<>();
        if (before.isEmpty()) {
            missing.add(gone(first));
        }
        if (after.isEmpty() && from != to) {
            missing.add(gone(second));
        }
        Optional<ModelComparison> comparison = before.flatMap(
                own -> after.map(other -> ModelComparison.of(ModelArtifacts.load(own), ModelArtifacts.load(other))));
        return new VersionDifference(first, second, VersionPath.between(versions, from, to), comparison, missing);
    }

    private PublishedVersion version(SortedMap<Long, PublishedVersion> versions, long number) {
        return Optional.ofNullable(versions.get(number))
                .orElseThrow(() -> PublishedVersions.noSuch(model, number, versions.lastKey()));
    }

    /** What no event tells is told by artifacts only. */
    private String gone(PublishedVersion version) {
        String lost = "; shared documents and terms, parameters and decisions are unknown";
        return version.purge()
                .map(receipt -> "version " + version.number() + " was purged at "
                        + Statuses.time(receipt.getRecordedAt()) + why(receipt) + lost)
                .orElseGet(() -> "the artifact of version " + version.number() + " is not in the store at "
                        + connection.store() + lost + "; name the store with --store");
    }

    private static String why(AuditRecorded receipt) {
        return Optional.ofNullable(receipt.getFacts().get("why"))
                .map(why -> " (" + why + ")")
                .orElse("");
    }
}
