/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be done with the audit log. */
@Command(
        name = "audit",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        description = "Check the audit log, or get the public key of its signatures.",
        footer = {"  expunge audit verify --model news", "  expunge audit key > expunge-public-key.pem"})
final class AuditCommand extends BaseCommand {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    private AuditCommand(Terminal terminal) {
        super(terminal);
    }

    /** The command with all that belongs to it. */
    static CommandLine commandLine(Terminal terminal) {
        return new CommandLine(new AuditCommand(terminal))
                .addSubcommand(new AuditVerifyCommand(terminal))
                .addSubcommand(new AuditKeyCommand(terminal));
    }

    @Override
    ExitCode execute() {
        throw new ParameterException(spec.commandLine(), "Which? There is 'verify' and 'key'.");
    }
}
