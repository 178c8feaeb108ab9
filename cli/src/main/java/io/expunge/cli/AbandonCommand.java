/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.processor.command.OperatorOrder;
import io.expunge.processor.command.OperatorVerb;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code expunge abandon}. */
@Command(
        name = "abandon",
        description = "Give a quarantined request up for good: it ends as FAILED, reason ABANDONED, with your sentence."
                + " The data it names stays in the model. Whoever asked has to be told.",
        footer = {
            "  expunge abandon --model news --operator privacy-desk --reason \"Retired with model news-2\" \\",
            "                  8c1e0b4c-63f5-4c8e-9b6e-2f0d3f1f7a11"
        })
final class AbandonCommand extends OperatorCommand {
    @Parameters(
            paramLabel = "REQUEST_ID",
            showDefaultValue = Visibility.NEVER,
            description = "A quarantined request of the model.")
    private UUID request = new UUID(0, 0);

    @Mixin
    private final NeededReason reason = new NeededReason();

    AbandonCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    List<OperatorVerb> verbs(Connection connected) {
        return List.of(new OperatorVerb.Abandon(request.toString()));
    }

    @Override
    String reason() {
        return reason.text();
    }

    @Override
    String done(OperatorOrder order) {
        return "Request " + request + " of model " + model() + " is FAILED, ABANDONED";
    }

    @Override
    String unchanged(OperatorOrder order) {
        return "Request " + request + " of model " + model() + " was abandoned before; nothing changed";
    }
}
