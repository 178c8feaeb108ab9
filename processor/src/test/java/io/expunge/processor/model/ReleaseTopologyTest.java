/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.expunge.events.AuditKind;
import io.expunge.events.AuditRecorded;
import io.expunge.events.Indistinguishability;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.ReasonCode;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.job.ReleaseTerms;
import io.expunge.processor.request.Reason;
import io.expunge.processor.testing.Orders;
import io.expunge.processor.testing.Outcomes;
import io.expunge.processor.testing.Requests;
import io.expunge.processor.testing.World;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The account of a model that is released with noise, through the real topology. */
class ReleaseTopologyTest {
    private static final String MODEL = "news";
    private static final List<String> CLASSES = List.of("culture", "health", "science", "sport", "travel");

    @TempDir
    private Path state;

    private World world;

    @BeforeEach
    void open() {
        world = world(Map.of());
    }

    private World world(Map<String, String> more) {
        Map<String, String> settings = new java.util.TreeMap<>(Map.of(
                "expunge.indistinguishability.models", MODEL,
                "expunge.indistinguishability.secret", "nobody-reads-it",
                "expunge.indistinguishability.budget-epsilon", "2"));
        settings.putAll(more);
        World opened = new World(state.resolve(settings.toString().hashCode() + ""), settings);
        opened.register(Requests.registration(1, MODEL, "a".repeat(64)));
        JobSpecification job = onlyJob(opened);
        opened.done(job, Outcomes.admitted(job, CLASSES));
        opened.audit();
        return opened;
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static JobSpecification onlyJob(World where) {
        List<JobSpecification> jobs = where.jobs.take();
        assertThat(jobs).hasSize(1);
        return jobs.get(0);
    }

    private void removeClass(int request, String label) {
        world.request(Requests.removeClass(request, MODEL, label));
        JobSpecification job = onlyJob(world);
        world.done(job, Outcomes.withNoise(job, Outcomes.unlearned(job, CLASSES)));
    }

    private void rollback(int order, long to) {
        world.order(Orders.rollback(order, MODEL, to));
        JobSpecification job = onlyJob(world);
        world.done(job, Outcomes.withNoise(job, Outcomes.rolledBack(job, List.of("culture", "health"))));
    }

    private Indistinguishability newest() {
        List<ModelVersionPublished> versions = world.versions();
        return versions.get(versions.size() - 1).getIndistinguishability();
    }

    private List<Map<String, String>> warnings() {
        return world.audit().stream()
                .filter(record -> record.getKind() == AuditKind.BUDGET_WARNING)
                .map(AuditRecorded::getFacts)
                .toList();
    }

    @Test
    void aTrainedVersionHasNoNoiseAndCostsNothing() {
        assertThat(newest()).isNull();
    }

    @Test
    void requestsAreChargedOnceAndARollbackOnceMore() {
        removeClass(2, "sport");
        assertThat(newest().getReleases()).isEqualTo(1);
        assertThat(newest().getAccountEpsilon()).isCloseTo(1, within(1e-6));
        removeClass(3, "travel");
        removeClass(4, "science");
        assertThat(newest().getReleases()).isEqualTo(1);
        rollback(1, 1);
        assertThat(newest().getReleases()).isEqualTo(2);
        assertThat(newest().getAccountMu()).isCloseTo(Math.sqrt(2) * 6e-4 / newest().getNoise(), within(1e-9));
        assertThat(newest().getAccountEpsilon()).isGreaterThan(1.4).isLessThan(1.6);
        assertThat(warnings()).isEmpty();
    }

    @Test
    void theBudgetIsWarnedOfOnceThenTightenedThenSpent() {
        removeClass(2, "sport");
        rollback(1, 1);
        assertThat(warnings()).isEmpty();
        rollback(2, 2);
        assertThat(warnings()).singleElement().satisfies(facts -> assertThat(facts)
                .containsEntry("state", "NEAR")
                .containsEntry("budgetEpsilon", "2.0")
                .containsEntry("releases", "3")
                .containsEntry("version", "4"));
        double distance = 3e-4;
        int order = 3;
        int tightened = 0;
        while (true) {
            world.order(Orders.rollback(order++, MODEL, 1 + order % 2));
            JobSpecification job = onlyJob(world);
            if (job.terms() instanceof ReleaseTerms.Spent spent) {
                world.done(job, new Outcome.Refused(new Reason(ReasonCode.BUDGET_SPENT, spent.why())));
                break;
            }
            world.done(job, Outcomes.withNoise(job, Outcomes.rolledBack(job, List.of("culture", "health"))));
            assertThat(newest().getDistance()).isLessThan(distance);
            distance = newest().getDistance();
            assertThat(newest().getAccountEpsilon()).isLessThanOrEqualTo(2);
            assertThat(warnings()).singleElement().satisfies(facts -> assertThat(facts)
                    .containsEntry("state", "TIGHTENED"));
            tightened++;
        }
        assertThat(tightened).isBetween(4, 8);
        assertThat(world.audit())
                .extracting(record -> record.getFacts().get("refusal"))
                .contains("BUDGET_SPENT");
        removeClass(90, "travel"); // a request is served all the same
        assertThat(newest().getDistance()).isEqualTo(3e-4);
    }

    @Test
    void aRestartHandsOverTheSameJobOnTheSameTerms() {
        world.request(Requests.removeClass(2, MODEL, "sport"));
        JobSpecification job = onlyJob(world);
        world.wake();
        assertThat(world.jobs.take()).containsExactly(job);
        assertThat(job.terms()).isInstanceOf(ReleaseTerms.Noisy.class);
    }

    @Test
    void thePromiseIsPartOfTheBatchesName() {
        world.request(Requests.removeClass(2, MODEL, "sport"));
        String batchId = onlyJob(world).batchId();
        world.close();
        world = world(Map.of("expunge.indistinguishability.epsilon", "0.5"));
        world.request(Requests.removeClass(2, MODEL, "sport"));
        assertThat(onlyJob(world).batchId()).isNotEqualTo(batchId);
    }

    /** A retry comes to the very same release, and the refusal tells no number. */
    @Test
    void aRefusalIsNotCharged() {
        world.request(Requests.removeClass(2, MODEL, "sport"));
        JobSpecification job = onlyJob(world);
        world.done(job, new Outcome.Failed(new Reason(ReasonCode.ACCURACY_LOSS, "It costs too much.")));
        removeClass(3, "travel");
        assertThat(newest().getReleases()).isEqualTo(1);
        rollback(1, 1);
        assertThat(newest().getReleases()).isEqualTo(2);
    }

    /** As after the noise was switched off: an older state taken up again without it tells all there is to tell. */
    @Test
    void aRollbackWithoutNoiseVoidsTheAccount() {
        removeClass(2, "sport");
        world.order(Orders.rollback(1, MODEL, 1));
        JobSpecification job = onlyJob(world);
        world.done(job, Outcomes.rolledBack(job, List.of("culture", "health")));
        assertThat(newest()).isNull();
        assertThat(warnings()).singleElement().satisfies(facts -> assertThat(facts)
                .containsEntry("state", "VOID")
                .containsEntry("spentEpsilon", "Infinity"));
        world.order(Orders.rollback(2, MODEL, 2));
        assertThat(onlyJob(world).terms()).isInstanceOf(ReleaseTerms.Spent.class);
    }

    @Test
    void nothingIsPreparedForIt() {
        world.wake();
        assertThat(world.jobs.heads().get(MODEL).classes()).isEmpty();
    }
}
