/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.events.ModelVersionPublished;
import io.expunge.store.Artifact;
import io.expunge.store.ContentHash;
import io.expunge.store.ModelStore;
import io.expunge.store.ModelStoreException.ArtifactMissing;
import io.expunge.store.format.ArtifactFile;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the model card of a version. */
@Command(
        name = "card",
        description =
                "Show the model card of a version, in Markdown: purpose, documents of each class, method, figures,"
                        + " deletions honoured, limits. Every version carries its own, as a file of its artifact. 'train --card'"
                        + " says what only people can say.",
        footer = {
            "  expunge card --model news > news.md",
            "  expunge card --model news --version 1 --json     the same for programs"
        })
final class CardCommand extends BaseCommand {
    @Option(
            names = "--model",
            required = true,
            showDefaultValue = Visibility.NEVER,
            paramLabel = "MODEL",
            description = "The model's id.")
    private String model = "";

    @Option(
            names = "--version",
            paramLabel = "N",
            showDefaultValue = Visibility.NEVER,
            description = "Which version. Default: the newest.")
    private @Nullable Long version;

    @Option(names = "--json", description = "Print the card as the JSON object that the artifact holds.")
    private boolean json;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    CardCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode execute() {
        ModelVersionPublished published;
        try (Connection connected = Connection.open(connection.settings())) {
            published = PublishedVersions.one(connected, model, Optional.ofNullable(version));
        }
        try (ModelStore store = connection.store().open()) {
            Artifact artifact = store.open(new ContentHash(published.getContentHash()));
            terminal()
                    .note("Version " + published.getVersion() + " of model '" + model + "', content "
                            + published.getContentHash());
            if (artifact.card().isEmpty() || artifact.cardPage().isEmpty()) {
                throw none(published);
            }
            text(artifact).lines().forEach(terminal()::print);
            return ExitCode.OK;
        } catch (ArtifactMissing gone) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "the artifact of version " + published.getVersion() + " of model '" + model
                            + "' is not in the store at " + connection.store() + ", and its card went with it. 'expunge"
                            + " versions --model " + model
                            + "' says whether it was purged; --store names another store.",
                    gone);
        }
    }

    private String text(Artifact artifact) {
        return json
                ? new String(artifact.read(ArtifactFile.CARD.fileName()), StandardCharsets.UTF_8)
                : artifact.cardPage().orElse("");
    }

    private CommandFailure none(ModelVersionPublished published) {
        return new CommandFailure(
                ExitCode.FAILED,
                "version " + published.getVersion() + " of model '" + model
                        + "' has no card: a release without model cards made it. The next version will have one.");
    }
}
