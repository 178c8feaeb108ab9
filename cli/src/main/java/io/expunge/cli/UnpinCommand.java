/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.processor.command.OperatorOrder;
import io.expunge.processor.command.OperatorVerb;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code expunge unpin}. */
@Command(
        name = "unpin",
        description = "End a pin.",
        footer = "  expunge unpin --model news --model-version 3 --operator model-team")
final class UnpinCommand extends OperatorCommand {
    @Option(
            names = "--model-version",
            required = true,
            paramLabel = "NUMBER",
            showDefaultValue = Visibility.NEVER,
            description = "The version.")
    private long version;

    @Mixin
    private final VoluntaryReason reason = new VoluntaryReason();

    UnpinCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    List<OperatorVerb> verbs(Connection connected) {
        return List.of(new OperatorVerb.Unpin(version));
    }

    @Override
    String reason() {
        return reason.text();
    }

    @Override
    String done(OperatorOrder order) {
        return what() + " is no longer pinned";
    }

    @Override
    String unchanged(OperatorOrder order) {
        return what() + " was not pinned; nothing changed";
    }

    private String what() {
        return "Version " + version + " of model " + model();
    }
}
