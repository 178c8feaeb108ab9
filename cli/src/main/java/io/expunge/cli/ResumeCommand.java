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
import picocli.CommandLine.Option;

/** {@code expunge resume}. */
@Command(
        name = "resume",
        description = "Let a paused model go on: what waits becomes its next batch at once.",
        footer = "  expunge resume --model news --operator privacy-desk")
final class ResumeCommand extends OperatorCommand {
    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            showDefaultValue = Visibility.NEVER,
            description =
                    "Why, for the audit log; up to " + OperatorOrder.LONGEST_REASON + " characters, no personal data.")
    private String reason = "";

    ResumeCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    List<OperatorVerb> verbs(Connection connected) {
        return List.of(new OperatorVerb.Resume());
    }

    @Override
    String reason() {
        return reason;
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
