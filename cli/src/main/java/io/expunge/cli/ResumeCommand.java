/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.processor.command.OperatorOrder;
import io.expunge.processor.command.OperatorVerb;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code expunge resume}. */
@Command(
        name = "resume",
        description = "Let a paused model go on: what waits becomes its next batch at once.",
        footer = "  expunge resume --model news --operator privacy-desk")
final class ResumeCommand extends OperatorCommand {
    @Mixin
    private final VoluntaryReason reason = new VoluntaryReason();

    ResumeCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    List<OperatorVerb> verbs(Connection connected) {
        return List.of(new OperatorVerb.Resume());
    }

    @Override
    String reason() {
        return reason.text();
    }

    @Override
    String done(OperatorOrder order) {
        return "Model " + model() + " goes on";
    }

    @Override
    String unchanged(OperatorOrder order) {
        return "Model " + model() + " was not paused; nothing changed";
    }
}
