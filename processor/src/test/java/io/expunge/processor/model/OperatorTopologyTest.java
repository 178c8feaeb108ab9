/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import static io.expunge.events.RequestState.BATCHED;
import static io.expunge.events.RequestState.FAILED;
import static io.expunge.events.RequestState.QUARANTINED;
import static io.expunge.events.RequestState.RECEIVED;
import static io.expunge.events.RequestState.REJECTED;
import static io.expunge.events.RequestState.VERIFIED;
import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.AuditKind;
import io.expunge.events.AuditRecorded;
import io.expunge.events.ReasonCode;
import io.expunge.events.RequestStatusChanged;
import io.expunge.processor.codec.BinaryWriter;
import io.expunge.processor.command.Command;
import io.expunge.processor.command.OperatorOrder;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.testing.Orders;
import io.expunge.processor.testing.Outcomes;
import io.expunge.processor.testing.Requests;
import io.expunge.processor.testing.World;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operators' orders through the real topology: what they change, what they answer, what they leave alone. */
class OperatorTopologyTest {
    private static final String MODEL = "news";
    private static final List<String> CLASSES = List.of("culture", "health", "science", "sport");

    @TempDir
    private Path state;

    private World world;

    @BeforeEach
    void open() {
        world = new World(state, Map.of());
        world.register(Requests.registration(1, MODEL, "a".repeat(64)));
        JobSpecification job = onlyJob();
        world.done(job, Outcomes.admitted(job, CLASSES));
        world.audit();
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

    private JobSpecification quarantine(int request, String label) {
        world.request(Requests.removeClass(request, MODEL, label));
        JobSpecification job = onlyJob();
        world.done(job, Outcomes.failed());
        assertThat(status(request).getState()).isEqualTo(QUARANTINED);
        return job;
    }

    private RequestStatusChanged status(int request) {
        return world.status(MODEL, Requests.id(request).toString()).orElseThrow();
    }

    private List<io.expunge.events.RequestState> states(int request) {
        return world.states(Requests.id(request).toString());
    }

    /** The one audit record that came of an order. */
    private AuditRecorded answer(OperatorOrder order, String outcome) {
        world.order(order);
        AuditRecorded record = world.audit().stream()
                .filter(one -> order.orderId().equals(one.getFacts().get("orderId")))
                .reduce((first, second) -> {
                    throw new AssertionError("two answers");
                })
                .orElseThrow();
        assertThat(record.getKind()).isEqualTo(AuditKind.OPERATOR);
        assertThat(AuditChain.isIntact(record)).isTrue();
        assertThat(record.getFacts())
                .containsEntry("outcome", outcome)
                .containsEntry("operator", Orders.OPERATOR)
                .containsEntry("verb", order.verb().word());
        assertThat(world.deadLetters()).isEmpty();
        return record;
    }

    /** The order changes nothing but one dead letter with that reason. */
    private String refusal(OperatorOrder order, String reason) {
        int told = world.statuses().size();
        world.order(order);
        assertThat(world.audit()).isEmpty();
        assertThat(world.statuses()).hasSize(told);
        assertThat(world.jobs.take()).isEmpty();
        List<TestRecord<byte[], byte[]>> letters = world.deadLetters();
        assertThat(letters).hasSize(1);
        assertThat(letters.get(0).value()).isEmpty();
        assertThat(header(letters.get(0), "expunge.reason")).isEqualTo(reason);
        assertThat(header(letters.get(0), "expunge.stage")).isEqualTo("operator");
        assertThat(header(letters.get(0), "expunge.topic")).isEqualTo("expunge.commands");
        return header(letters.get(0), "expunge.detail");
    }

    private static String header(TestRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Test
    void aRetriedRequestIsServedAndKeepsItsHistory() {
        JobSpecification first = quarantine(2, "sport");
        AuditRecorded record = answer(Orders.retry(1, MODEL, 2), "DONE");
        assertThat(record.getFacts())
                .containsEntry("requestId", Requests.id(2).toString())
                .containsEntry("reason", "The store is mended.");
        JobSpecification second = onlyJob();
        assertThat(second.batchId())
                .as("another batch, so that a late result of the first is not taken for its own")
                .isNotEqualTo(first.batchId());
        world.done(first, Outcomes.failed());
        assertThat(status(2).getState())
                .as("after a late result of the first attempt")
                .isEqualTo(BATCHED);
        world.done(second, Outcomes.unlearned(second, CLASSES));
        assertThat(status(2).getState()).isEqualTo(VERIFIED);
        assertThat(status(2).getTransitions())
                .extracting(transition -> transition.getState())
                .startsWith(RECEIVED, BATCHED, QUARANTINED, RECEIVED, BATCHED);
        assertThat(status(2).getTransitions().get(3).getDetail())
                .isEqualTo("Put back into the queue by operator privacy-desk: The store is mended.");
    }

    @Test
    void aRetryMeetsTheHeadAsItIsNow() {
        quarantine(2, "sport");
        world.request(Requests.removeClass(3, MODEL, "sport"));
        JobSpecification job = onlyJob();
        world.done(job, Outcomes.unlearned(job, CLASSES));
        world.audit();
        answer(Orders.retry(1, MODEL, 2), "DONE");
        assertThat(world.jobs.take()).isEmpty();
        assertThat(status(2).getState()).isEqualTo(VERIFIED);
        assertThat(status(2).getReasonCode()).isEqualTo(ReasonCode.ALREADY_SATISFIED);
        assertThat(status(2).getModelVersion()).isEqualTo(2);
    }

    @Test
    void aRetryThatHasBecomeImpossibleIsRejected() {
        quarantine(2, "sport");
        world.request(Requests.removeClass(3, MODEL, "culture"));
        JobSpecification first = onlyJob();
        world.done(first, Outcomes.unlearned(first, CLASSES));
        world.request(Requests.removeClass(4, MODEL, "health"));
        JobSpecification second = onlyJob();
        world.done(second, Outcomes.unlearned(second, List.of("health", "science", "sport")));
        world.audit();
        answer(Orders.retry(1, MODEL, 2), "DONE");
        assertThat(status(2).getState()).isEqualTo(REJECTED);
        assertThat(status(2).getReasonCode()).isEqualTo(ReasonCode.TOO_FEW_CLASSES);
    }

    @Test
    void aQuarantinedRegistrationCanBeRetried() {
        world.register(Requests.registration(2, MODEL, "b".repeat(64)));
        world.done(onlyJob(), Outcomes.failed());
        answer(Orders.retry(1, MODEL, 2), "DONE");
        JobSpecification job = onlyJob();
        world.done(job, Outcomes.admitted(job, CLASSES));
        assertThat(status(2).getState()).isEqualTo(VERIFIED);
    }

    @Test
    void aRetryOfWhatWaitsChangesNothing() {
        quarantine(2, "sport");
        answer(Orders.retry(1, MODEL, 2), "DONE");
        answer(Orders.retry(2, MODEL, 2), "UNCHANGED");
        assertThat(world.jobs.take()).hasSize(1);
        assertThat(states(2)).containsExactly(RECEIVED, BATCHED, QUARANTINED, RECEIVED, BATCHED);
    }

    @Test
    void retriesAreBounded() {
        quarantine(2, "sport");
        for (int order = 1; order <= OperatorActions.MOST_RETRIES; order++) {
            answer(Orders.retry(order, MODEL, 2), "DONE");
            world.done(onlyJob(), Outcomes.failed());
        }
        assertThat(refusal(Orders.retry(1000, MODEL, 2), "TOO_MANY_RETRIES")).contains("new request id");
        answer(Orders.abandon(1001, MODEL, 2), "DONE");
    }

    @Test
    void anAbandonedRequestEndsWithTheOperatorsSentence() {
        quarantine(2, "sport");
        answer(Orders.abandon(1, MODEL, 2), "DONE");
        assertThat(status(2).getState()).isEqualTo(FAILED);
        assertThat(status(2).getReasonCode()).isEqualTo(ReasonCode.ABANDONED);
        assertThat(status(2).getDetail()).isEqualTo("Abandoned by operator privacy-desk: Served by hand.");
        assertThat(status(2).getTransitions()).hasSize(4);
        answer(Orders.abandon(2, MODEL, 2), "UNCHANGED");
        assertThat(refusal(Orders.retry(3, MODEL, 2), "WRONG_STATE")).contains("FAILED");
        world.request(Requests.removeClass(2, MODEL, "sport"));
        assertThat(status(2).getState()).as("a repeated request after that").isEqualTo(FAILED);
    }

    @Test
    void onlyWhatIsQuarantinedCanBeAbandonedOrRetried() {
        world.request(Requests.removeClass(2, MODEL, "sport"));
        JobSpecification job = onlyJob();
        assertThat(refusal(Orders.abandon(1, MODEL, 2), "WRONG_STATE")).contains("BATCHED");
        world.done(job, Outcomes.unlearned(job, CLASSES));
        world.audit();
        refusal(Orders.abandon(2, MODEL, 2), "WRONG_STATE");
        refusal(Orders.retry(3, MODEL, 2), "WRONG_STATE");
        assertThat(refusal(Orders.retry(4, MODEL, 77), "UNKNOWN_REQUEST")).contains("expunge status");
    }

    @Test
    void aModelNobodyKnowsIsRefusedAndLeavesNoState() {
        refusal(Orders.pause(1, "nobody"), "UNKNOWN_MODEL");
        refusal(Orders.resume(2, "nobody"), "UNKNOWN_MODEL");
        refusal(Orders.retry(3, "nobody", 2), "UNKNOWN_MODEL");
        assertThat(world.driver.getKeyValueStore(ModelStores.MODELS).get("nobody"))
                .isNull();
    }

    @Test
    void aPausedModelTakesInButStartsNothingUntilResumed() {
        answer(Orders.pause(1, MODEL), "DONE");
        world.request(Requests.removeClass(2, MODEL, "sport"));
        world.register(Requests.registration(3, MODEL, "b".repeat(64)));
        world.tick(10_000);
        assertThat(world.jobs.take()).isEmpty();
        assertThat(states(2)).containsExactly(RECEIVED);
        assertThat(status(2).getDetail()).contains("paused");
        answer(Orders.pause(2, MODEL), "UNCHANGED");
        answer(Orders.resume(3, MODEL), "DONE");
        assertThat(onlyJob()).isInstanceOf(JobSpecification.Unlearning.class);
        answer(Orders.resume(4, MODEL), "UNCHANGED");
        assertThat(world.jobs.take()).isEmpty();
    }

    @Test
    void whatRunsWhenAModelIsPausedIsStillApplied() {
        world.request(Requests.removeClass(2, MODEL, "sport"));
        JobSpecification job = onlyJob();
        answer(Orders.pause(1, MODEL), "DONE");
        world.request(Requests.removeClass(3, MODEL, "health"));
        world.wake();
        assertThat(onlyJob()).as("submitted again after a restart").isEqualTo(job);
        world.done(job, Outcomes.unlearned(job, CLASSES));
        assertThat(status(2).getState()).isEqualTo(VERIFIED);
        assertThat(world.jobs.take()).isEmpty();
        assertThat(status(3).getState()).isEqualTo(RECEIVED);
    }

    @Test
    void aPauseOutlivesARestart() {
        answer(Orders.pause(1, MODEL), "DONE");
        world.request(Requests.removeClass(2, MODEL, "sport"));
        ModelState kept =
                (ModelState) world.driver.getKeyValueStore(ModelStores.MODELS).get(MODEL);
        ModelState restored = ModelCodecs.MODEL_STATE.decode(ModelCodecs.MODEL_STATE.encode(kept));
        assertThat(restored.pause()).map(Pause::reason).contains("The store moves.");
        world.wake();
        assertThat(world.jobs.take()).isEmpty();
    }

    @Test
    void aRetryOnAPausedModelWaits() {
        quarantine(2, "sport");
        answer(Orders.pause(1, MODEL), "DONE");
        answer(Orders.retry(2, MODEL, 2), "DONE");
        assertThat(world.jobs.take()).isEmpty();
        assertThat(status(2).getState()).isEqualTo(RECEIVED);
        answer(Orders.resume(3, MODEL), "DONE");
        assertThat(world.jobs.take()).hasSize(1);
    }

    @Test
    void theHistoryNeverRunsBackwards() {
        quarantine(2, "sport");
        world.order(Orders.abandon(1, MODEL, 2), 5);
        assertThat(times(2)).hasSize(4).isSorted();
    }

    @Test
    void aJobThatEndedByAClockRunningBehindDoesNotTurnTheHistoryRound() {
        world.request(Requests.removeClass(2, MODEL, "sport"));
        JobSpecification job = onlyJob();
        world.command(new Command.JobDone(5, MODEL, job.batchId(), job.baseHash(), Outcomes.unlearned(job, CLASSES)));
        assertThat(status(2).getState()).isEqualTo(VERIFIED);
        assertThat(times(2)).hasSize(4).isSorted();
    }

    @Test
    void anOrderOfTomorrowIsObeyedToday() {
        long tomorrow = World.START.plus(Duration.ofDays(1)).toEpochMilli();
        world.order(Orders.pause(1, MODEL), tomorrow);
        world.request(Requests.removeClass(2, MODEL, "sport"));
        world.order(Orders.resume(2, MODEL), tomorrow);
        JobSpecification job = onlyJob();
        world.done(job, Outcomes.unlearned(job, CLASSES));
        Instant latest = World.START.plus(Duration.ofMinutes(1));
        assertThat(status(2).getState()).isEqualTo(VERIFIED);
        assertThat(times(2)).hasSize(4).isSorted().allMatch(latest::isAfter);
        assertThat(world.audit()).hasSize(3).allMatch(record -> record.getRecordedAt()
                .isBefore(latest));
    }

    private List<Instant> times(int request) {
        return status(request).getTransitions().stream()
                .map(transition -> transition.getAt())
                .toList();
    }

    @Test
    void anOrderThatIsNoneBecomesADeadLetter() {
        world.rawCommand(new BinaryWriter()
                .writeByte(1)
                .writeByte(16)
                .writeLong(0)
                .writeString("no uuid")
                .writeString(MODEL)
                .writeString("desk")
                .writeString("")
                .writeByte(4)
                .toByteArray());
        List<TestRecord<byte[], byte[]>> letters = world.deadLetters();
        assertThat(letters).hasSize(1);
        assertThat(header(letters.get(0), "expunge.reason")).isEqualTo("UNREADABLE");
        assertThat(header(letters.get(0), "expunge.detail")).contains("order id");
        answer(Orders.pause(1, MODEL), "DONE");
    }
}
