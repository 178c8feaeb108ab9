/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.processor.command.OperatorOrder;
import io.expunge.processor.command.OperatorVerb;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code expunge hold}. */
@Command(
        name = "hold",
        description = "Put a legal hold on a model or one of its versions: nothing of it is purged until "
                + "'expunge release', though it may hold data that was to be forgotten. What is gone "
                + "already stays gone.",
        footer = {
            "  expunge hold --model news --operator legal --reason \"Case 2026-12\"",
            "  expunge hold --model news --model-version 3 --operator legal --reason \"Case 2026-12\""
        })
final class HoldCommand extends OperatorCommand {
    @Option(
            names = "--model-version",
            paramLabel = "NUMBER",
            showDefaultValue = Visibility.NEVER,
            description = "Only this version; otherwise the model with all its versions.")
    private Optional<Long> version = Optional.empty();

    @Mixin
    private final NeededReason reason = new NeededReason();

    HoldCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    List<OperatorVerb> verbs(Connection connected) {
        return List.of(new OperatorVerb.Hold(version));
    }

    @Override
    String reason() {
        return reason.text();
    }

    @Override
    String done(OperatorOrder order) {
        return what() + " is on hold: nothing of it is purged until 'expunge release'";
    }

    @Override
    String unchanged(OperatorOrder order) {
        return what() + " was on hold already, and stays so for the reason given first";
    }

    private String what() {
        return version.map(number -> "Version " + number + " of model " + model())
                .orElse("Model " + model());
    }
}
