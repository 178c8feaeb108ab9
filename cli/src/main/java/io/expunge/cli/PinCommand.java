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

/** {@code expunge pin}. */
@Command(
        name = "pin",
        description = "Keep a version that holds nothing forgotten from every sweep. A deletion is stronger: a "
                + "pinned version that holds forgotten data is purged all the same, and its receipt says "
                + "that it was pinned.",
        footer = "  expunge pin --model news --model-version 3 --operator model-team")
final class PinCommand extends OperatorCommand {
    @Option(
            names = "--model-version",
            required = true,
            paramLabel = "NUMBER",
            showDefaultValue = Visibility.NEVER,
            description = "The version.")
    private long version;

    @Mixin
    private final VoluntaryReason reason = new VoluntaryReason();

    PinCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    List<OperatorVerb> verbs(Connection connected) {
        return List.of(new OperatorVerb.Pin(version));
    }

    @Override
    String reason() {
        return reason.text();
    }

    @Override
    String done(OperatorOrder order) {
        return what() + " is pinned";
    }

    @Override
    String unchanged(OperatorOrder order) {
        return what() + " was pinned already; nothing changed";
    }

    private String what() {
        return "Version " + version + " of model " + model();
    }
}
