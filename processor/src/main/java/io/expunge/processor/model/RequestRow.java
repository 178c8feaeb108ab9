/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.events.ReasonCode;
import io.expunge.events.RequestState;
import io.expunge.processor.request.IntakeEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One request or registration in the ledger: what was asked and everything it went through.
 *
 * @param arrival its place in the order of arrival
 * @param transitions oldest first, never empty once received
 * @param lossAcceptedBy the operator whose last retry accepts what serving it costs the classes that stay
 */
public record RequestRow(
        IntakeEntry entry,
        long arrival,
        List<Transition> transitions,
        Optional<String> batchId,
        Optional<Long> version,
        Optional<Integer> documentsRemoved,
        Optional<String> lossAcceptedBy) {

    /** Most transitions kept: all of them travel in every status. */
    public static final int MOST_TRANSITIONS = 64;

    /** One step on the way. */
    public record Transition(RequestState state, long at, ReasonCode reasonCode, String detail) {}

    public RequestRow {
        transitions = List.copyOf(transitions);
    }

    public static RequestRow received(IntakeEntry entry, long arrival) {
        return new RequestRow(
                entry, arrival, List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Adds a transition. Of very many, as an operator's retries make them, the first and the newest are kept, and every
     * quarantine: they are counted.
     */
    public RequestRow with(Transition transition) {
        List<Transition> longer = new ArrayList<>(transitions);
        longer.add(transition);
        if (longer.size() > MOST_TRANSITIONS) {
            longer.remove(leastTelling(longer));
        }
        return new RequestRow(entry, arrival, longer, batchId, version, documentsRemoved, lossAcceptedBy);
    }

    private static int leastTelling(List<Transition> transitions) {
        for (int index = 1; index < transitions.size(); index++) {
            if (transitions.get(index).state() != RequestState.QUARANTINED) {
                return index;
            }
        }
        return 1;
    }

    public RequestRow withBatch(String batch) {
        return new RequestRow(
                entry, arrival, transitions, Optional.of(batch), version, documentsRemoved, lossAcceptedBy);
    }

    public RequestRow withVersion(long newVersion, int documents) {
        return new RequestRow(
                entry, arrival, transitions, batchId, Optional.of(newVersion), Optional.of(documents), lossAcceptedBy);
    }

    /** How often it was put into quarantine; exact, since retries are fewer than the transitions that are kept. */
    public int quarantines() {
        return (int) transitions.stream()
                .filter(transition -> transition.state() == RequestState.QUARANTINED)
                .count();
    }

    public RequestRow withEntry(IntakeEntry content) {
        return new RequestRow(content, arrival, transitions, batchId, version, documentsRemoved, lossAcceptedBy);
    }

    /** What a retry says about the cost; one that says nothing takes back what an earlier one accepted. */
    public RequestRow withLossAcceptedBy(Optional<String> operator) {
        return new RequestRow(entry, arrival, transitions, batchId, version, documentsRemoved, operator);
    }

    /** Whether what was asked for is known; not so in a rebuilt ledger until the request topic is read again. */
    public boolean isContentKnown() {
        return !entry.contentHash().isEmpty();
    }

    public RequestState state() {
        return transitions.isEmpty()
                ? RequestState.UNKNOWN
                : transitions.get(transitions.size() - 1).state();
    }
}
