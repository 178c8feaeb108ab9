/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Sends deletion requests; what to forget is the subcommand. */
@Command(
        name = "request",
        synopsisSubcommandLabel = "(class | documents | subject)",
        descriptionHeading = "%n",
        description = {
            "Ask a model to forget a class, single documents or everything of one data subject. The request is an event"
                    + " on Kafka; any system can send the same. Repeating the same request is harmless.",
            ""
        },
        commandListHeading = "%nWhat to forget:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  expunge request class --model news --label sport --wait",
            "  expunge request documents --model news --ids a-17,a-18 --due-by 2027-01-31",
            "  expunge request subject --model news --key customer-4711 --legal-basis \"GDPR Art. 17(1)(b)\""
        })
final class RequestCommand implements Runnable {
    @Mixin
    @SuppressWarnings("unused") // here for its help
    private final GlobalOptions global = new GlobalOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    /** The command with its three targets. */
    static CommandLine commandLine(Terminal terminal) {
        return new CommandLine(new RequestCommand())
                .addSubcommand(new OfClass(terminal))
                .addSubcommand(new OfDocuments(terminal))
                .addSubcommand(new OfSubject(terminal));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "What shall be forgotten? Say 'request class', 'documents' or 'subject'.");
    }

    /** {@code request class}. */
    @Command(
            name = "class",
            description = "Forget one class: its label, its documents and everything learned from them.",
            footer = "  expunge request class --model news --label sport --wait")
    static final class OfClass extends RequestTargetCommand {
        @Option(
                names = "--label",
                required = true,
                showDefaultValue = Visibility.NEVER,
                order = -1,
                paramLabel = "LABEL",
                description = "The class to forget.")
        private String label = "";

        OfClass(Terminal terminal) {
            super(terminal);
        }

        @Override
        DeletionTarget target() {
            return new DeletionTarget.OfClass(label);
        }
    }

    /** {@code request documents}. */
    @Command(
            name = "documents",
            description = "Forget single training documents by their ids.",
            footer = "  expunge request documents --model news --ids a-17,a-18")
    static final class OfDocuments extends RequestTargetCommand {
        @Option(
                names = "--ids",
                required = true,
                showDefaultValue = Visibility.NEVER,
                order = -1,
                split = ",",
                paramLabel = "ID",
                description = "Ids of the documents, separated by commas; the option may be repeated.")
        private List<String> ids = new ArrayList<>();

        OfDocuments(Terminal terminal) {
            super(terminal);
        }

        @Override
        DeletionTarget target() {
            return new DeletionTarget.OfDocuments(ids);
        }
    }

    /** {@code request subject}. */
    @Command(
            name = "subject",
            description = "Forget every training document of one data subject.",
            footer = "  expunge request subject --model news --key customer-4711")
    static final class OfSubject extends RequestTargetCommand {
        @Option(
                names = "--key",
                required = true,
                showDefaultValue = Visibility.NEVER,
                order = -1,
                paramLabel = "KEY",
                description = "The subject's key, as in the subject column of the training data.")
        private String key = "";

        OfSubject(Terminal terminal) {
            super(terminal);
        }

        @Override
        DeletionTarget target() {
            return new DeletionTarget.OfSubject(key);
        }
    }
}
