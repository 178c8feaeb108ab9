/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.ReasonCode;
import io.expunge.events.RequestKind;
import io.expunge.events.RequestState;
import io.expunge.events.RequestStatusChanged;
import io.expunge.events.StatusTransition;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusesTest {
    static RequestStatusChanged status(RequestState state, ReasonCode reason) {
        return RequestStatusChanged.newBuilder()
                .setModelId("m")
                .setRequestId("r")
                .setKind(RequestKind.CLASS_REMOVAL)
                .setState(state)
                .setReasonCode(reason)
                .setDetail("")
                .setTransitions(List.of(new StatusTransition(state, Instant.EPOCH, reason, "")))
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "VERIFIED, NONE, true, OK",
        "VERIFIED, ALREADY_SATISFIED, true, OK",
        "REJECTED, NOTHING_HELD, true, OK",
        "REJECTED, UNKNOWN_CLASS, true, FAILED",
        "FAILED, NOT_CONVERGED, true, FAILED",
        "QUARANTINED, DEADLINE, true, FAILED",
        "RECEIVED, NONE, false, FAILED",
        "APPLIED, NONE, false, FAILED"
    })
    void aScriptLearnsWhetherItIsDone(RequestState state, ReasonCode reason, boolean atRest, ExitCode exitCode) {
        assertThat(Statuses.atRest(status(state, reason))).isEqualTo(atRest);
        assertThat(Statuses.exitCode(status(state, reason))).isEqualTo(exitCode);
    }

    @Property(seed = Seeds.PROPERTY)
    void everyStateHasWords(@ForAll RequestState state, @ForAll ReasonCode reason) {
        assertThat(Statuses.summary(status(state, reason))).isNotBlank();
        assertThat(Statuses.line(status(state, reason).getTransitions().get(0)))
                .startsWith("1970-01-01T00:00:00Z")
                .contains(state.name());
    }
}
