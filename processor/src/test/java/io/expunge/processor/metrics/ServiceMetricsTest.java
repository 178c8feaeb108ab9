/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.expunge.events.CheckOutcome;
import io.expunge.events.ClassRemoval;
import io.expunge.processor.command.Command;
import io.expunge.processor.intake.DeadLetter;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.job.PreparedLoad;
import io.expunge.processor.job.PurgeLoad;
import io.expunge.processor.job.PurgeSpecification;
import io.expunge.processor.model.ModelOutput;
import io.expunge.processor.model.ModelWatch;
import io.expunge.processor.model.ReleasePolicy;
import io.expunge.processor.request.Coordinates;
import io.expunge.processor.service.ProcessorConfiguration;
import io.expunge.processor.testing.Orders;
import io.expunge.processor.testing.Outcomes;
import io.expunge.processor.testing.Requests;
import io.expunge.processor.testing.Scrape;
import io.expunge.processor.testing.World;
import io.expunge.schemas.InMemorySchemaRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the metrics say of a ledger, with jobs that a test ends by hand. */
class ServiceMetricsTest {
    private static final List<String> CLASSES = List.of("science", "sport", "travel", "weather");
    private static final long LATER = 1000;

    @TempDir
    private Path directory;

    private ServiceMetrics metrics = metrics(10);
    private Optional<World> open = Optional.empty();

    private static ServiceMetrics metrics(int maximumModels) {
        return new ServiceMetrics(maximumModels, Clock.fixed(World.START.plusSeconds(LATER), ZoneOffset.UTC));
    }

    private World world() {
        World world = new World(directory, Map.of(), new InMemorySchemaRegistry(), metrics);
        open = Optional.of(world);
        return world;
    }

    @AfterEach
    void close() {
        open.ifPresent(World::close);
        metrics.close();
    }

    private Scrape scrape() {
        return Scrape.of(metrics.scrape());
    }

    private double requests(String model, String state) {
        return scrape().value("expunge_requests", "model=\"" + model + "\"", "state=\"" + state + "\"")
                .orElseThrow();
    }

    private Optional<Double> of(String name, String model) {
        return scrape().value(name, "model=\"" + model + "\"");
    }

    private static JobSpecification only(World world) {
        List<JobSpecification> waiting = world.jobs.take();
        assertThat(waiting).hasSize(1);
        return waiting.get(0);
    }

    private static void publish(World world, String model, int number) {
        world.register(Requests.registration(number, model, "a".repeat(64)));
        JobSpecification job = only(world);
        world.done(job, Outcomes.admitted(job, CLASSES));
    }

    @Test
    void theAccountOfReleasesWithNoiseIsShown() {
        Map<String, String> noise = Map.of(
                "expunge.indistinguishability.models", "news",
                "expunge.indistinguishability.secret", "nobody-reads-it");
        ReleasePolicy policy = ProcessorConfiguration.of(noise).policy().release();
        metrics = new ServiceMetrics(10, Clock.systemUTC(), policy);
        World world = new World(directory, noise, new InMemorySchemaRegistry(), metrics);
        open = Optional.of(world);
        publish(world, "news", 1);
        publish(world, "letters", 2);
        assertThat(of("expunge_indistinguishability_epsilon", "news")).isEmpty();

        world.request(Requests.removeClass(3, "news", "science"));
        JobSpecification job = only(world);
        world.done(job, Outcomes.withNoise(job, Outcomes.unlearned(job, CLASSES)));
        assertThat(of("expunge_indistinguishability_epsilon", "news").orElseThrow())
                .isCloseTo(1, within(1e-6));
        assertThat(of("expunge_indistinguishability_budget_used", "news").orElseThrow())
                .isCloseTo(0.25, within(1e-6));
        assertThat(of("expunge_indistinguishability_budget_used", "letters")).isEmpty();
    }

    @Test
    void aRequestIsCountedOnceInTheStateItIsIn() {
        World world = world();
        publish(world, "news", 1);
        assertThat(scrape().value("expunge_registrations", "state=\"verified\""))
                .contains(1.0);

        world.request(Requests.removeClass(2, "news", "science"));
        JobSpecification job = only(world);
        world.request(Requests.removeClass(3, "news", "sport"));
        world.request(Requests.removeClass(3, "news", "sport"));
        assertThat(requests("news", "batched")).isEqualTo(1);
        assertThat(requests("news", "received")).isEqualTo(1);
        assertThat(requests("news", "verified")).isZero();

        world.done(job, Outcomes.unlearned(job, CLASSES));
        assertThat(requests("news", "verified")).isEqualTo(1);
        assertThat(requests("news", "batched")).isEqualTo(1);
        assertThat(requests("news", "received")).isZero();
        assertThat(of("expunge_model_version", "news")).contains(2.0);
        assertThat(scrape().value("expunge_versions_published_total", "operation=\"unlearned\""))
                .contains(1.0);
        assertThat(scrape().value("expunge_versions_published_total", "operation=\"trained\""))
                .contains(1.0);
    }

    @Test
    void aFailedVerdictAndWhatFollowsAreCountedOnce() {
        World world = world();
        publish(world, "news", 1);
        world.request(Requests.removeClass(2, "news", "science"));
        JobSpecification job = only(world);
        world.done(job, Outcomes.unlearned(job, CLASSES, CheckOutcome.FAILED));
        assertThat(failedVerdicts("publication")).contains(1.0);
        assertThat(of("expunge_requests_verification_failed", "news")).contains(1.0);
        assertThat(repairs("queued")).contains(1.0);

        JobSpecification repair = only(world);
        world.done(repair, Outcomes.repaired(repair, List.of("culture", "health")));
        assertThat(repairs("published")).contains(1.0);
        assertThat(repairs("passed")).contains(1.0);
        assertThat(repairs("failed")).contains(0.0);
        assertThat(of("expunge_requests_verification_failed", "news")).contains(0.0);
        assertThat(failedVerdicts("publication")).contains(1.0);
    }

    private Optional<Double> failedVerdicts(String stage) {
        return scrape().value("expunge_verdicts_failed_total", "model=\"news\"", "stage=\"" + stage + "\"");
    }

    private Optional<Double> repairs(String outcome) {
        return scrape().value("expunge_repairs_total", "outcome=\"" + outcome + "\"");
    }

    @Test
    void theOldestOpenRequestAndTheNearestDueDateAreThoseOfOpenRequestsOnly() {
        World world = world();
        publish(world, "news", 1);
        assertThat(of("expunge_oldest_open_request_age_seconds", "news")).contains(0.0);
        assertThat(of("expunge_time_to_due_seconds", "news")).isEmpty();

        world.request(Requests.of(2, "news", new ClassRemoval("science"))
                .setDueBy(World.START.plusSeconds(LATER - 60))
                .build());
        JobSpecification job = only(world);
        world.request(Requests.of(3, "news", new ClassRemoval("sport"))
                .setDueBy(World.START.plusSeconds(LATER + 300))
                .build());
        assertThat(of("expunge_time_to_due_seconds", "news")).contains(-60.0);
        assertThat(of("expunge_oldest_open_request_age_seconds", "news")).contains((double) LATER);

        world.done(job, Outcomes.unlearned(job, CLASSES));
        assertThat(of("expunge_time_to_due_seconds", "news")).contains(300.0);
        JobSpecification last = only(world);
        world.done(last, Outcomes.unlearned(last, List.of("sport", "travel", "weather")));
        assertThat(of("expunge_time_to_due_seconds", "news")).isEmpty();
        assertThat(of("expunge_oldest_open_request_age_seconds", "news")).contains(0.0);
    }

    @Test
    void aQuarantinedRequestIsOpen() {
        World world = world();
        publish(world, "news", 1);
        world.request(Requests.removeClass(2, "news", "science"));
        JobSpecification job = only(world);
        world.done(job, Outcomes.failed());
        assertThat(requests("news", "quarantined")).isEqualTo(1);
        assertThat(requests("news", "batched")).isZero();
        assertThat(of("expunge_oldest_open_request_age_seconds", "news")).contains((double) LATER);
    }

    @Test
    void aVersionThatFailedItsChecksShows() {
        World world = world();
        publish(world, "news", 1);
        world.request(Requests.removeClass(2, "news", "science"));
        JobSpecification job = only(world);
        assertThat(of("expunge_requests_verification_failed", "news")).contains(0.0);
        world.done(job, Outcomes.unlearned(job, CLASSES, CheckOutcome.FAILED));
        assertThat(of("expunge_requests_verification_failed", "news")).contains(1.0);
        assertThat(requests("news", "applied")).isEqualTo(1);
    }

    @Test
    void deadLettersAreCountedByStageAndReason() {
        World world = world();
        publish(world, "news", 1);
        world.rawRequest(new byte[] {1, 2, 3, 4, 5, 6});
        world.rawRequest(new byte[] {1, 2, 3, 4, 5, 6});
        world.request(Requests.removeClass(2, "news", "science"));
        world.request(Requests.removeClass(2, "news", "sport"));
        Scrape scrape = scrape();
        assertThat(scrape.value("expunge_dead_letters_total", "stage=\"intake\"", "reason=\"WRONG_MAGIC_BYTE\""))
                .contains(2.0);
        assertThat(scrape.value("expunge_dead_letters_total", "stage=\"model\"", "reason=\"CONFLICTING_DUPLICATE\""))
                .contains(1.0);
    }

    private Optional<Double> conflicts() {
        return scrape().value("expunge_dead_letters_total", "stage=\"model\"", "reason=\"CONFLICTING_DUPLICATE\"");
    }

    /** Records of one partition of the intake go to many tasks, and one task may be far behind another. */
    @Test
    void deadLettersOfTasksOutOfStepAreCountedEachAndOnce() {
        ModelWatch.TaskWatch ahead = metrics.watch(0, TaskTally.empty());
        ModelWatch.TaskWatch behind = metrics.watch(1, TaskTally.empty());
        ahead.told(conflict(900));
        behind.told(conflict(7));
        assertThat(conflicts()).contains(2.0);
        behind.told(conflict(8));
        assertThat(conflicts()).contains(3.0);
        behind.close();
        // Its transaction was aborted: what it told comes again.
        ModelWatch.TaskWatch again = metrics.watch(1, TaskTally.empty());
        again.told(conflict(7));
        again.told(conflict(8));
        assertThat(conflicts()).contains(3.0);
        again.told(conflict(9));
        assertThat(conflicts()).contains(4.0);
        ahead.close();
        again.close();
    }

    private static ModelOutput conflict(long offset) {
        Coordinates coordinates = new Coordinates("expunge.deletion-requests", 3, offset);
        return new ModelOutput.Dead(
                "news", DeadLetter.of(new byte[0], "model", "CONFLICTING_DUPLICATE", "other content", coordinates));
    }

    @Test
    void refusedOrdersOfOperatorsAreToldFromTheStart() {
        World world = world();
        publish(world, "news", 1);
        List<String> told = scrape().series("expunge_dead_letters_total");
        world.order(Orders.pause(1, "nobody"));
        world.order(Orders.retry(2, "news", 77));
        world.order(Orders.abandon(3, "news", 1));
        assertThat(scrape().series("expunge_dead_letters_total"))
                .as("a series that begins at one has no increase")
                .containsExactlyInAnyOrderElementsOf(told);
        assertThat(scrape().value("expunge_dead_letters_total", "stage=\"operator\"", "reason=\"UNKNOWN_MODEL\""))
                .contains(1.0);
    }

    @Test
    void onlySoManyPublishedModelsHaveALabelAndInventedOnesHaveNone() {
        metrics.close();
        metrics = metrics(2);
        World world = world();
        publish(world, "b", 1);
        publish(world, "a", 2);
        scrape();
        publish(world, "0", 3);
        for (int number = 10; number < 30; number++) {
            world.request(Requests.removeClass(number, "invented-" + number, "science"));
        }
        world.register(Requests.registration(40, "never-admitted", "b".repeat(64)));
        world.request(Requests.removeClass(41, "0", "science"));
        world.request(Requests.removeClass(42, "a", "science"));
        assertThat(scrape().values("model")).containsExactly("_other", "a", "b");
        assertThat(requests("_other", "rejected")).isEqualTo(20);
        assertThat(requests("_other", "batched")).isEqualTo(1);
        assertThat(requests("a", "batched")).isEqualTo(1);
        assertThat(of("expunge_oldest_open_request_age_seconds", "_other")).contains((double) LATER);
    }

    @Test
    void aTaskThatIsClosedLeavesNothingBehind() {
        World world = world();
        publish(world, "news", 1);
        world.request(Requests.removeClass(2, "news", "science"));
        world.close();
        open = Optional.empty();
        assertThat(scrape().values("model")).containsExactly("_other");
        assertThat(requests("_other", "batched")).isZero();
        assertThat(scrape().value("expunge_registrations", "state=\"verified\""))
                .contains(0.0);
    }

    @Test
    void whatIsBoundIsToldAfterAGarbageCollectionToo() {
        AtomicLong records = new AtomicLong();
        metrics.bindRestore(records::get, () -> 2.5);
        metrics.bindPrepared(() -> new PreparedLoad(3, 4, records.get()));
        metrics.bindHealth("store", () -> true);
        System.gc();
        records.set(7);
        assertThat(scrape().value("expunge_restored_records_total")).contains(7.0);
        assertThat(scrape().value("expunge_restore_seconds_total")).contains(2.5);
        assertThat(scrape().value("expunge_prepared_served_total")).contains(7.0);
        assertThat(scrape().value("expunge_prepared_answers")).contains(3.0);
        assertThat(scrape().value("expunge_health", "check=\"store\"")).contains(1.0);
    }

    @Test
    void noIdButTheModelsIsInALabel() {
        World world = world();
        publish(world, "news", 1);
        world.request(Requests.of(7, "news", new ClassRemoval("science"))
                .setCaseId("case-of-somebody")
                .setReason("because-they-asked")
                .build());
        assertThat(metrics.scrape())
                .contains("news")
                .doesNotContain(Requests.id(7).toString())
                .doesNotContain("case-of-somebody")
                .doesNotContain("because-they-asked")
                .doesNotContain("privacy-desk")
                .doesNotContain("science");
    }

    @Test
    void purgesAreCountedFromThePlanToTheReceipts() {
        World world = new World(
                directory, Map.of("expunge.purge.policy", "immediate"), new InMemorySchemaRegistry(), metrics);
        open = Optional.of(world);
        publish(world, "news", 1);
        assertThat(scrape().value("expunge_purges_planned_total")).contains(0.0);
        world.request(Requests.removeClass(2, "news", "science"));
        JobSpecification job = only(world);
        world.done(job, Outcomes.unlearned(job, CLASSES));
        assertThat(scrape().value("expunge_purges_planned_total")).contains(1.0);
        assertThat(scrape().value("expunge_purged_artifacts_total")).contains(0.0);
        PurgeSpecification purge = world.jobs.takePurges().get(0);
        Command.PurgeDone done = new Command.PurgeDone(
                World.START.toEpochMilli(),
                "news",
                purge.planSequence(),
                List.of(new Command.Erased(purge.targets().get(0).contentHash(), 11, 4711)),
                List.of(),
                List.of(),
                0);
        world.command(done);
        world.command(done);
        assertThat(scrape().value("expunge_purged_artifacts_total")).contains(1.0);
        assertThat(scrape().value("expunge_purged_bytes_total")).contains(4711.0);
    }

    @Test
    void theAgeOfTheOldestPurgeThatWaitsIsTold() {
        metrics.bindPurges(() -> new PurgeLoad(2, 5, Optional.of(World.START)));
        assertThat(scrape().value("expunge_purges_waiting")).contains(2.0);
        assertThat(scrape().value("expunge_purges_done_total")).contains(5.0);
        assertThat(scrape().value("expunge_oldest_purge_age_seconds")).contains((double) LATER);
    }
}
