/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.AuditKind;
import io.expunge.events.AuditRecorded;
import io.expunge.events.CheckOutcome;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.Operation;
import io.expunge.events.ReasonCode;
import io.expunge.events.RequestState;
import io.expunge.events.RequestStatusChanged;
import io.expunge.events.UnlearningVerified;
import io.expunge.events.Verdict;
import io.expunge.events.VerificationStage;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.command.Command.Served;
import io.expunge.processor.command.Mending;
import io.expunge.processor.command.Repair;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.job.VerificationSpecification;
import io.expunge.processor.request.Reason;
import io.expunge.processor.testing.Checks;
import io.expunge.processor.testing.Orders;
import io.expunge.processor.testing.Outcomes;
import io.expunge.processor.testing.Requests;
import io.expunge.processor.testing.World;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a verdict that fails to the end of the requests it leaves open, through the real topology; verdicts are planted. */
class RepairTopologyTest {
    private static final String MODEL = "news";
    private static final List<String> CLASSES = List.of("culture", "health", "science", "sport");
    private static final List<String> WITHOUT_SPORT = List.of("culture", "health", "science");
    private static final String FIRST = Requests.id(11).toString();
    private static final String SECOND = Requests.id(12).toString();
    private static final Map<String, String> DEEP_DECIDES = Map.of("expunge.verified-when", "deep");
    private static final Map<String, String> DEEP_AFTERWARDS = Map.of("expunge.verification.deep", "true");

    private static final Reason SLOW = new Reason(ReasonCode.DEADLINE, "It took too long.");
    private static final Reason STUCK = new Reason(ReasonCode.NOT_CONVERGED, "It is stuck.");

    @TempDir
    private Path state;

    private World world;
    private final List<AuditRecorded> audit = new ArrayList<>();

    /** Version 1 passed, version 2 has no sport. */
    private void open(Map<String, String> changes) {
        open(changes, CheckOutcome.PASSED);
    }

    private void open(Map<String, String> changes, CheckOutcome gateOfSecond) {
        world = new World(state, changes);
        world.register(Requests.registration(1, MODEL, "a".repeat(64)));
        JobSpecification job = onlyJob();
        world.done(job, Outcomes.admitted(job, CLASSES));
        if (!changes.isEmpty()) {
            checked(CheckOutcome.PASSED);
        }
        world.request(Requests.removeClass(11, MODEL, "sport"));
        JobSpecification removal = onlyJob();
        world.done(removal, Outcomes.unlearned(removal, CLASSES, gateOfSecond));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private JobSpecification onlyJob() {
        List<JobSpecification> jobs = world.jobs.take();
        assertThat(jobs).hasSize(1);
        return jobs.get(0);
    }

    private JobSpecification.Repair onlyRepair() {
        JobSpecification job = onlyJob();
        assertThat(job).isInstanceOf(JobSpecification.Repair.class);
        return (JobSpecification.Repair) job;
    }

    private VerificationSpecification awaited() {
        return Optional.ofNullable(world.jobs.versions().get(MODEL)).orElseThrow();
    }

    /** Ends the thorough checks of the newest version. */
    private void checked(CheckOutcome outcome) {
        checked(awaited(), outcome);
    }

    private void checked(VerificationSpecification version, CheckOutcome outcome) {
        world.command(Checks.done(
                version, Checks.certified("certificate", CheckOutcome.PASSED), Checks.empirical("attack", outcome)));
    }

    private UnlearningVerified verdict(long version, long from, VerificationStage stage, Verdict verdict) {
        CheckOutcome outcome = verdict == Verdict.PASSED ? CheckOutcome.PASSED : CheckOutcome.FAILED;
        ModelVersionPublished judged = world.versions().get((int) version - 1);
        return Checks.verdict(judged, from, stage, verdict, Checks.empirical("attack", outcome));
    }

    private ModelVersionPublished newest() {
        List<ModelVersionPublished> versions = world.versions();
        return versions.get(versions.size() - 1);
    }

    private RequestStatusChanged status(String request) {
        return world.status(MODEL, request).orElseThrow();
    }

    private Mending mending() {
        return world.driver
                .<String, ModelState>getKeyValueStore(ModelStores.MODELS)
                .get(MODEL)
                .mending();
    }

    private List<String> told() {
        audit.addAll(world.audit());
        return audit.stream()
                .filter(record -> record.getKind() == AuditKind.REPAIR)
                .map(record -> record.getFacts().get("outcome"))
                .toList();
    }

    private void repaired(JobSpecification.Repair job) {
        world.done(job, Outcomes.repaired(job, WITHOUT_SPORT));
    }

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

    /** Version 3 is made of version 2 by the time that one's verdict comes. */
    private void aThirdBuildsOnTheSecondThatFails() {
        world.request(Requests.removeClass(12, MODEL, "science"));
        JobSpecification working = onlyJob();
        checked(CheckOutcome.FAILED);
        world.done(working, Outcomes.unlearned(working, WITHOUT_SPORT));
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
