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

/** {@code expunge release}. */
@Command(
        name = "release",
        description = "End a legal hold. What is due is purged at once.",
        footer = "  expunge release --model news --operator legal")
final class ReleaseCommand extends OperatorCommand {
    @Option(
            names = "--model-version",
            paramLabel = "NUMBER",
            showDefaultValue = Visibility.NEVER,
            description = "Only this version; otherwise the model with all its versions.")
    private Optional<Long> version = Optional.empty();

    @Mixin
    private final VoluntaryReason reason = new VoluntaryReason();

    ReleaseCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    List<OperatorVerb> verbs(Connection connected) {
        return List.of(new OperatorVerb.Release(version));
    }

    @Override
    String reason() {
        return reason.text();
    }

    @Override
    String done(OperatorOrder order) {
        return what() + " is released; what is due of it is purged now";
    }

    @Override
    String unchanged(OperatorOrder order) {
        return what() + " was not on hold; nothing changed";
    }

    private String what() {
        return version.map(number -> "Version " + number + " of model " + model())
                .orElse("Model " + model());
    }
}
