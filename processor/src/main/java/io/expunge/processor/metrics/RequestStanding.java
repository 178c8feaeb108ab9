/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.metrics;

import io.expunge.events.ReasonCode;
import io.expunge.events.RequestKind;
import io.expunge.events.RequestState;
import io.expunge.events.RequestStatusChanged;
import io.expunge.events.StatusTransition;
import io.expunge.processor.model.RequestRow;
import io.expunge.processor.request.IntakeEntry;
import java.time.Instant;
import java.util.Optional;

/**
 * What the metrics need to know of one request, and no more: no ids, no names.
 *
 * @param registration whether it is a registration and no deletion
 * @param reason why it is in its state
 * @param receivedAt milliseconds since the epoch
 * @param dueBy milliseconds since the epoch
 */
record RequestStanding(
        boolean registration, RequestState state, ReasonCode reason, long receivedAt, Optional<Long> dueBy) {

    /** As the ledger has it. */
    static RequestStanding of(RequestRow row) {
        RequestRow.Transition last = row.transitions().get(row.transitions().size() - 1);
        return new RequestStanding(
                row.entry() instanceof IntakeEntry.Registration,
                last.state(),
                last.reasonCode(),
                row.transitions().get(0).at(),
                row.entry() instanceof IntakeEntry.Request request ? request.dueBy() : Optional.empty());
    }

    /** As a status tells it. */
    static RequestStanding after(RequestStatusChanged status) {
        return at(status, status.getTransitions().size() - 1);
    }

    /** As it was before a status was told; empty if that is its first. */
    static Optional<RequestStanding> before(RequestStatusChanged status) {
        int index = status.getTransitions().size() - 2;
        return index < 0 ? Optional.empty() : Optional.of(at(status, index));
    }

    private static RequestStanding at(RequestStatusChanged status, int index) {
        StatusTransition transition = status.getTransitions().get(index);
        return new RequestStanding(
                status.getKind() == RequestKind.REGISTRATION,
                transition.getState(),
                transition.getReasonCode(),
                status.getTransitions().get(0).getAt().toEpochMilli(),
                Optional.ofNullable(status.getDueBy()).map(Instant::toEpochMilli));
    }

    /** Whether it was applied in a version that failed its checks. */
    boolean failedVerification() {
        return state == RequestState.APPLIED && reason == ReasonCode.VERIFICATION_FAILED;
    }

    /** Whether it named a model that was not there. */
    boolean isStray() {
        return state == RequestState.REJECTED && reason == ReasonCode.UNKNOWN_MODEL;
    }

    /** Whether somebody still waits for an answer; a quarantined request is open too. */
    boolean isOpen() {
        return switch (state) {
            case RECEIVED, BATCHED, APPLIED, QUARANTINED -> true;
            default -> false;
        };
    }
}
