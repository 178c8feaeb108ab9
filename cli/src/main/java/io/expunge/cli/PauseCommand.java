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

/** {@code expunge pause}. */
@Command(
        name = "pause",
        description = "Let a model start no new batch. Requests are still taken in and wait, their deadlines go on; a"
                + " job that runs is finished and its version published. It lasts, over restarts too, until 'expunge"
                + " resume'.",
        footer = "  expunge pause --model news --operator privacy-desk --reason \"The store moves\"")
final class PauseCommand extends OperatorCommand {
    @Mixin
    private final NeededReason reason = new NeededReason();

    PauseCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    List<OperatorVerb> verbs(Connection connected) {
        return List.of(new OperatorVerb.Pause());
    }

    @Override
    String reason() {
        return reason.text();
    }

    @Override
    String done(OperatorOrder order) {
        return "Model " + model() + " is paused: it takes requests in and starts no batch until 'expunge resume'";
    }

    @Override
    String unchanged(OperatorOrder order) {
        return "Model " + model() + " was paused already, and stays so for the reason given first";
    }
}
