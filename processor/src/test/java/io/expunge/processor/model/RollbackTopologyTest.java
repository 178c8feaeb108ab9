/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.AuditKind;
import io.expunge.events.AuditRecorded;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.Operation;
import io.expunge.events.ReasonCode;
import io.expunge.events.RequestState;
import io.expunge.processor.command.Command;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.command.OperatorOrder;
import io.expunge.processor.command.Reinstatement;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.request.Reason;
import io.expunge.processor.testing.Orders;
import io.expunge.processor.testing.Outcomes;
import io.expunge.processor.testing.Requests;
import io.expunge.processor.testing.World;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rollbacks and reinstated classes through the real topology, with outcomes that the test plants. */
class RollbackTopologyTest {
    private static final String MODEL = "news";
    private static final List<String> CLASSES = List.of("culture", "health", "science", "sport");
    private static final List<String> WITHOUT_SPORT = List.of("culture", "health", "science");

    @TempDir
    private Path state;

    private World world;

    /** Version 1 has all classes, version 2 no sport. */
    @BeforeEach
    void open() {
        world = new World(state, Map.of());
        world.register(Requests.registration(1, MODEL, "a".repeat(64)));
        JobSpecification job = onlyJob();
        world.done(job, Outcomes.admitted(job, CLASSES));
        removeSport(2);
        world.audit();
    }

    private void removeSport(int request) {
        world.request(Requests.removeClass(request, MODEL, "sport"));
        JobSpecification job = onlyJob();
        world.done(job, Outcomes.unlearned(job, CLASSES));
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

    private JobSpecification.Rollback rollback(int order, long to) {
        world.order(Orders.rollback(order, MODEL, to));
        return (JobSpecification.Rollback) onlyJob();
    }

    private ModelVersionPublished newest() {
        List<ModelVersionPublished> versions = world.versions();
        return versions.get(versions.size() - 1);
    }

    private List<Map<String, String>> answers() {
        return world.audit().stream()
                .filter(record -> record.getKind() == AuditKind.OPERATOR)
                .map(AuditRecorded::getFacts)
                .toList();
    }

    private String refusal(OperatorOrder order) {
        world.order(order);
        assertThat(world.jobs.take()).isEmpty();
        assertThat(world.audit()).isEmpty();
        return new String(
                world.deadLetters()
                        .get(0)
                        .headers()
                        .lastHeader("expunge.reason")
                        .value(),
                StandardCharsets.UTF_8);
    }

    @Test
    void anOlderStateBecomesANewVersionBelowTheHead() {
        ModelVersionPublished head = newest();
        JobSpecification.Rollback job = rollback(1, 1);
        assertThat(job.baseHash()).isEqualTo(head.getContentHash());
        assertThat(job.headVersion()).isEqualTo(2);
        assertThat(job.artifact()).contains(world.versions().get(0).getContentHash());
        assertThat(answers()).singleElement().satisfies(facts -> assertThat(facts)
                .containsEntry("verb", "ROLLBACK")
                .containsEntry("outcome", "QUEUED")
                .containsEntry("toVersion", "1"));

        world.done(job, Outcomes.rolledBack(job, WITHOUT_SPORT));
        ModelVersionPublished version = newest();
        assertThat(version.getVersion()).isEqualTo(3);
        assertThat(version.getOperation()).isEqualTo(Operation.ROLLED_BACK);
        assertThat(version.getRolledBackTo()).isEqualTo(1);
        assertThat(version.getParent()).isEqualTo(2);
        assertThat(version.getParentContentHash()).isEqualTo(head.getContentHash());
        assertThat(world.heads()).last().isEqualTo(version);
        List<AuditRecorded> audit = world.audit();
        assertThat(audit)
                .extracting(AuditRecorded::getKind)
                .containsExactly(AuditKind.VERSION_PUBLISHED, AuditKind.OPERATOR);
        assertThat(audit.get(0).getHash()).isEqualTo(version.getAuditHash());
        assertThat(audit.get(1).getPreviousHash()).isEqualTo(version.getAuditHash());
        assertThat(audit.get(1).getFacts())
                .containsEntry("outcome", "DONE")
                .containsEntry("version", "3")
                .containsEntry("orderId", Requests.id(1_000_001).toString());
    }

    @Test
    void theSameWishTwiceIsFulfilledOnce() {
        JobSpecification.Rollback job = rollback(1, 1);
        world.order(Orders.rollback(2, MODEL, 1));
        assertThat(world.jobs.take()).isEmpty();
        world.done(job, Outcomes.rolledBack(job, WITHOUT_SPORT));
        world.done(job, Outcomes.rolledBack(job, WITHOUT_SPORT)); // the job's answer comes twice
        world.order(Orders.rollback(3, MODEL, 1));
        world.order(Orders.rollback(4, MODEL, 3));
        assertThat(world.jobs.take()).isEmpty();
        assertThat(newest().getVersion()).isEqualTo(3);
        assertThat(answers())
                .extracting(facts -> facts.get("outcome"))
                .containsExactly("QUEUED", "UNCHANGED", "DONE", "UNCHANGED", "UNCHANGED");
    }

    @Test
    void afterAnotherVersionTheSameStateMayBeTakenUpAgain() {
        JobSpecification.Rollback job = rollback(1, 1);
        world.done(job, Outcomes.rolledBack(job, WITHOUT_SPORT));
        world.request(Requests.removeClass(3, MODEL, "health"));
        JobSpecification removal = onlyJob();
        world.done(removal, Outcomes.unlearned(removal, WITHOUT_SPORT));
        assertThat(rollback(2, 1).batchId()).isNotEqualTo(job.batchId());
    }

    @Test
    void aRestartSubmitsTheSameJobAgain() {
        JobSpecification.Rollback job = rollback(1, 1);
        world.wake();
        assertThat(onlyJob()).isEqualTo(job);
    }

    @Test
    void itWaitsForTheJobAtWorkAndGoesBeforeWhatWaits() {
        world.request(Requests.removeDocuments(3, MODEL, "d1"));
        JobSpecification working = onlyJob();
        world.request(Requests.removeDocuments(4, MODEL, "d2"));
        world.order(Orders.rollback(1, MODEL, 1));
        assertThat(world.jobs.take()).isEmpty();
        world.done(working, Outcomes.unlearned(working, WITHOUT_SPORT));
        JobSpecification.Rollback job = (JobSpecification.Rollback) onlyJob();
        assertThat(job.headVersion()).isEqualTo(3);
        world.done(job, Outcomes.rolledBack(job, WITHOUT_SPORT));
        JobSpecification next = onlyJob();
        assertThat(next.baseHash()).isEqualTo(newest().getContentHash());
        world.done(next, Outcomes.unlearned(next, WITHOUT_SPORT));
        assertThat(world.states(Requests.id(4).toString())).last().isEqualTo(RequestState.VERIFIED);
    }

    @Test
    void aPausedModelRollsBackWhenItIsResumed() {
        world.order(Orders.pause(1, MODEL));
        world.order(Orders.rollback(2, MODEL, 1));
        assertThat(world.jobs.take()).isEmpty();
        world.order(Orders.resume(3, MODEL));
        assertThat(onlyJob()).isInstanceOf(JobSpecification.Rollback.class);
    }

    @Test
    void whatCannotBeTakenUpIsRefusedWithTheRequestsInTheWay() {
        JobSpecification.Rollback job = rollback(1, 1);
        world.audit();
        world.done(job, new Outcome.Refused(new Reason(ReasonCode.ARTIFACT_MISSING, "Version 1 was purged.")));
        assertThat(newest().getVersion()).isEqualTo(2);
        assertThat(answers()).singleElement().satisfies(facts -> assertThat(facts)
                .containsEntry("outcome", "REFUSED")
                .containsEntry("refusal", "ARTIFACT_MISSING")
                .containsEntry("detail", "Version 1 was purged.")
                .containsEntry("requestsInTheWay", Requests.id(2).toString()));
        world.request(Requests.removeClass(3, MODEL, "health"));
        assertThat(onlyJob()).isInstanceOf(JobSpecification.Unlearning.class);
        assertThat(((JobSpecification.Unlearning) resubmitted()).requests()).hasSize(1);
    }

    private JobSpecification resubmitted() {
        world.wake();
        return onlyJob();
    }

    @Test
    void aFailedJobEndsTheOrderAndLeavesBatchesAsLargeAsTheyWere() {
        JobSpecification.Rollback job = rollback(1, 1);
        world.audit();
        world.done(job, Outcomes.failed());
        assertThat(answers()).singleElement().satisfies(facts -> assertThat(facts)
                .containsEntry("outcome", "REFUSED")
                .containsEntry("refusal", "INTERNAL_ERROR"));
        assertThat(model().batchLimit()).isEqualTo(Integer.MAX_VALUE);
        assertThat(model().returns().rollback()).isEmpty();
    }

    private ModelState model() {
        return world.driver
                .<String, ModelState>getKeyValueStore(ModelStores.MODELS)
                .get(MODEL);
    }

    @Test
    void versionsThatAreNotThereAndASecondTargetAreRefusedAtOnce() {
        assertThat(refusal(Orders.rollback(1, MODEL, 9))).isEqualTo("UNKNOWN_VERSION");
        assertThat(refusal(Orders.rollback(2, "nobody", 1))).isEqualTo("UNKNOWN_MODEL");
        world.request(Requests.removeDocuments(3, MODEL, "d1"));
        JobSpecification working = onlyJob();
        world.done(working, Outcomes.unlearned(working, WITHOUT_SPORT));
        rollback(3, 1);
        world.audit();
        assertThat(refusal(Orders.rollback(4, MODEL, 2))).isEqualTo("ROLLBACK_WAITS");
    }

    @Test
    void aReinstatedClassIsToldToAdmissionsAndRollbacks() {
        world.order(Orders.reinstate(1, MODEL, "sport"));
        world.order(Orders.reinstate(2, MODEL, "sport"));
        assertThat(answers())
                .extracting(facts -> facts.get("outcome") + facts.get("class") + facts.get("headVersion"))
                .containsExactly("DONEsport2", "UNCHANGEDsport2");
        world.register(Requests.registration(3, MODEL, "b".repeat(64)));
        JobSpecification.Admission admission = (JobSpecification.Admission) onlyJob();
        assertThat(admission.reinstated()).containsExactly(new Reinstatement("sport", 2));
        world.done(admission, Outcomes.admitted(admission, CLASSES));
        assertThat(model().removedClasses()).isEmpty();
        assertThat(rollback(3, 1).reinstated())
                .as("older versions must still do without the class")
                .containsExactly(new Reinstatement("sport", 2));
    }

    @Test
    void whoAsksForTheRemovalAgainEndsIt() {
        world.order(Orders.reinstate(1, MODEL, "sport"));
        world.request(Requests.removeClass(3, MODEL, "sport"));
        assertThat(world.states(Requests.id(3).toString())).last().isEqualTo(RequestState.VERIFIED);
        assertThat(model().returns().reinstated()).isEmpty();
        assertThat(answers()).last().satisfies(facts -> assertThat(facts)
                .containsEntry("outcome", "ENDED")
                .containsEntry("requestId", Requests.id(3).toString()));

        world.order(Orders.reinstate(2, MODEL, "sport"));
        world.register(Requests.registration(4, MODEL, "b".repeat(64)));
        JobSpecification admission = onlyJob();
        world.done(admission, Outcomes.admitted(admission, CLASSES));
        assertThat(model().returns().isReinstated("sport")).isTrue();
        removeSport(5);
        assertThat(model().returns().isReinstated("sport")).isFalse();
    }

    /** Version 2 has no sport; a retrained version 3 has no health either, though nobody asked for that. */
    private void dropHealth() {
        world.register(Requests.registration(6, MODEL, "c".repeat(64)));
        JobSpecification admission = onlyJob();
        world.done(admission, Outcomes.admitted(admission, List.of("culture", "science")));
    }

    @Test
    void aClassThatOnlyAnOlderVersionHoldsIsForgottenToo() {
        dropHealth();
        world.request(Requests.removeClass(7, MODEL, "health"));
        JobSpecification.Unlearning job = (JobSpecification.Unlearning) onlyJob();
        world.done(
                job,
                new Outcome.NothingToDo(List.of(new Command.Served(
                        Requests.id(7).toString(),
                        0,
                        Optional.of(new Reason(ReasonCode.NOTHING_HELD, "The model holds no class 'health'."))))));
        assertThat(world.states(Requests.id(7).toString())).last().isEqualTo(RequestState.VERIFIED);
        assertThat(model().removedClasses()).containsExactly("sport", "health");
        JobSpecification.Rollback rollback = rollback(1, 2);
        assertThat(rollback.remembered().classes()).containsExactly("health", "sport");
        world.done(rollback, Outcomes.rolledBack(rollback, List.of("culture", "science")));
        assertThat(model().removedClasses()).containsExactly("sport", "health");

        world.request(Requests.removeClass(8, MODEL, "health"));
        assertThat(world.jobs.take()).as("asked for twice").isEmpty();
        assertThat(world.states(Requests.id(8).toString())).last().isEqualTo(RequestState.VERIFIED);
        world.order(Orders.reinstate(2, MODEL, "health"));
        world.register(Requests.registration(9, MODEL, "d".repeat(64)));
        assertThat(((JobSpecification.Admission) onlyJob()).reinstated())
                .extracting(Reinstatement::label)
                .containsExactly("health");
    }

    @Test
    void aClassThatNoVersionEverHadIsStillUnknown() {
        dropHealth();
        world.request(Requests.removeClass(7, MODEL, "weather"));
        assertThat(world.jobs.take()).isEmpty();
        assertThat(world.states(Requests.id(7).toString())).last().isEqualTo(RequestState.REJECTED);
    }

    @Test
    void onlyARemovedClassCanBeReinstated() {
        assertThat(refusal(Orders.reinstate(1, MODEL, "health"))).isEqualTo("CLASS_NOT_REMOVED");
    }

    @Test
    void whatTheAuditLogTellsIsWhatTheLedgerKnows() {
        ReturnsTold told = new ReturnsTold();
        world.order(Orders.reinstate(1, MODEL, "sport"));
        world.order(Orders.rollback(2, MODEL, 1));
        world.audit().forEach(told::read);
        assertThat(told.returns()).isEqualTo(model().returns());
        JobSpecification.Rollback job = (JobSpecification.Rollback) onlyJob();
        world.done(job, Outcomes.rolledBack(job, WITHOUT_SPORT));
        world.audit().forEach(told::read);
        assertThat(told.returns().withHead(Optional.of(1L))).isEqualTo(model().returns());
    }
}
