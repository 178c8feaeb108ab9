/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import picocli.CommandLine;

/** Entry point of the {@code expunge} command. */
public final class Main {
    private Main() {}

    /** Runs the command line and ends the process with its {@link ExitCode}. */
    public static void main(String[] args) {
        System.exit(run(Terminal.ofProcess(), args));
    }

    /** Runs a command line in this process. */
    static int run(Terminal terminal, String... args) {
        return commandLine(terminal).execute(args);
    }

    static CommandLine commandLine(Terminal terminal) {
        CommandLine commands = new CommandLine(new ExpungeCommand());
        commands.addSubcommand(new DemoCommand(terminal))
                .addSubcommand(new RunCommand(terminal))
                .addSubcommand(new TrainCommand(terminal))
                .addSubcommand(RequestCommand.commandLine(terminal))
                .addSubcommand(new StatusCommand(terminal))
                .addSubcommand(new VersionsCommand(terminal))
                .addSubcommand(new DiffCommand(terminal))
                .addSubcommand(new CardCommand(terminal))
                .addSubcommand(new VerifyCommand(terminal))
                .addSubcommand(new PredictCommand(terminal))
                .addSubcommand(new RetryCommand(terminal))
                .addSubcommand(new AbandonCommand(terminal))
                .addSubcommand(new PauseCommand(terminal))
                .addSubcommand(new ResumeCommand(terminal))
                .addSubcommand(new RollbackCommand(terminal))
                .addSubcommand(new ReinstateClassCommand(terminal))
                .addSubcommand(new HoldCommand(terminal))
                .addSubcommand(new ReleaseCommand(terminal))
                .addSubcommand(new PinCommand(terminal))
                .addSubcommand(new UnpinCommand(terminal))
                .addSubcommand(DeadLettersCommand.commandLine(terminal))
                .addSubcommand(AuditCommand.commandLine(terminal))
                .addSubcommand(EvidenceCommand.commandLine(terminal))
                .addSubcommand(TopicsCommand.commandLine(terminal))
                .addSubcommand(new DoctorCommand(terminal))
                .addSubcommand(new RebuildCommand(terminal));
        FailureReport failures = new FailureReport(terminal);
        return commands.setOut(terminal.out())
                .setErr(terminal.err())
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        terminal.interactive() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(100)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(failures::usage)
                .setExecutionExceptionHandler(failures::execution);
    }
}
