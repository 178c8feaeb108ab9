/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.expunge.processor.command.OperatorOrder;
import io.expunge.processor.command.OperatorVerb;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code expunge rollback}. */
@Command(
        name = "rollback",
        description = "Take the state of an older version up again, as a new version. Whatever the model was told to"
                + " forget since is taken out of it first, and proved as for any version. Waits until the new version is"
                + " announced or the order is refused; on a paused model it waits for 'expunge resume'.",
        footer = {
            "  expunge rollback --model news --to 4 --operator ml-desk --reason \"Version 6 is poor on sport\"",
            "  expunge rollback --model news --to 4 --operator ml-desk --reason \"TICKET-12\" --timeout 10m --json"
        })
final class RollbackCommand extends OperatorCommand {
    @Option(
            names = "--to",
            required = true,
            showDefaultValue = Visibility.NEVER,
            paramLabel = "VERSION",
            description = "Number of the version; 'expunge versions' lists them.")
    private long to;

    @Mixin
    private final NeededReason reason = new NeededReason();

    RollbackCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void requireSense() {
        if (to < 1) {
            throw new CommandFailure(ExitCode.USAGE, "--to: versions count from 1; " + to + " is none.");
        }
    }

    @Override
    List<OperatorVerb> verbs(Connection connected) {
        return List.of(new OperatorVerb.Rollback(to));
    }

    @Override
    String reason() {
        return reason.text();
    }

    @Override
    String queued(OperatorOrder order) {
        return "Taken in: the state of version " + to + " of model " + model()
                + " becomes the next version, without what was to be forgotten since";
    }

    @Override
    String done(OrderAnswer answer) {
        return "Version " + answer.facts().getOrDefault("version", "?") + " of model " + model()
                + " has the state of version " + to + ", without what was to be forgotten since";
    }

    @Override
    String done(OperatorOrder order) {
        return "Model " + model() + " has the state of version " + to + " again";
    }

    @Override
    String unchanged(OperatorOrder order) {
        return "The head of model " + model() + " has the state of version " + to
                + " already, or a rollback to it waits; nothing changed";
    }

    @Override
    String refused(OrderAnswer answer) {
        String requests = answer.facts().getOrDefault("requestsInTheWay", "");
        return answer.detail()
                + (requests.isEmpty() ? "" : " Requests served since version " + to + ": " + requests + ".");
    }

    @Override
    void more(ObjectNode object, OrderAnswer answer) {
        object.put("toVersion", to);
        object.set("version", Json.node(answer.facts().get("version")));
        object.set("requestsInTheWay", Json.node(answer.facts().get("requestsInTheWay")));
    }
}
