/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import static io.expunge.events.RequestState.BATCHED;
import static io.expunge.events.RequestState.QUARANTINED;
import static io.expunge.events.RequestState.VERIFIED;
import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.CheckOutcome;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.ReasonCode;
import io.expunge.events.RequestStatusChanged;
import io.expunge.events.VerificationCheck;
import io.expunge.processor.codec.Values;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.command.OperatorOrder;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.job.JobSpecification.Wanted;
import io.expunge.processor.job.ReleaseTerms;
import io.expunge.processor.service.ProcessorConfiguration;
import io.expunge.processor.testing.Checks;
import io.expunge.processor.testing.Orders;
import io.expunge.processor.testing.Outcomes;
import io.expunge.processor.testing.Requests;
import io.expunge.processor.testing.World;
import io.expunge.store.HonouredDeletions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a removal that costs too much to the version an operator accepts, through the real topology. */
class AcceptedLossTopologyTest {
    private static final String MODEL = "news";
    private static final List<String> CLASSES =
            List.of("culture", "health", "politics", "science", "sport", "travel", "weather");

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

    private JobSpecification.Unlearning onlyUnlearning() {
        return (JobSpecification.Unlearning) onlyJob();
    }

    private RequestStatusChanged status(int request) {
        return world.status(MODEL, Requests.id(request).toString()).orElseThrow();
    }

    private JobSpecification quarantine(int request, String label) {
        world.request(Requests.removeClass(request, MODEL, label));
        JobSpecification job = onlyJob();
        world.done(job, Outcomes.tooCostly());
        assertThat(status(request).getState()).isEqualTo(QUARANTINED);
        assertThat(status(request).getReasonCode()).isEqualTo(ReasonCode.ACCURACY_LOSS);
        return job;
    }

    private String outcome(OperatorOrder order) {
        world.order(order);
        return world.audit().stream()
                .filter(one -> order.orderId().equals(one.getFacts().get("orderId")))
                .map(one -> one.getFacts().get("outcome"))
                .findFirst()
                .orElse("REFUSED");
    }

    private static List<String> ids(JobSpecification.Unlearning job) {
        return job.requests().stream().map(Wanted::requestId).toList();
    }

    private static String id(int request) {
        return Requests.id(request).toString();
    }

    /** Served, with a guard that failed beside the certified check that passed. */
    private static Outcome served(JobSpecification job) {
        Outcome.Produced produced = (Outcome.Produced) Outcomes.unlearned(job, CLASSES);
        List<VerificationCheck> checks = new ArrayList<>(produced.draft().getChecks());
        checks.add(Checks.empirical("retained-accuracy", CheckOutcome.FAILED));
        return new Outcome.Produced(
                ModelVersionPublished.newBuilder(produced.draft())
                        .setChecks(checks)
                        .build(),
                produced.served());
    }

    @Test
    void anAcceptedLossIsServedAndVerified() {
        JobSpecification first = quarantine(2, "sport");
        assertThat(((JobSpecification.Unlearning) first).lossAcceptedBy()).isEmpty();
        world.order(Orders.accept(1, MODEL, 2));
        assertThat(world.audit()).singleElement().satisfies(record -> assertThat(record.getFacts())
                .containsEntry("verb", "RETRY")
                .containsEntry("outcome", "DONE")
                .containsEntry("operator", "privacy-desk")
                .containsEntry("reason", "The erasure is lawful.")
                .containsEntry("acceptsAccuracyLoss", "true"));
        JobSpecification.Unlearning second = onlyUnlearning();
        assertThat(second.lossAcceptedBy()).contains("privacy-desk");
        assertThat(second.batchId()).isNotEqualTo(first.batchId());
        world.done(second, served(second));
        assertThat(status(2).getState()).isEqualTo(VERIFIED);
        assertThat(status(2).getTransitions())
                .extracting(transition -> transition.getDetail())
                .contains("Put back into the queue, its cost in accuracy accepted, by operator privacy-desk:"
                        + " The erasure is lawful.");
    }

    @Test
    void aRetryThatAcceptsNothingEndsInQuarantineAgain() {
        quarantine(2, "sport");
        assertThat(outcome(Orders.retry(1, MODEL, 2))).isEqualTo("DONE");
        JobSpecification.Unlearning job = onlyUnlearning();
        assertThat(job.lossAcceptedBy()).isEmpty();
        world.done(job, Outcomes.tooCostly());
        assertThat(status(2).getState()).isEqualTo(QUARANTINED);
    }

    /** What was accepted holds for one retry: whoever gives the next decides anew. */
    @Test
    void theNextRetryTakesBackWhatWasAccepted() {
        quarantine(2, "sport");
        world.order(Orders.accept(1, MODEL, 2));
        world.done(onlyJob(), Outcomes.failed());
        world.order(Orders.retry(2, MODEL, 2));
        assertThat(onlyUnlearning().lossAcceptedBy()).isEmpty();
    }

    @Test
    void givenTwiceOrTooLateTheOrderChangesNothing() {
        quarantine(2, "sport");
        assertThat(outcome(Orders.accept(1, MODEL, 2))).isEqualTo("DONE");
        JobSpecification.Unlearning job = onlyUnlearning();
        assertThat(outcome(Orders.accept(1, MODEL, 2))).isEqualTo("UNCHANGED");
        assertThat(outcome(Orders.accept(2, MODEL, 2, "other-desk"))).isEqualTo("UNCHANGED");
        world.wake();
        assertThat(onlyJob()).as("submitted again after a restart").isEqualTo(job);
        assertThat(job.lossAcceptedBy()).contains("privacy-desk");
        world.done(job, served(job));
        world.done(job, served(job));
        assertThat(status(2).getState()).isEqualTo(VERIFIED);
        assertThat(outcome(Orders.accept(3, MODEL, 2))).isEqualTo("REFUSED");
    }

    @Test
    void whatIsAcceptedForOneRequestIsNotSpentOnOthers() {
        quarantine(2, "sport");
        quarantine(3, "health");
        quarantine(4, "travel");
        quarantine(5, "weather");
        world.order(Orders.pause(1, MODEL));
        world.order(Orders.accept(2, MODEL, 2));
        world.order(Orders.accept(3, MODEL, 3));
        world.order(Orders.accept(4, MODEL, 4, "other-desk"));
        world.order(Orders.retry(5, MODEL, 5));
        world.request(Requests.removeDocuments(6, MODEL, "d"));
        world.order(Orders.resume(7, MODEL));
        List<String> batches = new ArrayList<>();
        for (List<JobSpecification> jobs = world.jobs.take(); !jobs.isEmpty(); jobs = world.jobs.take()) {
            JobSpecification.Unlearning job = (JobSpecification.Unlearning) jobs.get(0);
            batches.add(job.lossAcceptedBy().orElse("nobody") + ids(job));
            world.done(job, served(job));
        }
        // One after the other at first, because a batch has just failed; then as many as go together.
        assertThat(batches)
                .containsExactly(
                        "privacy-desk" + List.of(id(2)),
                        "privacy-desk" + List.of(id(3)),
                        "other-desk" + List.of(id(4)),
                        "nobody" + List.of(id(5), id(6)));
    }

    /** A batch that fails is halved, and what was accepted stays with its requests. */
    @Test
    void aHalvedBatchKeepsWhatWasAccepted() {
        quarantine(2, "sport");
        quarantine(3, "health");
        world.request(Requests.removeDocuments(4, MODEL, "d"));
        JobSpecification other = onlyJob();
        world.done(other, Outcomes.unlearned(other, CLASSES)); // two at once are tried again after that
        world.order(Orders.pause(1, MODEL));
        world.order(Orders.accept(2, MODEL, 2));
        world.order(Orders.accept(3, MODEL, 3));
        world.order(Orders.resume(5, MODEL));
        JobSpecification.Unlearning both = onlyUnlearning();
        assertThat(ids(both)).containsExactly(id(2), id(3));
        world.done(both, Outcomes.failed());
        JobSpecification.Unlearning half = onlyUnlearning();
        assertThat(ids(half)).containsExactly(id(2));
        assertThat(half.lossAcceptedBy()).contains("privacy-desk");
    }

    /** The ids of batches that nobody accepted anything for are what they were before anybody could. */
    @Test
    void theNameOfABatchSaysWhoAccepted() {
        RequestRow row = RequestRow.received(Values.REQUEST, 5);
        String first = batchId(row.withLossAcceptedBy(Optional.of("a")));
        assertThat(batchId(row)).isEqualTo("53018782a674b8e75a24fcf0a98410123ee9eebe552864e787d5f647cacfc8c3");
        assertThat(first).isNotEqualTo(batchId(row)).isNotEqualTo(batchId(row.withLossAcceptedBy(Optional.of("b"))));
    }

    private static String batchId(RequestRow row) {
        return BatchId.of(
                MODEL,
                "b".repeat(64),
                "hessian-reassignment",
                ProcessorConfiguration.defaults().policy(),
                List.of(row),
                HonouredDeletions.NONE,
                List.of(),
                ReleaseTerms.PLAIN);
    }

    @Test
    void aRegistrationCostsNothingToAccept() {
        world.register(Requests.registration(2, MODEL, "b".repeat(64)));
        world.done(onlyJob(), Outcomes.failed());
        world.audit();
        world.order(Orders.accept(1, MODEL, 2));
        assertThat(world.audit()).isEmpty();
        assertThat(world.jobs.take()).isEmpty();
        assertThat(world.deadLetters()).singleElement().satisfies(letter -> assertThat(
                        new String(letter.headers().lastHeader("expunge.reason").value(), StandardCharsets.UTF_8))
                .isEqualTo("NO_ACCURACY_LOSS"));
        assertThat(outcome(Orders.retry(2, MODEL, 2))).isEqualTo("DONE");
        assertThat(status(2).getState()).isEqualTo(BATCHED);
    }
}
