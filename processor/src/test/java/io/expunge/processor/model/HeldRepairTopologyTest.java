/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.CheckOutcome;
import io.expunge.events.RequestState;
import io.expunge.events.Verdict;
import io.expunge.events.VerificationStage;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.testing.Orders;
import io.expunge.processor.testing.Outcomes;
import org.junit.jupiter.api.Test;

/** A retrain for a cause that may pass waits for an operator; what was asked meanwhile waits with it. */
class HeldRepairTopologyTest extends RepairScenario {
    @Test
    void aJobThatBreaksIsHeldAndHalvesNoBatch() {
        open(DEEP_DECIDES);
        checked(CheckOutcome.FAILED);
        world.done(onlyRepair(), Outcomes.failed());
        assertThat(status(FIRST).getState()).isEqualTo(RequestState.QUARANTINED);
        assertThat(told()).containsExactly("QUEUED", "HELD");
        world.wake();
        assertThat(world.jobs.take()).as("not before somebody looked").isEmpty();
    }

    @Test
    void whoRetriesARequestHasTheRepairMadeThatWasHeld() {
        open(DEEP_DECIDES);
        checked(CheckOutcome.FAILED);
        world.done(onlyRepair(), new Outcome.Refused(SLOW));
        assertThat(status(FIRST).getState()).isEqualTo(RequestState.QUARANTINED);
        assertThat(status(FIRST).getDetail()).contains("It took too long.", "retry");
        world.order(Orders.retry(1, MODEL, 11));
        assertThat(status(FIRST).getState()).isEqualTo(RequestState.APPLIED);
        repaired(onlyRepair());
        checked(CheckOutcome.PASSED);
        assertThat(status(FIRST).getState()).isEqualTo(RequestState.VERIFIED);
        assertThat(status(FIRST).getModelVersion()).isEqualTo(3);
        assertThat(told()).containsExactly("QUEUED", "HELD", "QUEUED", "PUBLISHED", "PASSED");
    }

    @Test
    void aRepairThatIsHeldIsNotNeededOnceTheHeadPasses() {
        open(DEEP_DECIDES);
        checked(CheckOutcome.FAILED);
        world.done(onlyRepair(), new Outcome.Refused(SLOW));
        world.verdict(verdict(2, 2, VerificationStage.DEEP, Verdict.PASSED));
        assertThat(status(FIRST).getState()).isEqualTo(RequestState.VERIFIED);
        assertThat(mending().isUnsound()).isFalse();
        assertThat(told()).containsExactly("QUEUED", "HELD", "NOT_NEEDED");
    }

    @Test
    void theAuditLogTellsOfARepairThatIsHeld() {
        RepairsTold log = new RepairsTold();
        open(DEEP_DECIDES);
        checked(CheckOutcome.FAILED);
        world.done(onlyRepair(), new Outcome.Refused(SLOW));
        world.order(Orders.pause(1, MODEL));
        world.audit().forEach(log::read);
        assertThat(log.repair()).isEqualTo(mending().repair()).isPresent();
        world.order(Orders.retry(2, MODEL, 11));
        world.audit().forEach(log::read);
        assertThat(log.repair()).isEqualTo(mending().repair());
        assertThat(mending().queued()).isPresent();
    }
}
