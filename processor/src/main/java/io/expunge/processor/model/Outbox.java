/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.events.ReasonCode;
import io.expunge.events.RequestState;
import io.expunge.processor.command.Command;
import io.expunge.processor.request.Reason;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tells the requests of a batch, first in first out and a bounded slice a record; what is left over goes on with a
 * {@code Continue} written in the same transaction. Owned by one task.
 */
final class Outbox {
    private final ModelStores stores;
    private final Ledger ledger;
    private final Consumer<ModelOutput> output;
    private final int slice;

    Outbox(ModelStores stores, Ledger ledger, Consumer<ModelOutput> output, int slice) {
        this.stores = stores;
        this.ledger = ledger;
        this.output = output;
        this.slice = slice;
    }

    /** Adds an entry to the end. */
    void add(String modelId, OutboxEntry entry) {
        ModelState state = stores.model(modelId);
        stores.putOutbox(modelId, state.outboxNext(), entry);
        stores.putModel(modelId, state.withOutbox(state.outboxFirst(), state.outboxNext() + 1));
    }

    /** Tells up to a slice of statuses and asks to be continued if more are owed, or something else waits. */
    void drain(String modelId, long at, boolean moreWaits) {
        int budget = slice;
        ModelState state = stores.model(modelId);
        long first = state.outboxFirst();
        while (first < state.outboxNext() && budget > 0) {
            OutboxEntry entry = stores.outbox(modelId, first)
                    .orElseThrow(() -> new IllegalStateException("outbox of model " + modelId + " has a gap"));
            int end = Math.min(entry.size(), entry.cursor() + budget);
            tell(modelId, entry, end);
            budget -= end - entry.cursor();
            if (end < entry.size()) {
                stores.putOutbox(modelId, first, entry.advancedTo(end));
            } else {
                stores.deleteOutbox(modelId, first++);
            }
        }
        if (first != state.outboxFirst()) {
            stores.putModel(modelId, stores.model(modelId).withOutbox(first, state.outboxNext()));
        }
        if (moreWaits || first < state.outboxNext()) {
            output.accept(new ModelOutput.More(new Command.Continue(at, modelId)));
        }
    }

    private void tell(String modelId, OutboxEntry entry, int end) {
        for (int index = entry.cursor(); index < end; index++) {
            Optional<BatchRow> row = stores.batchRow(modelId, entry.batchId(), index);
            if (row.isPresent()) {
                tell(modelId, entry, row.get());
            }
            if (entry.last()) {
                stores.deleteBatchRow(modelId, entry.batchId(), index);
            }
        }
    }

    private void tell(String modelId, OutboxEntry entry, BatchRow batchRow) {
        Optional<RequestRow> known = stores.request(modelId, batchRow.requestId());
        if (known.isEmpty() || isTerminal(known.get().state())) {
            return;
        }
        RequestRow row = known.get();
        if (entry.state() == RequestState.BATCHED) {
            row = row.withBatch(entry.batchId());
        } else if (batchRow.documentsRemoved() >= 0) {
            row = row.withVersion(entry.version(), batchRow.documentsRemoved());
        }
        ledger.move(row, entry.state(), entry.at(), reason(entry, batchRow));
    }

    /** What the job found out about one request says more than what is true of all, unless that is bad news. */
    private static Reason reason(OutboxEntry entry, BatchRow row) {
        boolean ofAll =
                entry.state() == RequestState.BATCHED || entry.reason().code() == ReasonCode.VERIFICATION_FAILED;
        return ofAll ? entry.reason() : row.reason().orElse(entry.reason());
    }

    private static boolean isTerminal(RequestState state) {
        return state == RequestState.REJECTED || state == RequestState.FAILED || state == RequestState.VERIFIED;
    }
}
