/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.events.ReasonCode;
import io.expunge.events.RequestKind;
import io.expunge.events.RequestState;
import io.expunge.events.RequestStatusChanged;
import io.expunge.events.StatusTransition;
import io.expunge.processor.intake.DeadLetter;
import io.expunge.processor.model.RequestRow.Transition;
import io.expunge.processor.request.IntakeEntry;
import io.expunge.processor.request.Reason;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** The book of requests: takes them in once, moves them from state to state, tells every move. Owned by one task. */
final class Ledger {
    private final ModelStores stores;
    private final Consumer<ModelOutput> output;

    Ledger(ModelStores stores, Consumer<ModelOutput> output) {
        this.stores = stores;
        this.output = output;
    }

    /** Takes an entry in, or says no. A retry changes nothing; other content under a known id becomes a dead letter. */
    void receive(IntakeEntry entry, long at) {
        Optional<RequestRow> known = stores.request(entry.modelId(), entry.id());
        if (known.isPresent() && known.get().isContentKnown()) {
            refuseOtherContent(known.get(), entry);
            return;
        }
        if (known.isPresent()) {
            returned(known.get(), entry, at);
            return;
        }
        ModelState state = stores.model(entry.modelId());
        RequestRow row = RequestRow.received(entry, state.arrivals());
        Optional<Reason> refusal = refusal(entry, state);
        if (refusal.isPresent()) {
            move(row, RequestState.REJECTED, at, refusal.get());
            return;
        }
        stores.putModel(entry.modelId(), state.withArrival());
        move(row, RequestState.RECEIVED, at, note(entry, state));
        enqueue(row);
    }

    /** Puts a request back into the queue at its old place. */
    void enqueue(RequestRow row) {
        stores.enqueue(
                row.entry().modelId(),
                dueBy(row.entry()),
                row.arrival(),
                row.entry().id());
    }

    /** Moves a request to a state, keeps it, tells it. Clocks differ, but the history of a request never runs backwards. */
    RequestRow move(RequestRow row, RequestState state, long at, Reason reason) {
        long notBefore =
                row.transitions().stream().mapToLong(Transition::at).max().orElse(at);
        RequestRow moved = row.with(new Transition(state, Math.max(at, notBefore), reason.code(), reason.detail()));
        stores.putRequest(moved);
        output.accept(new ModelOutput.Status(event(moved)));
        return moved;
    }

    private void refuseOtherContent(RequestRow known, IntakeEntry entry) {
        boolean same = known.entry().contentHash().equals(entry.contentHash());
        if (!same && !refusedWithoutKey(known.entry()) && !refusedWithoutKey(entry)) {
            refuse(entry);
        }
    }

    private void refuse(IntakeEntry entry) {
        String detail = "request " + entry.id() + " of model " + entry.modelId()
                + " is known with other content; the first stays as it is. Send the change under a new request id.";
        output.accept(new ModelOutput.Dead(
                entry.modelId(),
                DeadLetter.of(new byte[0], "model", "CONFLICTING_DUPLICATE", detail, entry.coordinates())));
    }

    /** A rebuilt ledger gets a request's content back from the topic: what was done stays done, what was open goes on. */
    private void returned(RequestRow known, IntakeEntry entry, long at) {
        if (!fits(known.entry(), entry)) {
            refuse(entry);
            return;
        }
        RequestRow row = known.withEntry(entry);
        Optional<Reason> refusal = entry instanceof IntakeEntry.Request request ? request.refusal() : Optional.empty();
        if (known.state() != RequestState.RECEIVED && known.state() != RequestState.BATCHED) {
            stores.putRequest(row);
            rememberAgain(row);
        } else if (refusal.isPresent()) {
            move(row, RequestState.REJECTED, at, refusal.get());
        } else {
            enqueue(move(row, RequestState.RECEIVED, at, Reasons.takenInAgain()));
        }
    }

    /** A request that found nothing is honoured by the ledger alone where an earlier release served it. */
    private void rememberAgain(RequestRow row) {
        Transition last = row.transitions().get(row.transitions().size() - 1);
        if (last.reasonCode() == ReasonCode.NOTHING_HELD && row.entry() instanceof IntakeEntry.Request request) {
            stores.remember(request.modelId(), request.target());
        }
    }

    /** As far as a status tells: another record under the same id may come first this time. */
    private static boolean fits(IntakeEntry told, IntakeEntry entry) {
        if (told instanceof IntakeEntry.Request one && entry instanceof IntakeEntry.Request other) {
            return one.target().kind() == other.target().kind()
                    && one.caseId().equals(other.caseId())
                    && one.dueBy().equals(other.dueBy());
        }
        return told instanceof IntakeEntry.Registration && entry instanceof IntakeEntry.Registration;
    }

    /** Ids cannot be compared with those of a request that came before its model had a key: they were not kept. */
    private static boolean refusedWithoutKey(IntakeEntry entry) {
        return entry instanceof IntakeEntry.Request request
                && request.refusal()
                        .filter(reason -> reason.code() == ReasonCode.UNKNOWN_MODEL)
                        .isPresent();
    }

    private Optional<Reason> refusal(IntakeEntry entry, ModelState state) {
        if (!(entry instanceof IntakeEntry.Request request)) {
            return Optional.empty();
        }
        if (request.refusal().isPresent()) {
            return request.refusal();
        }
        boolean nobodyThere = !state.isPublished()
                && state.inFlight().isEmpty()
                && stores.queued(entry.modelId(), 1).isEmpty();
        return nobodyThere ? Optional.of(Reasons.unknownModel(entry.modelId())) : Optional.empty();
    }

    private static Reason note(IntakeEntry entry, ModelState state) {
        Optional<Reason> ownNote = entry instanceof IntakeEntry.Request request ? request.note() : Optional.empty();
        return ownNote.orElseGet(() -> state.isPaused() ? Reasons.waitsForResume() : Reasons.waits(entry));
    }

    /** Rank in the queue: the deadline, or after every deadline. One before 1970 is as urgent as can be. */
    static long dueBy(IntakeEntry entry) {
        Optional<Long> dueBy = entry instanceof IntakeEntry.Request request ? request.dueBy() : Optional.empty();
        return Math.max(0, dueBy.orElse(Long.MAX_VALUE));
    }

    private static RequestStatusChanged event(RequestRow row) {
        Transition last = row.transitions().get(row.transitions().size() - 1);
        Optional<IntakeEntry.Request> request =
                row.entry() instanceof IntakeEntry.Request r ? Optional.of(r) : Optional.empty();
        return RequestStatusChanged.newBuilder()
                .setModelId(row.entry().modelId())
                .setRequestId(row.entry().id())
                .setCaseId(request.flatMap(IntakeEntry.Request::caseId).orElse(null))
                .setKind(request.map(r -> r.target().kind()).orElse(RequestKind.REGISTRATION))
                .setState(last.state())
                .setReasonCode(last.reasonCode())
                .setDetail(last.detail())
                .setBatchId(row.batchId().orElse(null))
                .setModelVersion(row.version().orElse(null))
                .setDueBy(request.flatMap(IntakeEntry.Request::dueBy)
                        .map(Instant::ofEpochMilli)
                        .orElse(null))
                .setDocumentsRemoved(row.documentsRemoved().orElse(null))
                .setTransitions(
                        row.transitions().stream().map(Ledger::transition).toList())
                .build();
    }

    private static StatusTransition transition(Transition transition) {
        return new StatusTransition(
                transition.state(),
                Instant.ofEpochMilli(transition.at()),
                transition.reasonCode(),
                transition.detail());
    }
}
