/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root: explains itself and leaves the work to its subcommands. */
@Command(
        name = "expunge",
        version = "expunge 0.1.0-SNAPSHOT",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Makes document classifiers forget: deletion requests in through Kafka, verified model versions out.",
            ""
        },
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Start here:",
            "  expunge demo      see the whole way of a deletion request, with nothing to set up",
            "  expunge run       broker, registry and processor under ./.expunge",
            "  expunge train --model news --data news.csv",
            "  expunge request class --model news --label sport --wait",
            "",
            "'expunge COMMAND --help' explains a command, its options and its exit codes.",
        })
final class ExpungeCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
