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
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.request.Reason;
import io.expunge.processor.testing.Orders;
import io.expunge.processor.testing.Outcomes;
import io.expunge.processor.testing.Requests;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Other versions come before, beside and after the retrain that a failed verdict asks for. */
class RepairOrderTopologyTest extends RepairScenario {
    @Test
    void theRequestThatCameMeanwhileIsServedOnTheMendedHead() {
        open(DEEP_DECIDES);
        checked(CheckOutcome.FAILED);
        JobSpecification.Repair job = onlyRepair();
        world.request(Requests.removeClass(12, MODEL, "science"));
        assertThat(world.jobs.take()).isEmpty();
        repaired(job);
        JobSpecification next = onlyJob();
        assertThat(next.baseHash()).isEqualTo(newest().getContentHash());
        world.done(next, Outcomes.unlearned(next, WITHOUT_SPORT));
        assertThat(awaited().coversFrom()).isEqualTo(2);
        checked(CheckOutcome.PASSED);
        assertThat(status(FIRST).getState()).isEqualTo(RequestState.VERIFIED);
        assertThat(status(FIRST).getModelVersion()).isEqualTo(3);
        assertThat(status(SECOND).getState()).isEqualTo(RequestState.VERIFIED);
        assertThat(status(SECOND).getModelVersion()).isEqualTo(4);
    }

    @Test
    void whereTheVersionAfterTheRepairFailsOnlyItsOwnRequestsGetAnother() {
        open(DEEP_DECIDES);
        checked(CheckOutcome.FAILED);
        JobSpecification.Repair job = onlyRepair();
        world.request(Requests.removeClass(12, MODEL, "science"));
        repaired(job);
        JobSpecification next = onlyJob();
        world.done(next, Outcomes.unlearned(next, WITHOUT_SPORT));
        checked(CheckOutcome.FAILED);
        assertThat(status(FIRST).getState()).isEqualTo(RequestState.FAILED);
        assertThat(status(SECOND).getState()).isEqualTo(RequestState.APPLIED);
        JobSpecification.Repair again = onlyRepair();
        assertThat(again.failedVersion()).isEqualTo(4);
        world.done(again, Outcomes.repaired(again, List.of("culture", "health")));
        checked(CheckOutcome.PASSED);
        assertThat(status(SECOND).getState()).isEqualTo(RequestState.VERIFIED);
        assertThat(status(SECOND).getModelVersion()).isEqualTo(5);
    }

    @Test
    void aJobAtWorkEndsFirstAndTheHeadItMakesIsMended() {
        open(DEEP_DECIDES);
        world.request(Requests.removeClass(12, MODEL, "science"));
        JobSpecification working = onlyJob();
        checked(CheckOutcome.FAILED);
        assertThat(world.jobs.take()).isEmpty();
        world.done(working, Outcomes.unlearned(working, WITHOUT_SPORT));
        JobSpecification.Repair job = onlyRepair();
        assertThat(job.baseHash()).isEqualTo(newest().getContentHash());
        assertThat(job.failedVersion()).isEqualTo(2);
        world.done(job, Outcomes.repaired(job, List.of("culture", "health")));
        assertThat(awaited().coversFrom()).isEqualTo(2);
        checked(CheckOutcome.PASSED);
        assertThat(status(FIRST).getModelVersion()).isEqualTo(4);
        assertThat(status(SECOND).getState()).isEqualTo(RequestState.VERIFIED);
    }

    @Test
    void aRollbackThatWaitsGoesFirstAndTakesThePlaceOfTheRepair() {
        open(DEEP_DECIDES);
        world.order(Orders.pause(1, MODEL));
        checked(CheckOutcome.FAILED);
        world.order(Orders.rollback(2, MODEL, 1));
        world.order(Orders.resume(3, MODEL));
        JobSpecification rollback = onlyJob();
        assertThat(rollback).isInstanceOf(JobSpecification.Rollback.class);
        world.done(rollback, Outcomes.rolledBack(rollback, WITHOUT_SPORT));
        assertThat(world.jobs.take()).isEmpty();
        assertThat(told()).containsExactly("QUEUED", "REPLACED");
        assertThat(awaited().coversFrom()).isEqualTo(2);
        checked(CheckOutcome.PASSED);
        assertThat(status(FIRST).getState()).isEqualTo(RequestState.VERIFIED);
        assertThat(status(FIRST).getModelVersion()).isEqualTo(3);
    }

    @Test
    void aRollbackThatCannotBeDoneLeavesTheRepair() {
        open(DEEP_DECIDES);
        world.order(Orders.pause(1, MODEL));
        checked(CheckOutcome.FAILED);
        world.order(Orders.rollback(2, MODEL, 1));
        world.order(Orders.resume(3, MODEL));
        world.done(onlyJob(), new Outcome.Refused(new Reason(ReasonCode.ARTIFACT_MISSING, "It was purged.")));
        onlyRepair();
    }

    @Test
    void aRollbackThatFailsIsMendedItself() {
        open(DEEP_DECIDES);
        checked(CheckOutcome.PASSED);
        world.order(Orders.rollback(1, MODEL, 1));
        JobSpecification rollback = onlyJob();
        world.done(rollback, Outcomes.rolledBack(rollback, WITHOUT_SPORT));
        checked(CheckOutcome.FAILED);
        assertThat(onlyRepair().failedVersion()).isEqualTo(3);
    }

    @Test
    void anOlderVersionsVerdictQueuesNothingAndIsCoveredByTheNext() {
        open(DEEP_DECIDES);
        world.request(Requests.removeClass(12, MODEL, "science"));
        JobSpecification next = onlyJob();
        world.done(next, Outcomes.unlearned(next, WITHOUT_SPORT));
        world.verdict(verdict(2, 2, VerificationStage.DEEP, Verdict.FAILED)); // given before version 3 was read
        assertThat(world.jobs.take()).isEmpty();
        assertThat(status(FIRST).getReasonCode()).isEqualTo(ReasonCode.VERIFICATION_FAILED);
        assertThat(awaited().coversFrom()).isEqualTo(2);
        checked(CheckOutcome.PASSED);
        assertThat(status(FIRST).getState()).isEqualTo(RequestState.VERIFIED);
        assertThat(status(FIRST).getModelVersion()).isEqualTo(3);
    }

    @Test
    void aVersionThatBuildsOnOneThatFailedAtTheGateIsMendedToo() {
        open(Map.of());
        world.request(Requests.removeClass(12, MODEL, "science"));
        JobSpecification next = onlyJob();
        world.done(next, Outcomes.unlearned(next, WITHOUT_SPORT));
        world.verdict(verdict(2, 2, VerificationStage.PUBLICATION, Verdict.FAILED));
        assertThat(onlyRepair().baseHash()).isEqualTo(newest().getContentHash());
    }

    @Test
    void whereTheHeadFailedWhileItWasTrainedAgainARefusalEndsItsRequestsToo() {
        open(DEEP_DECIDES);
        aThirdBuildsOnTheSecondThatFails();
        JobSpecification.Repair job = onlyRepair();
        checked(CheckOutcome.FAILED);
        world.done(job, new Outcome.Refused(STUCK));
        assertThat(status(FIRST).getState()).isEqualTo(RequestState.FAILED);
        assertThat(status(SECOND).getState()).isEqualTo(RequestState.FAILED);
        assertThat(status(SECOND).getDetail()).contains("Version 3 failed", "It is stuck.");
    }

    @Test
    void aRefusalEndsNoRequestWhoseVerdictIsStillToCome() {
        open(DEEP_DECIDES);
        aThirdBuildsOnTheSecondThatFails();
        world.done(onlyRepair(), new Outcome.Refused(STUCK));
        assertThat(status(FIRST).getState()).isEqualTo(RequestState.FAILED);
        assertThat(status(SECOND).getState()).isEqualTo(RequestState.APPLIED);
        checked(CheckOutcome.PASSED);
        assertThat(status(SECOND).getState()).isEqualTo(RequestState.VERIFIED);
    }

    @Test
    void thatARepairCoversMoreIsTold() {
        open(DEEP_DECIDES);
        world.order(Orders.pause(1, MODEL));
        checked(CheckOutcome.FAILED);
        world.verdict(verdict(2, 1, VerificationStage.DEEP, Verdict.FAILED));
        assertThat(told()).containsExactly("QUEUED", "EXTENDED");
        RepairsTold log = new RepairsTold();
        audit.forEach(log::read);
        assertThat(log.repair()).isEqualTo(mending().repair());
        assertThat(log.repair().orElseThrow().from()).isEqualTo(1);
    }
}
