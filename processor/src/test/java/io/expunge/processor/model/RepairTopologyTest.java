/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.CheckOutcome;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.Operation;
import io.expunge.events.ReasonCode;
import io.expunge.events.RequestState;
import io.expunge.events.Verdict;
import io.expunge.events.VerificationStage;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.command.Command.Served;
import io.expunge.processor.command.Mending;
import io.expunge.processor.command.Repair;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.job.VerificationSpecification;
import io.expunge.processor.request.Reason;
import io.expunge.processor.testing.Orders;
import io.expunge.processor.testing.Outcomes;
import io.expunge.processor.testing.Requests;
import io.expunge.processor.testing.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** From a verdict that fails to the end of the requests it leaves open, through the real topology; verdicts are planted. */
class RepairTopologyTest extends RepairScenario {
    @Test
    void aFailedVerdictIsFollowedByARetrainThatVerifiesTheRequest() {
        open(DEEP_DECIDES);
        String head = newest().getContentHash();
        checked(CheckOutcome.FAILED);
        assertThat(status(FIRST).getState()).isEqualTo(RequestState.APPLIED);
        assertThat(status(FIRST).getReasonCode()).isEqualTo(ReasonCode.VERIFICATION_FAILED);
        assertThat(status(FIRST).getDetail()).contains("attack", "trained again");

        JobSpecification.Repair job = onlyRepair();
        assertThat(job.baseHash()).isEqualTo(head);
        assertThat(job.failedVersion()).isEqualTo(2);
        assertThat(job.remembered().classes()).containsExactly("sport");
        repaired(job);
        ModelVersionPublished version = newest();
        assertThat(version.getVersion()).isEqualTo(3);
        assertThat(version.getOperation()).isEqualTo(Operation.UNLEARNED);
        assertThat(version.getRepairs()).isEqualTo(2);
        assertThat(version.getParentContentHash()).isEqualTo(head);
        assertThat(status(FIRST).getState()).as("the gate alone clears nothing").isEqualTo(RequestState.APPLIED);

        assertThat(awaited().coversFrom()).isEqualTo(2);
        assertThat(awaited().baseHash()).contains(world.versions().get(0).getContentHash());
        checked(CheckOutcome.PASSED);
        assertThat(status(FIRST).getState()).isEqualTo(RequestState.VERIFIED);
        assertThat(status(FIRST).getModelVersion()).isEqualTo(3);
        assertThat(status(FIRST).getDetail()).contains("version 3 passed");
        assertThat(told()).containsExactly("QUEUED", "PUBLISHED", "PASSED");
        assertThat(audit).allMatch(AuditChain::isIntact);
        assertThat(world.jobs.take()).isEmpty();
    }

    @Test
    void whereTheRetrainFailsTooTheLadderEndsAndTheRequestSaysWhatToDo() {
        open(DEEP_DECIDES);
        checked(CheckOutcome.FAILED);
        repaired(onlyRepair());
        checked(CheckOutcome.FAILED);
        assertThat(status(FIRST).getState()).isEqualTo(RequestState.FAILED);
        assertThat(status(FIRST).getReasonCode()).isEqualTo(ReasonCode.VERIFICATION_FAILED);
        assertThat(status(FIRST).getDetail()).contains("attack", "version 3", "register");
        assertThat(world.jobs.take()).as("no repair of a repair").isEmpty();
        assertThat(told()).containsExactly("QUEUED", "PUBLISHED", "FAILED");
        assertThat(mending().isUnsound()).isTrue();
        world.verdict(verdict(3, 3, VerificationStage.PERIODIC, Verdict.FAILED));
        assertThat(world.jobs.take()).isEmpty();
        assertThat(told()).hasSize(3);
    }

    @Test
    void aHeadThatCannotBeTrainedAgainEndsTheRequestAtOnce() {
        open(DEEP_DECIDES);
        checked(CheckOutcome.FAILED);
        world.done(onlyRepair(), new Outcome.Refused(STUCK));
        assertThat(status(FIRST).getState()).isEqualTo(RequestState.FAILED);
        assertThat(status(FIRST).getDetail()).contains("It is stuck.");
        assertThat(newest().getVersion()).isEqualTo(2);
        assertThat(told()).containsExactly("QUEUED", "REFUSED");
        assertThat(audit.get(audit.size() - 1).getFacts()).containsEntry("refusal", "NOT_CONVERGED");
        world.wake();
        assertThat(world.jobs.take()).isEmpty();
    }

    @Test
    void whereTheGateDecidesAFailedAttackIsMendedAllTheSame() {
        open(DEEP_AFTERWARDS);
        assertThat(status(FIRST).getState()).isEqualTo(RequestState.VERIFIED);
        checked(CheckOutcome.FAILED);
        assertThat(status(FIRST).getState()).as("what is told is told").isEqualTo(RequestState.VERIFIED);
        repaired(onlyRepair());
        assertThat(mending().repair().orElseThrow().phase())
                .as("the gate's verdict does not take back what thorough checks found")
                .isEqualTo(Repair.Phase.PUBLISHED);
        checked(CheckOutcome.PASSED);
        assertThat(mending().repair().orElseThrow().phase()).isEqualTo(Repair.Phase.PASSED);
    }

    @Test
    void withTheGateAloneEverythingStillEnds() {
        open(Map.of(), CheckOutcome.FAILED);
        assertThat(status(FIRST).getState()).isEqualTo(RequestState.APPLIED);
        repaired(onlyRepair());
        assertThat(status(FIRST).getState()).isEqualTo(RequestState.VERIFIED);
        assertThat(status(FIRST).getModelVersion()).isEqualTo(3);
        assertThat(told()).containsExactly("QUEUED", "PUBLISHED", "PASSED");
    }

    @Test
    void withTheGateAloneARetrainThatFailsEndsThem() {
        open(Map.of(), CheckOutcome.FAILED);
        JobSpecification.Repair job = onlyRepair();
        world.done(job, Outcomes.repaired(job, WITHOUT_SPORT, CheckOutcome.FAILED));
        assertThat(status(FIRST).getState()).isEqualTo(RequestState.FAILED);
        assertThat(world.jobs.take()).isEmpty();
    }

    @Test
    void whatComesTwiceChangesNothing() {
        open(DEEP_DECIDES);
        VerificationSpecification second = awaited();
        checked(CheckOutcome.FAILED);
        checked(second, CheckOutcome.FAILED);
        world.verdict(verdict(2, 2, VerificationStage.DEEP, Verdict.FAILED));
        JobSpecification.Repair job = onlyRepair();
        repaired(job);
        repaired(job);
        world.verdict(verdict(2, 2, VerificationStage.DEEP, Verdict.FAILED));
        assertThat(newest().getVersion()).isEqualTo(3);
        assertThat(world.jobs.take()).isEmpty();
        assertThat(status(FIRST).getState()).as("the repair is not judged yet").isEqualTo(RequestState.APPLIED);
        checked(CheckOutcome.PASSED);
        assertThat(status(FIRST).getState()).isEqualTo(RequestState.VERIFIED);
        world.verdict(verdict(2, 2, VerificationStage.DEEP, Verdict.FAILED));
        assertThat(world.jobs.take()).isEmpty();
        assertThat(told()).containsExactly("QUEUED", "PUBLISHED", "PASSED");
    }

    @Test
    void aGatesVerdictThatComesLateTakesNothingBack() {
        open(DEEP_AFTERWARDS, CheckOutcome.FAILED);
        world.verdict(verdict(2, 2, VerificationStage.PUBLICATION, Verdict.PASSED));
        assertThat(status(FIRST).getState()).isEqualTo(RequestState.APPLIED);
        assertThat(mending().queued()).isPresent();
    }

    @Test
    void aRestartSubmitsTheSameRepairAgain() {
        open(DEEP_DECIDES);
        checked(CheckOutcome.FAILED);
        JobSpecification.Repair job = onlyRepair();
        world.wake();
        assertThat(onlyRepair()).isEqualTo(job);
    }

    @Test
    void aPausedModelIsMendedWhenItIsResumed() {
        open(DEEP_DECIDES);
        world.order(Orders.pause(1, MODEL));
        checked(CheckOutcome.FAILED);
        world.wake();
        assertThat(world.jobs.take()).isEmpty();
        world.order(Orders.resume(2, MODEL));
        onlyRepair();
    }

    @Test
    void aTrainedHeadIsNotReplaced() {
        world = new World(state, DEEP_AFTERWARDS);
        world.register(Requests.registration(1, MODEL, "a".repeat(64)));
        JobSpecification job = onlyJob();
        world.done(job, Outcomes.admitted(job, CLASSES));
        checked(CheckOutcome.FAILED);
        assertThat(world.jobs.take()).isEmpty();
        assertThat(told()).isEmpty();
    }

    @Test
    void aLedgerOfAnEarlierReleaseLetsTheJobSayHowTheHeadWasMade() {
        open(DEEP_DECIDES);
        var models = world.driver.<String, ModelState>getKeyValueStore(ModelStores.MODELS);
        models.put(MODEL, models.get(MODEL).withMending(Mending.NONE));
        checked(CheckOutcome.FAILED);
        world.done(onlyRepair(), new Outcome.NothingToDo(List.of()));
        assertThat(told()).containsExactly("QUEUED", "NOT_NEEDED");
        assertThat(mending().head()).isEqualTo(Mending.Origin.TRAINED);
        assertThat(mending().repair()).isEmpty();
        assertThat(status(FIRST).getState()).isEqualTo(RequestState.APPLIED);
        assertThat(status(FIRST).getDetail()).as("nobody trains it again").doesNotContain("trained again");
    }

    @Test
    void whatTheAuditLogTellsIsWhatTheLedgerKnows() {
        RepairsTold log = new RepairsTold();
        open(DEEP_DECIDES);
        checked(CheckOutcome.FAILED);
        world.audit().forEach(log::read);
        assertThat(log.repair()).isEqualTo(mending().repair()).isPresent();
        repaired(onlyRepair());
        world.audit().forEach(log::read);
        assertThat(log.repair()).isEqualTo(mending().repair());
        checked(CheckOutcome.FAILED);
        world.audit().forEach(log::read);
        assertThat(log.repair()).isEqualTo(mending().repair());
    }

    @Test
    void aFailureIsToldAlsoToARequestThatTheJobSaidMoreAbout() {
        open(DEEP_DECIDES);
        checked(CheckOutcome.PASSED);
        world.request(Requests.removeDocuments(12, MODEL, "d1", "d2"));
        JobSpecification job = onlyJob();
        Outcome.Produced outcome = (Outcome.Produced) Outcomes.unlearned(job, WITHOUT_SPORT);
        Reason partly = new Reason(ReasonCode.PARTLY_HELD, "1 document removed; not held: the ids at positions 2.");
        world.done(job, new Outcome.Produced(outcome.draft(), List.of(new Served(SECOND, 1, Optional.of(partly)))));
        assertThat(status(SECOND).getReasonCode()).isEqualTo(ReasonCode.PARTLY_HELD);
        checked(CheckOutcome.FAILED);
        assertThat(status(SECOND).getReasonCode()).isEqualTo(ReasonCode.VERIFICATION_FAILED);
    }

    @Test
    void aRegisteredHeadThatFailsEndsTheRequestsItWasToMend() {
        open(DEEP_DECIDES);
        world.register(Requests.registration(14, MODEL, "b".repeat(64)));
        JobSpecification admission = onlyJob();
        checked(CheckOutcome.FAILED);
        world.done(admission, Outcomes.admitted(admission, WITHOUT_SPORT));
        checked(CheckOutcome.FAILED);
        assertThat(status(FIRST).getState()).isEqualTo(RequestState.FAILED);
        assertThat(status(FIRST).getDetail()).contains("version 3", "attack", "register");
        world.request(Requests.removeClass(12, MODEL, "sport"));
        assertThat(status(SECOND).getState()).isEqualTo(RequestState.QUARANTINED);
        assertThat(told()).containsExactly("QUEUED", "REPLACED");
    }
}
