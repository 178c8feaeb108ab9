/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.SolverEvidence;
import io.expunge.events.UnlearningVerified;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists published versions with what verification said of them. */
@Command(
        name = "versions",
        description =
                "List the published versions of a model: what each removed, what is proved of it, and the verdict.",
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

    @Option(names = "--json", description = "Print one JSON object a version, its verifications included.")
    private boolean json;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    VersionsCommand(Terminal terminal) {
        super(terminal);
    }

    /** Identity of a version; versions and verdicts meet under it, whichever comes first. */
    private record VersionKey(String modelId, long version) implements Comparable<VersionKey> {
        @Override
        public int compareTo(VersionKey other) {
            int byModel = modelId.compareTo(other.modelId);
            return byModel != 0 ? byModel : Long.compare(version, other.version);
        }
    }

    @Override
    ExitCode execute() {
        try (Connection connected = Connection.open(connection.settings())) {
            Map<VersionKey, ModelVersionPublished> versions = versions(connected);
            if (versions.isEmpty()) {
                return nothingFound();
            }
            Map<VersionKey, List<UnlearningVerified>> verdicts = verdicts(connected);
            if (json) {
                versions.forEach((key, version) ->
                        terminal().print(Json.line(joined(version, verdicts.getOrDefault(key, List.of())))));
            } else {
                table(versions, verdicts).lines().forEach(terminal()::print);
                PausedModels.lines(connected, model).forEach(terminal()::print);
            }
            return ExitCode.OK;
        }
    }

    private Map<VersionKey, ModelVersionPublished> versions(Connection connected) {
        Map<VersionKey, ModelVersionPublished> found = new TreeMap<>();
        for (ModelVersionPublished version :
                PublishedVersions.read(connected, connected.topics().modelVersions(), ModelVersionPublished.class)) {
            if (wanted(version.getModelId())) {
                found.put(new VersionKey(version.getModelId(), version.getVersion()), version);
            }
        }
        return found;
    }

    private Map<VersionKey, List<UnlearningVerified>> verdicts(Connection connected) {
        Map<VersionKey, List<UnlearningVerified>> found = new TreeMap<>();
        for (UnlearningVerified verdict :
                PublishedVersions.read(connected, connected.topics().verifications(), UnlearningVerified.class)) {
            found.computeIfAbsent(new VersionKey(verdict.getModelId(), verdict.getVersion()), key -> new ArrayList<>())
                    .add(verdict);
        }
        return found;
    }

    private boolean wanted(String modelId) {
        return model.map(modelId::equals).orElse(true);
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

    private static ObjectNode joined(ModelVersionPublished version, List<UnlearningVerified> verdicts) {
        ObjectNode object = Json.of(version);
        object.set("verifications", Json.node(verdicts));
        return object;
    }

    private static TextTable table(
            Map<VersionKey, ModelVersionPublished> versions, Map<VersionKey, List<UnlearningVerified>> verdicts) {
        TextTable table = new TextTable(
                "MODEL",
                "VERSION",
                "OPERATION",
                "PUBLISHED",
                "CLASSES",
                "DOCUMENTS",
                "REMOVED",
                "PROVED",
                "VERDICT",
                "CONTENT");
        versions.forEach((key, version) -> table.add(
                version.getModelId(),
                String.valueOf(version.getVersion()),
                version.getOperation().toString(),
                Statuses.time(version.getPublishedAt()),
                String.valueOf(version.getClasses().size()),
                String.valueOf(version.getDocuments()),
                removed(version),
                proved(version.getEvidence()),
                verdict(verdicts.getOrDefault(key, List.of())),
                version.getContentHash()
                        .substring(0, Math.min(12, version.getContentHash().length()))));
        return table;
    }

    private static String removed(ModelVersionPublished version) {
        if (!version.getClassesRemoved().isEmpty()) {
            return String.join(", ", version.getClassesRemoved());
        }
        return version.getDocumentsRemoved() == 0 ? "-" : version.getDocumentsRemoved() + " documents";
    }

    private static String proved(@org.jspecify.annotations.Nullable SolverEvidence evidence) {
        return evidence == null ? "-" : String.format(Locale.ROOT, "within %.1e", evidence.getRelativeDistanceBound());
    }

    private static String verdict(List<UnlearningVerified> verdicts) {
        return verdicts.isEmpty()
                ? "-"
                : verdicts.stream()
                        .map(verdict -> verdict.getVerdict() + " (" + verdict.getStage() + ")")
                        .distinct()
                        .reduce((first, second) -> first + ", " + second)
                        .orElse("-");
    }
}
