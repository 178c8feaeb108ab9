/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.processor.command.OperatorOrder;
import io.expunge.processor.command.OperatorVerb.ReinstateClass;
import io.expunge.processor.command.Reinstatement;
import io.expunge.processor.model.OperatorActions.Answer;
import io.expunge.processor.request.IntakeEntry;
import io.expunge.processor.request.RemovalTarget;
import java.util.List;
import java.util.Map;

/**
 * Class names that were removed and may come back because an operator said so. Only the name is free: documents and data
 * subjects that were forgotten stay so, and older versions come back only without the class. Whoever asks for the
 * removal of the class again ends it. Owned by one task.
 */
final class Reinstatements {
    /** Where the audit log says since when a class may come in again. */
    static final String HEAD_VERSION = "headVersion";

    private final ModelStores stores;
    private final OrderRecord record;

    Reinstatements(ModelStores stores, OrderRecord record) {
        this.stores = stores;
        this.record = record;
    }

    Answer order(OperatorOrder order, ReinstateClass verb) {
        ModelState state = stores.model(order.modelId());
        if (state.returns().isReinstated(verb.label())) {
            return new Answer.Unchanged();
        }
        if (!state.removedClasses().contains(verb.label())) {
            return new Answer.Refused(
                    "CLASS_NOT_REMOVED",
                    "no class '" + verb.label() + "' was removed from model '" + order.modelId() + "'; "
                            + removed(state.removedClasses()));
        }
        Reinstatement reinstatement = new Reinstatement(verb.label(), state.version());
        stores.putModel(order.modelId(), state.withReturns(state.returns().reinstate(reinstatement)));
        return new Answer.Done();
    }

    private static String removed(List<String> classes) {
        return classes.isEmpty()
                ? "none was"
                : "it lost: " + String.join(", ", classes.subList(0, Math.min(30, classes.size())))
                        + (classes.size() > 30 ? " and " + (classes.size() - 30) + " more" : "");
    }

    /** Somebody asked for the removal of classes: what was allowed again is not any more. */
    void end(List<RequestRow> rows, long at) {
        for (RequestRow row : rows) {
            if (row.entry() instanceof IntakeEntry.Request request
                    && request.target() instanceof RemovalTarget.OfClass ofClass) {
                end(request, ofClass.label(), at);
            }
        }
    }

    private void end(IntakeEntry.Request request, String label, long at) {
        ModelState state = stores.model(request.modelId());
        if (state.returns().isReinstated(label)) {
            stores.putModel(request.modelId(), state.withReturns(state.returns().without(label)));
            record.write(
                    request.modelId(),
                    at,
                    ReinstateClass.WORD,
                    "ENDED",
                    Map.of(ReinstateClass.LABEL, label, "requestId", request.id()));
        }
    }
}
