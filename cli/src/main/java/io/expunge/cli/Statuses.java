/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.events.ReasonCode;
import io.expunge.events.RequestState;
import io.expunge.events.RequestStatusChanged;
import io.expunge.events.StatusTransition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the states of a request mean to the person who asked, and how to say it. Stateless. */
final class Statuses {
    private static final Set<RequestState> ENDED =
            Set.of(RequestState.VERIFIED, RequestState.REJECTED, RequestState.FAILED);
    private static final Set<ReasonCode> NOTHING_LEFT_TO_DO =
            Set.of(ReasonCode.ALREADY_SATISFIED, ReasonCode.NOTHING_HELD);
    private static final Map<RequestState, String> MEANING = Map.of(
            RequestState.RECEIVED, "taken in",
            RequestState.BATCHED, "in the batch that is being worked on",
            RequestState.APPLIED, "in a published version, not verified yet",
            RequestState.VERIFIED, "done and verified",
            RequestState.REJECTED, "not possible",
            RequestState.FAILED, "given up",
            RequestState.QUARANTINED, "open: an operator has to look at it");

    private Statuses() {}

    /** Whether nothing more will happen without a person: the request ended, or waits for an operator. */
    static boolean atRest(RequestStatusChanged status) {
        return ENDED.contains(status.getState()) || status.getState() == RequestState.QUARANTINED;
    }

    /** The exit code a script gets for a request at rest; that nothing is held is as good as forgotten. */
    static ExitCode exitCode(RequestStatusChanged status) {
        boolean well =
                status.getState() == RequestState.VERIFIED || NOTHING_LEFT_TO_DO.contains(status.getReasonCode());
        return well ? ExitCode.OK : ExitCode.FAILED;
    }

    /** The transitions beyond those already shown. */
    static List<StatusTransition> newTransitions(RequestStatusChanged status, int shown) {
        List<StatusTransition> all = status.getTransitions();
        return all.subList(Math.min(shown, all.size()), all.size());
    }

    /** One transition as a line. */
    static String line(StatusTransition transition) {
        String reason = reason(transition.getReasonCode())
                .map(code -> " (" + code + ")")
                .orElse("");
        String said = transition.getDetail().isEmpty() ? meaning(transition.getState()) : transition.getDetail();
        return "%s  %-11s %s%s".formatted(time(transition.getAt()), transition.getState(), said, reason);
    }

    /** The newest state in a few words. */
    static String summary(RequestStatusChanged status) {
        String said = status.getDetail().isEmpty() ? meaning(status.getState()) : status.getDetail();
        return said
                + reason(status.getReasonCode()).map(code -> " (" + code + ")").orElse("");
    }

    private static String meaning(RequestState state) {
        return MEANING.getOrDefault(state, "in a state that this version of expunge does not know");
    }

    private static Optional<ReasonCode> reason(ReasonCode code) {
        return code == ReasonCode.NONE ? Optional.empty() : Optional.of(code);
    }

    static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
