/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.CheckOutcome;
import io.expunge.events.ReasonCode;
import io.expunge.events.RequestState;
import io.expunge.events.Verdict;
import io.expunge.events.VerificationStage;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.command.Command.Served;
import io.expunge.processor.command.Repair;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.job.VerificationSpecification;
import io.expunge.processor.request.Reason;
import io.expunge.processor.testing.Checks;
import io.expunge.processor.testing.Orders;
import io.expunge.processor.testing.Outcomes;
import io.expunge.processor.testing.Requests;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What speaks against a head is not taken at its word, and only what found it takes it back. */
class DoubtTopologyTest extends RepairScenario {
    @Test
    void whatADamagedHeadSaysNotToHoldIsNotToldAsVerified() {
        open(DEEP_DECIDES);
        checked(CheckOutcome.FAILED);
        world.done(onlyRepair(), new Outcome.Refused(new Reason(ReasonCode.NOT_CONVERGED, "It is stuck.")));
        world.request(Requests.removeClass(12, MODEL, "sport"));
        assertThat(status(SECOND).getState()).isEqualTo(RequestState.QUARANTINED);
        assertThat(status(SECOND).getDetail()).contains("failed its checks", "retry");

        String third = Requests.id(13).toString();
        world.request(Requests.removeDocuments(13, MODEL, "d1"));
        world.done(
                onlyJob(),
                new Outcome.NothingToDo(List.of(new Served(
                        third, 0, Optional.of(new Reason(ReasonCode.NOTHING_HELD, "The model holds no document."))))));
        assertThat(status(third).getState()).isEqualTo(RequestState.QUARANTINED);
        assertThat(status(third).getReasonCode()).isEqualTo(ReasonCode.VERIFICATION_FAILED);

        world.register(Requests.registration(14, MODEL, "b".repeat(64)));
        JobSpecification admission = onlyJob();
        world.done(admission, Outcomes.admitted(admission, WITHOUT_SPORT));
        assertThat(mending().isUnsound()).isFalse();
        world.order(Orders.retry(1, MODEL, 12));
        assertThat(status(SECOND).getState()).isEqualTo(RequestState.VERIFIED);
        assertThat(told()).last().isEqualTo("REPLACED");
    }

    @Test
    void oneLookThatFailsAtAMendedHeadIsTakenBackByTheNextThatPasses() {
        open(DEEP_DECIDES);
        checked(CheckOutcome.FAILED);
        repaired(onlyRepair());
        checked(CheckOutcome.PASSED);
        world.verdict(verdict(3, 3, VerificationStage.PERIODIC, Verdict.FAILED));
        assertThat(mending().isUnsound()).isTrue();
        world.verdict(verdict(3, 3, VerificationStage.PERIODIC, Verdict.PASSED));
        assertThat(mending().isUnsound()).isFalse();
        world.request(Requests.removeClass(12, MODEL, "sport"));
        assertThat(status(SECOND).getState()).isEqualTo(RequestState.VERIFIED);
        assertThat(told()).containsExactly("QUEUED", "PUBLISHED", "PASSED", "FAILED", "PASSED");
    }

    @Test
    void aRefusalAfterTheHeadPassedLeavesNothingAgainstIt() {
        open(DEEP_DECIDES);
        aThirdBuildsOnTheSecondThatFails();
        JobSpecification.Repair job = onlyRepair();
        checked(CheckOutcome.PASSED);
        assertThat(status(SECOND).getState()).isEqualTo(RequestState.VERIFIED);
        world.done(job, new Outcome.Refused(STUCK));
        assertThat(mending().isUnsound()).isFalse();
        assertThat(told()).containsExactly("QUEUED", "NOT_NEEDED");
    }

    @Test
    void whatAHeadThatIsToBeTrainedAgainDoesNotHoldIsAskedOfTheNext() {
        open(DEEP_DECIDES);
        world.request(Requests.removeDocuments(12, MODEL, "d1"));
        JobSpecification job = onlyJob();
        checked(CheckOutcome.FAILED);
        world.done(job, nothingHeld());
        assertThat(status(SECOND).getState()).isEqualTo(RequestState.BATCHED);
        repaired(onlyRepair());
        JobSpecification again = onlyJob();
        assertThat(again.baseHash()).isEqualTo(newest().getContentHash());
        world.done(again, nothingHeld());
        assertThat(status(SECOND).getState()).as("nobody judged it yet").isEqualTo(RequestState.QUARANTINED);
        checked(CheckOutcome.PASSED);
        world.order(Orders.retry(1, MODEL, 12));
        world.done(onlyJob(), nothingHeld());
        assertThat(status(SECOND).getState()).isEqualTo(RequestState.VERIFIED);
    }

    private static Outcome nothingHeld() {
        Reason held = new Reason(ReasonCode.NOTHING_HELD, "The model holds no document.");
        return new Outcome.NothingToDo(List.of(new Served(SECOND, 0, Optional.of(held))));
    }

    @Test
    void aRepairThatNobodyJudgedYetIsNotTakenAtItsWord() {
        open(DEEP_DECIDES);
        checked(CheckOutcome.FAILED);
        repaired(onlyRepair());
        world.request(Requests.removeClass(12, MODEL, "sport"));
        assertThat(status(SECOND).getState()).isEqualTo(RequestState.QUARANTINED);
        assertThat(status(SECOND).getDetail()).contains("Retry");
        checked(CheckOutcome.PASSED);
        world.order(Orders.retry(1, MODEL, 12));
        assertThat(status(SECOND).getState()).isEqualTo(RequestState.VERIFIED);
    }

    private void attackNotRun() {
        VerificationSpecification version = awaited();
        world.command(Checks.done(
                version,
                Checks.certified("certificate", CheckOutcome.PASSED),
                Checks.empirical("attack", CheckOutcome.NOT_RUN)));
    }

    @Test
    void aCheckThatFailedIsNotTakenBackByOthersThatPass() {
        open(DEEP_DECIDES);
        checked(CheckOutcome.FAILED);
        repaired(onlyRepair());
        attackNotRun();
        assertThat(status(FIRST).getState()).isEqualTo(RequestState.QUARANTINED);
        assertThat(status(FIRST).getDetail()).contains("attack", "retry");
        assertThat(mending().isUnsound()).isTrue();
        world.order(Orders.retry(1, MODEL, 11));
        assertThat(status(FIRST).getState()).as("a retry alone clears nothing").isEqualTo(RequestState.QUARANTINED);
        world.verdict(verdict(3, 3, VerificationStage.PERIODIC, Verdict.PASSED));
        world.order(Orders.retry(2, MODEL, 11));
        assertThat(status(FIRST).getState()).isEqualTo(RequestState.VERIFIED);
    }

    @Test
    void aVersionThatBuildsOnNoneThatFailedSaysWhatCouldNotBeChecked() {
        open(DEEP_DECIDES);
        world.order(Orders.pause(1, MODEL));
        checked(CheckOutcome.FAILED);
        world.order(Orders.rollback(2, MODEL, 1));
        world.order(Orders.resume(3, MODEL));
        JobSpecification rollback = onlyJob();
        world.done(rollback, Outcomes.rolledBack(rollback, WITHOUT_SPORT));
        attackNotRun();
        assertThat(status(FIRST).getState()).isEqualTo(RequestState.VERIFIED);
        assertThat(status(FIRST).getDetail()).contains("could not be made on it: attack");
    }

    @Test
    void whatThoroughChecksFoundTheGateOfTheRepairDoesNotClear() {
        open(DEEP_AFTERWARDS, CheckOutcome.FAILED);
        checked(CheckOutcome.FAILED);
        repaired(onlyRepair());
        assertThat(status(FIRST).getState()).isEqualTo(RequestState.APPLIED);
        assertThat(mending().repair().orElseThrow().phase()).isEqualTo(Repair.Phase.PUBLISHED);
        world.verdict(verdict(3, 2, VerificationStage.DEEP, Verdict.PASSED));
        assertThat(status(FIRST).getState()).isEqualTo(RequestState.VERIFIED);
    }

    /** A retrain loses as much, so it could never pass: a loss of accuracy is told and speaks against nothing. */
    @Test
    void aLossOfAccuracyBesideAFailureKeepsNobodyWaiting() {
        open(DEEP_DECIDES);
        world.command(Checks.done(
                awaited(),
                Checks.certified("certificate", CheckOutcome.PASSED),
                Checks.empirical("attack", CheckOutcome.FAILED),
                Checks.empirical("retained-accuracy", CheckOutcome.FAILED)));
        repaired(onlyRepair());
        world.command(Checks.done(
                awaited(),
                Checks.certified("certificate", CheckOutcome.PASSED),
                Checks.empirical("attack", CheckOutcome.PASSED),
                Checks.empirical("retained-accuracy", CheckOutcome.FAILED)));
        assertThat(status(FIRST).getState()).isEqualTo(RequestState.VERIFIED);
        assertThat(mending().isUnsound()).isFalse();
    }

    @Test
    void aVerdictThatComesBehindARollbackSaysNothingOfWhatWasTakenUp() {
        open(DEEP_DECIDES);
        world.order(Orders.rollback(1, MODEL, 1));
        JobSpecification rollback = onlyJob();
        world.done(rollback, Outcomes.rolledBack(rollback, WITHOUT_SPORT));
        world.verdict(verdict(2, 2, VerificationStage.DEEP, Verdict.FAILED));
        assertThat(mending().isUnsound()).isFalse();
        assertThat(world.jobs.take()).isEmpty();
    }
}
