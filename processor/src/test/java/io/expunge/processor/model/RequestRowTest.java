/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.ReasonCode;
import io.expunge.events.RequestState;
import io.expunge.processor.model.RequestRow.Transition;
import io.expunge.processor.request.Coordinates;
import io.expunge.processor.request.IntakeEntry;
import io.expunge.processor.request.Reason;
import org.junit.jupiter.api.Test;

class RequestRowTest {
    private static final IntakeEntry ENTRY =
            new IntakeEntry.Registration("m", "r", "h", new Coordinates("t", 0, 0), "a", "by", 0);

    @Test
    void ofVeryManyTransitionsTheFirstAndTheNewestAreKept() {
        RequestRow row = RequestRow.received(ENTRY, 0);
        int all = 3 * RequestRow.MOST_TRANSITIONS;
        for (int at = 0; at < all; at++) {
            row = row.with(new Transition(RequestState.BATCHED, at, ReasonCode.NONE, ""));
        }
        assertThat(row.transitions()).hasSize(RequestRow.MOST_TRANSITIONS);
        assertThat(row.transitions().get(0).at()).isZero();
        assertThat(row.transitions().get(1).at()).isEqualTo(all - RequestRow.MOST_TRANSITIONS + 1);
        assertThat(row.transitions().get(row.transitions().size() - 1).at()).isEqualTo(all - 1);
    }

    @Test
    void noQuarantineIsForgotten() {
        RequestRow row = RequestRow.received(ENTRY, 0);
        for (int attempt = 0; attempt <= OperatorActions.MOST_RETRIES; attempt++) {
            for (int at = 0; at < 10; at++) {
                row = row.with(new Transition(RequestState.BATCHED, at, ReasonCode.NONE, ""));
            }
            row = row.with(new Transition(RequestState.QUARANTINED, attempt, ReasonCode.NONE, ""));
        }
        assertThat(row.transitions()).hasSize(RequestRow.MOST_TRANSITIONS);
        assertThat(row.quarantines()).isEqualTo(OperatorActions.MOST_RETRIES + 1);
        assertThat(OperatorActions.MOST_RETRIES + 1).isLessThan(RequestRow.MOST_TRANSITIONS / 2);
    }

    /** What a status repeats is bounded: as many transitions as are kept, with the longest of details, fit a record. */
    @Test
    void aReasonIsNeverLongerThanAStatusCanRepeat() {
        Reason reason = Reason.none("é".repeat(5 * Reason.LONGEST_DETAIL));
        assertThat(reason.detail()).hasSize(Reason.LONGEST_DETAIL).endsWith("...");
        assertThat(3L * Reason.LONGEST_DETAIL * RequestRow.MOST_TRANSITIONS).isLessThan(900_000);
    }
}
