/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.events.ReasonCode;
import io.expunge.events.RequestState;
import io.expunge.processor.command.OperatorOrder;
import io.expunge.processor.command.OperatorVerb;
import io.expunge.processor.intake.DeadLetter;
import io.expunge.processor.request.Coordinates;
import io.expunge.processor.request.IntakeEntry;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Does what operators order. Every order has a visible answer: an audit record where it was obeyed or its wish was
 * fulfilled already, a dead letter with the reason where it cannot be. Giving an order twice does no harm. Owned by one
 * task.
 */
final class OperatorActions {
    /** Fewer than the transitions that are kept of a request, so that its quarantines can be counted. */
    static final int MOST_RETRIES = 20;

    private final ModelStores stores;
    private final Ledger ledger;
    private final Rollbacks rollbacks;
    private final Repairs repairs;
    private final Reinstatements reinstatements;
    private final Protections protections;
    private final OrderRecord record;
    private final Consumer<ModelOutput> output;

    OperatorActions(
            ModelStores stores,
            Ledger ledger,
            Rollbacks rollbacks,
            Repairs repairs,
            Reinstatements reinstatements,
            Protections protections,
            OrderRecord record,
            Consumer<ModelOutput> output) {
        this.stores = stores;
        this.ledger = ledger;
        this.rollbacks = rollbacks;
        this.repairs = repairs;
        this.reinstatements = reinstatements;
        this.protections = protections;
        this.record = record;
        this.output = output;
    }

    /** What became of an order. */
    sealed interface Answer {
        record Done() implements Answer {}

        /** It will be done, and answered again then. */
        record Queued() implements Answer {}

        record Unchanged() implements Answer {}

        record Refused(String reason, String detail) implements Answer {}
    }

    void obey(OperatorOrder order, long at, Coordinates coordinates) {
        Answer answer = stores.knows(order.modelId())
                ? act(order, at)
                : new Answer.Refused("UNKNOWN_MODEL", "no model is called '" + order.modelId() + "'; check the id");
        if (answer instanceof Answer.Refused refused) {
            DeadLetter letter = DeadLetter.of(new byte[0], "operator", refused.reason(), refused.detail(), coordinates);
            output.accept(new ModelOutput.Dead(order.modelId(), letter));
        } else {
            record(order, at, outcome(answer));
        }
    }

    private static String outcome(Answer answer) {
        if (answer instanceof Answer.Queued) {
            return "QUEUED";
        }
        return answer instanceof Answer.Done ? "DONE" : "UNCHANGED";
    }

    private Answer act(OperatorOrder order, long at) {
        OperatorVerb verb = order.verb();
        if (verb.request().isPresent()) {
            String requestId = verb.request().get();
            Optional<RequestRow> row = stores.request(order.modelId(), requestId);
            if (row.isEmpty()) {
                return new Answer.Refused(
                        "UNKNOWN_REQUEST",
                        "model '" + order.modelId() + "' knows no request " + requestId
                                + "; see them with 'expunge status --model'");
            }
            return verb instanceof OperatorVerb.Retry retry
                    ? retry(order, retry, row.get(), at)
                    : abandon(order, row.get(), at);
        }
        if (verb instanceof OperatorVerb.Rollback rollback) {
            return rollbacks.order(order, rollback);
        }
        if (verb instanceof OperatorVerb.ReinstateClass reinstate) {
            return reinstatements.order(order, reinstate);
        }
        if (Protections.concerns(verb)) {
            return protect(order, at);
        }
        return verb instanceof OperatorVerb.Pause ? pause(order, at) : resume(order);
    }

    private Answer protect(OperatorOrder order, long at) {
        return switch (protections.obey(order, at)) {
            case DONE -> new Answer.Done();
            case UNCHANGED -> new Answer.Unchanged();
            case VERSION_GONE ->
                new Answer.Refused(
                        "VERSION_GONE",
                        "model '" + order.modelId() + "' has no version "
                                + order.verb().version().orElse(0L) + " in its store: it was purged, or published by an"
                                + " earlier release; see 'expunge versions', or hold the whole model");
        };
    }

    private Answer retry(OperatorOrder order, OperatorVerb.Retry retry, RequestRow row, long at) {
        if (row.state() == RequestState.RECEIVED || row.state() == RequestState.BATCHED) {
            return new Answer.Unchanged();
        }
        if (row.state() != RequestState.QUARANTINED) {
            return wrongState(row, "retried");
        }
        if (row.quarantines() > MOST_RETRIES) {
            return new Answer.Refused(
                    "TOO_MANY_RETRIES",
                    "request " + row.entry().id() + " was retried " + MOST_RETRIES
                            + " times; abandon it, and ask again under a new request id");
        }
        if (retry.acceptsAccuracyLoss() && row.entry() instanceof IntakeEntry.Registration) {
            return new Answer.Refused(
                    "NO_ACCURACY_LOSS",
                    "request " + row.entry().id() + " is a registration, which costs nothing that the guard looks at;"
                            + " retry it without accepting a loss");
        }
        putBack(order, retry.acceptsAccuracyLoss(), row, at);
        return new Answer.Done();
    }

    private void putBack(OperatorOrder order, boolean accepting, RequestRow row, long at) {
        repairs.retried(order.modelId(), at);
        if (repairs.isToJudge(row)) { // it is served already, and the verdict on what is made now is its answer
            ledger.move(row, RequestState.APPLIED, at, Reasons.retriedForRepair(order));
            return;
        }
        RequestRow retried = row.withLossAcceptedBy(accepting ? Optional.of(order.operator()) : Optional.empty());
        ledger.enqueue(ledger.move(retried, RequestState.RECEIVED, at, Reasons.retried(order, accepting)));
    }

    private Answer abandon(OperatorOrder order, RequestRow row, long at) {
        if (isAbandoned(row)) {
            return new Answer.Unchanged();
        }
        if (row.state() != RequestState.QUARANTINED) {
            return wrongState(row, "abandoned");
        }
        ledger.move(row, RequestState.FAILED, at, Reasons.abandoned(order));
        return new Answer.Done();
    }

    private static boolean isAbandoned(RequestRow row) {
        return row.state() == RequestState.FAILED
                && row.transitions().get(row.transitions().size() - 1).reasonCode() == ReasonCode.ABANDONED;
    }

    private static Answer wrongState(RequestRow row, String verb) {
        return new Answer.Refused(
                "WRONG_STATE",
                "request " + row.entry().id() + " is " + row.state() + "; only a QUARANTINED request can be " + verb);
    }

    private Answer pause(OperatorOrder order, long at) {
        ModelState state = stores.model(order.modelId());
        if (state.isPaused()) {
            return new Answer.Unchanged();
        }
        Pause pause = new Pause(at, order.operator(), order.reason());
        stores.putModel(order.modelId(), state.withPause(Optional.of(pause)));
        return new Answer.Done();
    }

    private Answer resume(OperatorOrder order) {
        ModelState state = stores.model(order.modelId());
        if (!state.isPaused()) {
            return new Answer.Unchanged();
        }
        stores.putModel(order.modelId(), state.withPause(Optional.empty()));
        return new Answer.Done();
    }

    private void record(OperatorOrder order, long at, String outcome) {
        Map<String, String> facts = new TreeMap<>(order.verb().facts());
        facts.put(OrderRecord.ORDER_ID, order.orderId());
        facts.put(OrderRecord.OPERATOR, order.operator());
        facts.put(OrderRecord.REASON, order.reason());
        order.verb().request().ifPresent(request -> facts.put("requestId", request));
        if (order.verb() instanceof OperatorVerb.ReinstateClass) {
            facts.put(
                    Reinstatements.HEAD_VERSION,
                    Long.toString(stores.model(order.modelId()).version()));
        }
        if (protections.isPerhapsLate(order)) {
            facts.put("purge", "UNDER_WAY");
            facts.put("detail", "A purge is under way. What it erases all the same has a receipt that says held.");
        }
        record.write(order.modelId(), at, order.verb().word(), outcome, facts);
    }
}
