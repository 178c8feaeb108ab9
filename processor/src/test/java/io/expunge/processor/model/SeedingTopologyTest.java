/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import static io.expunge.events.RequestState.FAILED;
import static io.expunge.events.RequestState.QUARANTINED;
import static io.expunge.events.RequestState.RECEIVED;
import static io.expunge.events.RequestState.VERIFIED;
import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.ReasonCode;
import io.expunge.events.RequestKind;
import io.expunge.events.RequestState;
import io.expunge.events.RequestStatusChanged;
import io.expunge.processor.command.Command;
import io.expunge.processor.command.LedgerSeed;
import io.expunge.processor.command.LedgerSeed.Fact;
import io.expunge.processor.command.LedgerSeed.OfRemembered;
import io.expunge.processor.command.LedgerSeed.OfRequest;
import io.expunge.processor.command.LedgerSeed.Owed;
import io.expunge.processor.command.LedgerSeed.Standing;
import io.expunge.processor.command.LedgerSeed.Step;
import io.expunge.processor.intake.DeadLetter;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.rebuild.Evidence;
import io.expunge.processor.rebuild.RebuildPlan;
import io.expunge.processor.testing.Orders;
import io.expunge.processor.testing.Outcomes;
import io.expunge.processor.testing.Requests;
import io.expunge.processor.testing.World;
import io.expunge.processor.topology.TopologyWatch;
import io.expunge.schemas.InMemorySchemaRegistry;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.Pseudonym;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Single seeds, sound and not, on an empty ledger. */
class SeedingTopologyTest {
    private static final String MODEL = "news";
    private static final String HEAD = "ab".repeat(32);
    private static final List<String> CLASSES = List.of("culture", "health", "sport");
    private static final long AT = World.START.toEpochMilli();

    @TempDir
    private Path state;

    private World world;

    @BeforeEach
    void open() {
        world = new World(state, Map.of());
        world.store.keys().getOrCreate(MODEL);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void plant(long version, String head, Fact fact) {
        world.command(new Command.Seed(AT, new LedgerSeed(MODEL, version, head, fact)));
    }

    private void stand() {
        plant(3, HEAD, new Standing(CLASSES, List.of("science"), 5, "cd".repeat(32), 1, Optional.empty()));
    }

    private static OfRequest request(int number, RequestState last, Owed owed) {
        return new OfRequest(
                Requests.id(number).toString(),
                RequestKind.DOCUMENT_REMOVAL,
                Optional.empty(),
                Optional.empty(),
                0,
                List.of(new Step(RECEIVED, AT, ReasonCode.NONE, "In."), new Step(last, AT, ReasonCode.NONE, "There.")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                -1,
                owed);
    }

    private static OfRequest registration(int number, RequestState last) {
        OfRequest request = request(number, last, Owed.NOTHING);
        return new OfRequest(
                request.requestId(),
                RequestKind.REGISTRATION,
                Optional.empty(),
                Optional.empty(),
                0,
                request.steps(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                -1,
                Owed.NOTHING);
    }

    private ModelState model() {
        return (ModelState) world.driver.getKeyValueStore(ModelStores.MODELS).get(MODEL);
    }

    private RequestStatusChanged status(int number) {
        return world.status(MODEL, Requests.id(number).toString()).orElseThrow();
    }

    @Test
    void whatReleasesWereChargedWithIsTakenOver() {
        stand();
        plant(3, HEAD, new LedgerSeed.OfReleases(0.5, 4, true));
        assertThat(model().account()).isEqualTo(ReleaseAccount.told(0.5, 4, true));
        assertThat(model().account().spent().mu()).isEqualTo(0.5);
    }

    @Test
    void theFirstStandingCountsAndNoOtherAfterIt() {
        stand();
        plant(9, "ef".repeat(32), new Standing(CLASSES, List.of(), 9, "cd".repeat(32), 0, Optional.empty()));
        assertThat(model().version()).isEqualTo(3);
        assertThat(model().headHash()).isEqualTo(HEAD);
        assertThat(model().removedClasses()).containsExactly("science");
        assertThat(model().auditSequence()).isEqualTo(5);
    }

    /** Who watches counts the whole ledger each time. */
    @Test
    void onlySeedsThatWerePlantedMakeTheWatchLookAgain() {
        Openings openings = new Openings();
        world.close();
        world = new World(state, Map.of(), new InMemorySchemaRegistry(), openings);
        world.store.keys().getOrCreate(MODEL);
        assertThat(openings.seen).hasValue(1);
        stand();
        plant(3, HEAD, request(1, QUARANTINED, Owed.NOTHING));
        world.wake();
        assertThat(openings.seen).as("once after both").hasValue(2);
        stand();
        plant(2, HEAD, request(2, QUARANTINED, Owed.NOTHING));
        world.wake();
        assertThat(openings.seen).as("after seeds that came too late").hasValue(2);
        plant(3, HEAD, request(2, QUARANTINED, Owed.NOTHING));
        stand();
        world.wake();
        assertThat(openings.seen)
                .as("after one that counted and one that did not")
                .hasValue(3);
    }

    private static final class Openings implements TopologyWatch {
        private final AtomicInteger seen = new AtomicInteger();

        @Override
        public ModelWatch models() {
            return (partition, stores) -> {
                seen.incrementAndGet();
                return ModelWatch.TaskWatch.NONE;
            };
        }

        @Override
        public void deadLetter(DeadLetter letter) {
            // Not what this is about.
        }
    }

    @Test
    void whatIsNoStandingIsIgnored() {
        plant(3, "../x", new Standing(CLASSES, List.of(), 5, "cd".repeat(32), 1, Optional.empty()));
        plant(0, HEAD, new Standing(CLASSES, List.of(), 5, "cd".repeat(32), 1, Optional.empty()));
        plant(-1, HEAD, new Standing(CLASSES, List.of(), 5, "cd".repeat(32), 1, Optional.empty()));
        plant(3, HEAD, new Standing(CLASSES, List.of(), -5, "cd".repeat(32), 1, Optional.empty()));
        plant(3, HEAD, new Standing(CLASSES, List.of(), 5, "", 1, Optional.empty()));
        plant(3, HEAD, request(1, QUARANTINED, Owed.NOTHING));
        assertThat(world.driver.getKeyValueStore(ModelStores.MODELS).get(MODEL)).isNull();
        assertThat(world.driver.getKeyValueStore(ModelStores.REQUESTS).all().hasNext())
                .isFalse();
    }

    @Test
    void aFactOfAnotherHeadIsIgnored() {
        stand();
        plant(2, HEAD, request(1, FAILED, Owed.LOST));
        plant(3, "ef".repeat(32), request(1, FAILED, Owed.LOST));
        plant(2, HEAD, new OfRemembered(new HonouredDeletions(List.of(new Pseudonym(1, 1)), List.of(), List.of())));
        assertThat(world.statuses()).isEmpty();
        assertThat(world.driver.getKeyValueStore(ModelStores.REMEMBERED).all().hasNext())
                .isFalse();
    }

    @Test
    void anOpenRequestWhoseContentIsGoneEndsAndSaysSo() {
        stand();
        plant(3, HEAD, request(1, RECEIVED, Owed.LOST));
        assertThat(status(1).getState()).isEqualTo(FAILED);
        assertThat(status(1).getDetail()).contains("Send it again under a new request id");
        assertThat(status(1).getTransitions()).hasSize(3);
    }

    @Test
    void retryingWhatIsNotReadAgainYetDoesNotSayThatNothingIsHeld() {
        stand();
        plant(3, HEAD, request(1, QUARANTINED, Owed.NOTHING));
        world.command(new Command.Operated(AT, Orders.retry(1, MODEL, 1)));
        assertThat(status(1).getState()).isEqualTo(QUARANTINED);
        assertThat(world.jobs.take()).isEmpty();

        world.request(Requests.removeDocuments(1, MODEL, "d1"));
        world.command(new Command.Operated(AT, Orders.retry(2, MODEL, 1)));
        JobSpecification job = world.jobs.take().get(0);
        world.done(job, Outcomes.unlearned(job, CLASSES));
        assertThat(status(1).getState()).isEqualTo(VERIFIED);
        assertThat(world.versions()).singleElement().satisfies(version -> {
            assertThat(version.getVersion()).isEqualTo(4);
            assertThat(version.getParentContentHash()).isEqualTo(HEAD);
        });
    }

    @Test
    void retryingARegistrationThatIsNotReadAgainYetDoesNotRefuseIt() {
        stand();
        plant(3, HEAD, registration(1, QUARANTINED));
        world.command(new Command.Operated(AT, Orders.retry(1, MODEL, 1)));
        assertThat(world.jobs.take()).isEmpty();
        assertThat(status(1).getState()).isEqualTo(QUARANTINED);
        assertThat(status(1).getDetail()).contains("Register the artifact again");

        world.register(Requests.registration(1, MODEL, "ef".repeat(32)));
        world.command(new Command.Operated(AT, Orders.retry(2, MODEL, 1)));
        assertThat(world.jobs.take())
                .singleElement()
                .isInstanceOfSatisfying(JobSpecification.Admission.class, admission -> assertThat(admission.artifact())
                        .isEqualTo("ef".repeat(32)));
    }

    @Test
    void aRequestForAModelThatNobodyKnewIsKnownAgainAndTheModelIsNot() {
        Evidence evidence = new Evidence();
        world.request(Requests.removeClass(1, MODEL, "sport"));
        evidence.status(status(1));
        try (World rebuilt = new World(state.resolve("rebuilt"), Map.of())) {
            RebuildPlan plan = RebuildPlan.of(evidence, rebuilt.store, Map.of(), VerifiedWhen.CERTIFIED);
            assertThat(plan.models()).isZero();
            assertThat(plan.seeds()).hasSize(1);
            plan.seeds().forEach(seed -> rebuilt.command(new Command.Seed(AT, seed)));

            rebuilt.request(Requests.removeClass(1, MODEL, "sport"));
            assertThat(rebuilt.statuses()).as("it was told before").isEmpty();
            rebuilt.order(Orders.pause(1, MODEL));
            assertThat(rebuilt.audit()).as("no such model").isEmpty();
            assertThat(rebuilt.deadLetters()).hasSize(1);
        }
    }

    @Test
    void aRefusedRequestIsNoFactWithoutAModelIfItWasEverTakenIn() {
        plant(0, "", request(1, RequestState.REJECTED, Owed.NOTHING));
        assertThat(world.driver.getKeyValueStore(ModelStores.REQUESTS).all().hasNext())
                .isFalse();
    }

    @Test
    void aRecordOfAnotherKindUnderTheIdIsNotTakenForTheRequest() {
        stand();
        plant(3, HEAD, request(1, RECEIVED, Owed.NOTHING));
        world.request(Requests.removeClass(1, MODEL, "sport"));
        assertThat(world.deadLetters()).hasSize(1);
        assertThat(world.jobs.take()).isEmpty();

        world.request(Requests.removeDocuments(1, MODEL, "d1"));
        assertThat(world.jobs.take()).hasSize(1);
        assertThat(status(1).getTransitions().get(2).getDetail()).contains("Taken in again");
    }
}
