/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.expunge.processor.command.OperatorOrder;
import io.expunge.processor.command.OperatorVerb;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Mixin;

/** Gives an operator's orders and says what became of them. */
abstract class OperatorCommand extends BaseCommand {
    @Mixin
    private final OperatorOptions options = new OperatorOptions();

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    OperatorCommand(Terminal terminal) {
        super(terminal);
    }

    /** Says what makes no sense on the command line. */
    void requireSense() {}

    /** What to order; may look around first. */
    abstract List<OperatorVerb> verbs(Connection connected);

    /** Why, or nothing. */
    abstract String reason();

    /** What an obeyed order means, in a sentence without its full stop. */
    abstract String done(OperatorOrder order);

    /** The same where the answer says more than the order. */
    String done(OrderAnswer answer) {
        return done(answer.order());
    }

    /** What an order means that is taken in and not done yet, likewise. */
    String queued(OperatorOrder order) {
        return "Taken in";
    }

    /** Why an order was refused, likewise. */
    String refused(OrderAnswer answer) {
        return answer.detail();
    }

    /** What an order means that found its wish fulfilled, likewise. */
    abstract String unchanged(OperatorOrder order);

    final String model() {
        return options.model();
    }

    @Override
    final ExitCode execute() {
        requireSense();
        order(new OperatorVerb.Resume()); // what is wrong with the words is said before anything is connected
        try (Connection connected = Connection.open(connection.settings())) {
            List<OperatorOrder> orders =
                    verbs(connected).stream().map(this::order).toList();
            if (orders.isEmpty()) {
                terminal().note("No request of model '" + model() + "' is QUARANTINED; there is nothing to do.");
                return ExitCode.OK;
            }
            return give(connected, orders);
        }
    }

    /** The order for it, or what is wrong with its words. */
    final OperatorOrder order(OperatorVerb verb) {
        try {
            return new OperatorOrder(UUID.randomUUID().toString(), options.model(), options.operator(), reason(), verb);
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(ExitCode.USAGE, wrong.getMessage() + ".", wrong);
        }
    }

    private ExitCode give(Connection connected, List<OperatorOrder> orders) {
        List<OrderAnswer> refused = new ArrayList<>();
        try (OrderDesk desk = OrderDesk.of(connected, model())) {
            orders.forEach(desk::give);
            int unanswered = desk.await(options.timeout(), answer -> {
                tell(answer);
                if (answer.outcome() == OrderAnswer.Outcome.REFUSED) {
                    refused.add(answer);
                }
            });
            if (unanswered > 0) {
                throw timedOut(unanswered, connected);
            }
        }
        return refused.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    private void tell(OrderAnswer answer) {
        if (answer.outcome() == OrderAnswer.Outcome.QUEUED) {
            terminal().note(queued(answer.order()) + audited(answer));
            return;
        }
        if (options.json()) {
            terminal().print(Json.line(json(answer)));
            return;
        }
        switch (answer.outcome()) {
            case QUEUED -> {}
            case DONE -> {
                terminal().print(done(answer) + audited(answer));
                if (!answer.detail().isEmpty()) {
                    terminal().note(answer.detail());
                }
            }
            case UNCHANGED -> terminal().print(unchanged(answer.order()) + audited(answer));
            case REFUSED -> terminal().note("expunge: " + answer.reason() + ": " + sentence(refused(answer)));
        }
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    private static String audited(OrderAnswer answer) {
        return answer.auditSequence()
                .map(sequence -> " (audit record " + sequence + ").")
                .orElse(".");
    }

    /** Adds what only this verb's answers have. */
    void more(ObjectNode object, OrderAnswer answer) {}

    private ObjectNode json(OrderAnswer answer) {
        ObjectNode object = Json.object();
        object.put("orderId", answer.order().orderId());
        object.put("verb", answer.order().verb().word());
        object.put("modelId", answer.order().modelId());
        object.set("requestId", Json.node(answer.order().verb().request().orElse(null)));
        object.put("outcome", answer.outcome().name());
        object.set("reason", Json.node(answer.reason().isEmpty() ? null : answer.reason()));
        object.set("detail", Json.node(answer.detail().isEmpty() ? null : answer.detail()));
        object.set("auditSequence", Json.node(answer.auditSequence().orElse(null)));
        more(object, answer);
        return object;
    }

    private CommandFailure timedOut(int unanswered, Connection connected) {
        return new CommandFailure(
                ExitCode.TIMED_OUT,
                "no answer to " + unanswered + (unanswered == 1 ? " order" : " orders") + " within "
                        + options.timeout().toSeconds() + " s. It stands on "
                        + connected.topics().commands()
                        + " and is obeyed when a processor reads it; giving it again is harmless.");
    }
}
