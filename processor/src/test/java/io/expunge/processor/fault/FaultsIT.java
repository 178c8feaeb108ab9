/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.DeletionRequested;
import io.expunge.events.RequestState;
import io.expunge.processor.Seeds;
import io.expunge.unlearning.corpus.SampleCorpus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promises while one thing after another breaks, all on one broker. What is at rest at the end of each test is judged
 * by every promise.
 */
class FaultsIT {
    private static final String MODEL = "newsroom";
    private static final long SEED = Seeds.faults();
    private static final SampleCorpus.Split CORPUS = SampleCorpus.generate(SEED, 240);

    @TempDir
    private static Path directory;

    private static Ground ground;
    private final Load load = new Load(MODEL, 100, CORPUS, SEED);

    @BeforeAll
    static void start() throws Exception {
        System.out.println("Faults are drawn from seed " + SEED + "; -Dexpunge.faults.seed=N draws others.");
        ground = new Ground(directory);
    }

    @AfterAll
    static void stop() {
        ground.close();
    }

    private static void judge(Site site) throws InterruptedException {
        site.witness.awaitRest(Ground.PATIENCE);
        site.witness.judge();
        assertThat(site.witness.deadLetters()).isEmpty();
    }

    private static void requireVerified(Site site) {
        assertThat(site.witness.ask(site.witness.requests()::states)).containsOnlyKeys(RequestState.VERIFIED);
    }

    private void send(Site site, int number) throws Exception {
        for (int i = 0; i < number; i++) {
            site.request(load.document());
        }
    }

    @Test
    void aProcessorKilledAtAnyStepLosesNothing() throws Exception {
        try (Site site = ground.site(Map.of("expunge.batch.status-slice", "2"))) {
            ChildJvm running = site.startProcessor("a", Map.of());
            site.publish(1, MODEL, CORPUS);
            for (Step step : List.of(
                    Step.IN_JOB,
                    Step.BEFORE_PUT,
                    Step.AFTER_PUT,
                    Step.JOB_DONE,
                    Step.BEFORE_COMMIT,
                    Step.AFTER_COMMIT,
                    Step.OUTBOX,
                    Step.HEAD_HINT)) {
                running = killedAt(site, running, step);
            }
            running.kill();
            ChildJvm restoring = site.launch("a", Map.of(ProcessorChild.TRAP, Step.RESTORE.name()));
            restoring.await("reached RESTORE", Ground.PATIENCE);
            restoring.kill();
            site.startProcessor("a", Map.of());
            judge(site);
            requireVerified(site);
        }
    }

    /** Several requests come at once, so that there is a batch of one and then a larger one. */
    private ChildJvm killedAt(Site site, ChildJvm running, Step step) throws Exception {
        running.tell("set " + step);
        send(site, 5);
        running.await("reached " + step, Ground.PATIENCE);
        running.kill();
        site.request(load.document());
        return site.startProcessor("a", Map.of());
    }

    @Test
    void aProcessorKilledDuringAPurgeErasesEachArtifactAndGivesOneReceipt() throws Exception {
        try (Site site = ground.site(Map.of("expunge.purge.policy", "immediate"))) {
            ChildJvm running = site.startProcessor("a", Map.of());
            site.publish(1, MODEL, CORPUS);
            int purged = 0;
            for (Step step : List.of(Step.BEFORE_ERASURE, Step.AFTER_ERASURE)) {
                running.tell("set " + step);
                send(site, 1);
                running.await("reached " + step, Ground.PATIENCE);
                running.kill();
                running = site.startProcessor("a", Map.of());
                int expected = ++purged;
                site.witness.await(
                        "version " + expected + " is purged",
                        Ground.PATIENCE,
                        () -> site.witness.purges().count() == expected
                                && site.witness.versions().count() == expected + 1);
            }
            site.witness.awaitRest(Ground.PATIENCE);
            site.witness.ask(() -> {
                site.witness.purges().judge();
                return site.store.list();
            });
            assertThat(site.store.list()).hasSize(1);
            requireVerified(site);
        }
    }

    @Test
    void aFrozenOwnerAnnouncesNothingWhenItWakes() throws Exception {
        try (Site site = ground.site(Map.of())) {
            ChildJvm owner = site.startProcessor("a", Map.of());
            site.publish(1, MODEL, CORPUS);
            for (Step step : List.of(Step.BEFORE_COMMIT, Step.AFTER_PUT)) {
                owner.tell("set " + step);
                site.request(load.document());
                owner.await("reached " + step, Ground.PATIENCE);
                owner.freeze();
                ChildJvm heir = site.startProcessor("heir-" + step, Map.of());
                site.witness.awaitRest(Ground.PATIENCE);
                int versions = site.witness.ask(site.witness.versions()::count);
                owner.thaw();
                owner.tell("release");
                owner.await("released", Ground.PATIENCE);
                send(site, 2);
                judge(site);
                assertThat(site.witness.ask(site.witness.versions()::count)).isBetween(versions + 1, versions + 2);
                owner.kill();
                owner = heir;
            }
            requireVerified(site);
        }
    }

    @Test
    void partitionsMoveBetweenThreeInstancesInTheMiddleOfJobs() throws Exception {
        try (Site site = ground.site(Map.of("expunge.standby-replicas", "1"))) {
            ChildJvm first = site.startProcessor("a", Map.of());
            site.publish(1, MODEL, CORPUS);
            Load other = new Load("archive", 10_000, CORPUS, SEED);
            site.publish(2, other.modelId(), CORPUS);
            first.tell("set IN_JOB");
            send(site, 3);
            first.await("reached IN_JOB", Ground.PATIENCE);
            ChildJvm second = site.startProcessor("b", Map.of());
            ChildJvm third = site.startProcessor("c", Map.of());
            for (int i = 0; i < 5; i++) {
                site.request(other.any());
                send(site, 1);
            }
            first.tell("release");
            first.tell("close");
            assertThat(first.exitCode()).isZero();
            second.kill();
            send(site, 3);
            site.request(other.any());
            judge(site);
            third.tell("close");
            assertThat(third.exitCode()).isZero();
        }
    }

    @Test
    void aBrokerThatIsStoppedKilledSlowAndCutOffLosesNothing() throws Exception {
        try (Site site = ground.site(Map.of())) {
            site.startProcessor("a", Map.of("bootstrap.servers", ground.slowBootstrapServers()));
            site.publish(1, MODEL, CORPUS);
            ground.proxy().delay(100);
            send(site, 3);
            ground.proxy().cut();
            site.witness.awaitRest(Ground.PATIENCE);
            ground.proxy().delay(0);
            send(site, 2);
            ground.stopBroker();
            ground.startBroker();
            send(site, 2);
            ground.broker().kill();
            ground.startBroker();
            send(site, 2);
            judge(site);
            requireVerified(site);
        }
    }

    @Test
    void aRegistryThatIsDownMakesNoDeadLetter() throws Exception {
        try (Site site = ground.site(Map.of("expunge.intake.registry-patience-seconds", "2"))) {
            ChildJvm running = site.startProcessor("a", Map.of());
            site.publish(1, MODEL, CORPUS);
            DeletionRequested request = load.document();
            byte[] unknown = EvolvedRequest.write(site.registry, site.topics, request);
            ground.stopRegistry();
            site.requestRaw(request, unknown);
            running.await("stopped", Ground.PATIENCE);
            assertThat(running.exitCode()).isEqualTo(1);
            ChildJvm refused = site.launch("a", Map.of());
            refused.await("refused", Ground.PATIENCE);
            ground.startRegistry();
            site.startProcessor("a", Map.of());
            judge(site);
            requireVerified(site);
        }
    }

    @Test
    void aJobThatThrowsNeverEndsOrIsTooBigIsQuarantinedAndTheNextIsServed() throws Exception {
        try (Site site = ground.site(Map.of("expunge.job.deadline-seconds", "1"))) {
            ChildJvm running = site.startProcessor("a", Map.of());
            site.publish(1, MODEL, CORPUS);
            for (JobFaults.Kind kind : List.of(JobFaults.Kind.THROW, JobFaults.Kind.ENDLESS, JobFaults.Kind.HUGE)) {
                running.instruct("jobs " + kind, Ground.PATIENCE);
                send(site, 1);
                site.witness.awaitRest(Ground.PATIENCE);
                running.instruct("jobs NONE", Ground.PATIENCE);
                send(site, 1);
                site.witness.awaitRest(Ground.PATIENCE);
            }
            judge(site);
            assertThat(site.witness.ask(site.witness.requests()::states))
                    .isEqualTo(Map.of(RequestState.QUARANTINED, 3L, RequestState.VERIFIED, 3L));
        }
    }

    @Test
    void replaysSteppedClocksOldModelsAndLostStateBringNothingBack() throws Exception {
        try (Site site = ground.site(Map.of())) {
            ChildJvm running = site.startProcessor("a", Map.of());
            var old = site.publish(1, MODEL, CORPUS);
            send(site, 2);
            site.witness.awaitRest(Ground.PATIENCE);
            for (long step : List.of(86_400_000L, -3 * 86_400_000L, 1_000L)) {
                running.instruct("clock " + step, Ground.PATIENCE);
                send(site, 2);
                site.register((int) (step % 1_000_003), MODEL, old);
                site.witness.awaitRest(Ground.PATIENCE);
            }
            int versions = site.witness.ask(site.witness.versions()::count);
            assertThat(site.replayRequests()).isEqualTo(8);
            running.kill();
            ChildJvm stranger = site.launch("b", Map.of("expunge.application-id", "stranger"));
            stranger.await("refused", Ground.PATIENCE);
            running = site.startProcessor("a", Map.of());
            send(site, 1);
            judge(site);
            requireVerified(site);
            assertThat(site.witness.ask(site.witness.versions()::count)).isEqualTo(versions + 1);
        }
    }
}
