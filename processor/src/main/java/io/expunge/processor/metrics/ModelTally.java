/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.metrics;

import io.expunge.events.RequestState;
import java.util.EnumMap;
import java.util.Map;

/** Counts the requests of one model as they move. Not thread-safe. */
final class ModelTally {
    private final Map<RequestState, Long> requests = new EnumMap<>(RequestState.class);
    private final SecondCounts received = new SecondCounts();
    private final SecondCounts due = new SecondCounts();
    private long failedVerification;
    private long version;
    private double releaseMu;

    /**
     * Counts a request that is there now, or that is there no more.
     *
     * @param by 1 or -1
     */
    void change(RequestStanding standing, int by) {
        failedVerification += standing.failedVerification() ? by : 0;
        if (!standing.registration()) { // nobody has a legal claim to a registration
            change(requests, standing.state(), by);
            if (standing.isOpen()) {
                received.change(standing.receivedAt(), by);
                standing.dueBy().ifPresent(at -> due.change(at, by));
            }
        }
    }

    /** Changes a count; none is kept for what there is none of. */
    static void change(Map<RequestState, Long> counts, RequestState state, long by) {
        counts.merge(state, by, (before, change) -> before + change == 0 ? null : before + change);
    }

    void published(long newVersion) {
        version = newVersion;
    }

    /** Accounts of releases only grow. */
    void released(double mu) {
        releaseMu = Math.max(releaseMu, mu);
    }

    ModelFigures figures() {
        return new ModelFigures(requests, failedVerification, received.first(), due.first(), version, releaseMu);
    }
}
