/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.processor.command.OperatorOrder;
import io.expunge.processor.command.OperatorVerb;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code expunge retry}. */
@Command(
        name = "retry",
        description = "Put quarantined requests back into the queue. Each is checked again against the model as it is"
                + " now, keeps its history, and may end in quarantine again.",
        footer = {
            "  expunge retry --model news --operator privacy-desk 8c1e0b4c-63f5-4c8e-9b6e-2f0d3f1f7a11",
            "  expunge retry --model news --operator privacy-desk --all --reason \"The store has room again\"",
            "  expunge retry --model news --operator privacy-desk --accept-accuracy-loss"
                    + " --reason \"The erasure is lawful\" 8c1e0b4c-63f5-4c8e-9b6e-2f0d3f1f7a11"
        })
final class RetryCommand extends OperatorCommand {
    @Parameters(
            paramLabel = "REQUEST_ID",
            arity = "0..*",
            showDefaultValue = Visibility.NEVER,
            description = "Quarantined requests of the model.")
    private List<String> requests = new ArrayList<>();

    @Option(names = "--all", description = "Every request of the model that is QUARANTINED now.")
    private boolean all;

    @Option(
            names = "--accept-accuracy-loss",
            description =
                    "Serve these requests although a class that stays loses more accuracy than expunge.guard.floor"
                            + " allows (reason ACCURACY_LOSS). Needs --reason and REQUEST_ID. It holds until the next retry, and the"
                            + " version names the operator.")
    private boolean acceptsLoss;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final VoluntaryReason reason = new VoluntaryReason();

    RetryCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void requireSense() {
        if (all != requests.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "Which requests? Name them by REQUEST_ID, or say --all, not both.");
        }
        requests.forEach(this::uuid);
        if (acceptsLoss && all) {
            throw new ParameterException(
                    spec.commandLine(),
                    "A loss of accuracy is accepted request by request: name each by REQUEST_ID instead of --all.");
        }
        if (acceptsLoss && reason.text().isBlank()) {
            throw new ParameterException(
                    spec.commandLine(), "Whoever accepts a loss of accuracy says why: add --reason TEXT.");
        }
    }

    /** Several values in a row make the parser pass over one that cannot be converted; so this is done here. */
    private String uuid(String text) {
        try {
            return UUID.fromString(text).toString();
        } catch (IllegalArgumentException noUuid) {
            throw new ParameterException(
                    spec.commandLine(),
                    "REQUEST_ID: '" + text + "' is no UUID; copy it from 'expunge status'.",
                    noUuid);
        }
    }

    @Override
    List<OperatorVerb> verbs(Connection connected) {
        List<String> ids = all
                ? QuarantinedRequests.of(connected, model())
                : requests.stream().map(this::uuid).distinct().toList();
        return ids.stream()
                .map(id -> (OperatorVerb) new OperatorVerb.Retry(id, acceptsLoss))
                .toList();
    }

    @Override
    String reason() {
        return reason.text();
    }

    @Override
    String done(OperatorOrder order) {
        return "Request " + order.verb().request().orElse("") + " of model " + model() + " is back in the queue"
                + (acceptsLoss ? ", and its cost in accuracy accepted" : "");
    }

    @Override
    String unchanged(OperatorOrder order) {
        return "Request " + order.verb().request().orElse("") + " of model " + model()
                + " waits or is worked on already; nothing changed"
                + (acceptsLoss ? ", and this order accepted nothing" : "");
    }
}
