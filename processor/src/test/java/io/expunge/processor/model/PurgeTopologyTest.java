/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.AuditKind;
import io.expunge.events.AuditRecorded;
import io.expunge.events.CheckOutcome;
import io.expunge.events.ReasonCode;
import io.expunge.processor.command.Command;
import io.expunge.processor.command.Command.Erased;
import io.expunge.processor.command.Command.PurgeDone;
import io.expunge.processor.command.OperatorVerb;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.job.PurgeSpecification;
import io.expunge.processor.job.PurgeSpecification.Target;
import io.expunge.processor.model.ErasureStores.Stage;
import io.expunge.processor.request.Reason;
import io.expunge.processor.testing.Orders;
import io.expunge.processor.testing.Outcomes;
import io.expunge.processor.testing.Requests;
import io.expunge.processor.testing.World;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.processor.StateStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a version that forgets to the receipt, through the real topology; the store is played by the test. */
class PurgeTopologyTest {
    private static final String MODEL = "news";
    private static final List<String> CLASSES = List.of("culture", "health", "science", "sport", "travel");
    private static final long DAY = Duration.ofDays(1).toMillis();

    @TempDir
    private Path state;

    private World world;
    private final List<AuditRecorded> audit = new ArrayList<>();

    private void open(String policy) {
        open(policy, Duration.ofDays(1000)); // the sweep after the registration stays out of the way
    }

    private void open(String policy, Duration orphans) {
        world = new World(
                state,
                Map.of(
                        "expunge.purge.policy",
                        policy,
                        "expunge.purge.orphan-seconds",
                        Long.toString(orphans.toSeconds())));
        world.register(Requests.registration(1, MODEL, "a".repeat(64)));
        JobSpecification job = onlyJob();
        world.done(job, Outcomes.admitted(job, CLASSES));
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

    private void remove(int request, String label) {
        world.request(Requests.removeClass(request, MODEL, label));
        JobSpecification job = onlyJob();
        world.done(job, Outcomes.unlearned(job, CLASSES));
    }

    private void removeUnverified(int request, String label) {
        world.request(Requests.removeClass(request, MODEL, label));
        JobSpecification job = onlyJob();
        world.done(job, Outcomes.unlearned(job, CLASSES, CheckOutcome.FAILED));
    }

    private String hash(int version) {
        return world.versions().get(version - 1).getContentHash();
    }

    private PurgeSpecification onlyPurge() {
        List<PurgeSpecification> purges =
                world.jobs.takePurges().stream().distinct().toList(); // told of twice is carried out once
        assertThat(purges).hasSize(1);
        return purges.get(0);
    }

    private void carryOut(PurgeSpecification purge) {
        List<Erased> erased = purge.targets().stream()
                .map(target -> new Erased(target.contentHash(), 11, 4711))
                .toList();
        done(purge, erased, List.of(), List.of(), 0);
    }

    private void done(
            PurgeSpecification purge, List<Erased> erased, List<String> kept, List<String> orphans, int postponed) {
        world.command(new PurgeDone(
                world.processorTime().toEpochMilli() + 1,
                MODEL,
                purge.planSequence(),
                erased,
                kept,
                orphans,
                postponed));
    }

    private List<AuditRecorded> audited(AuditKind kind) {
        audit.addAll(world.audit());
        return audit.stream().filter(record -> record.getKind() == kind).toList();
    }

    @Test
    void whatAVerifiedVersionForgotGoesFromTheOlderOneAtOnceWithAReceipt() {
        open("immediate");
        remove(2, "sport");
        AuditRecorded plan = audited(AuditKind.PURGE_PLANNED).get(0);
        assertThat(plan.getFacts()).containsEntry("versions", "1").containsEntry("contentHashes", hash(1));
        PurgeSpecification purge = onlyPurge();
        assertThat(purge.planSequence()).isEqualTo(plan.getSequence());
        assertThat(purge.headHash()).isEqualTo(hash(2));
        assertThat(purge.live()).contains(hash(2)).doesNotContain(hash(1));
        assertThat(purge.targets()).containsExactly(new Target(hash(1), false, hash(2)));
        carryOut(purge);
        assertThat(audited(AuditKind.PURGED)).singleElement().satisfies(receipt -> assertThat(receipt.getFacts())
                .containsEntry("version", "1")
                .containsEntry("contentHash", hash(1))
                .containsEntry("objects", "11")
                .containsEntry("bytes", "4711")
                .containsEntry("why", "HOLDS_FORGOTTEN_DATA")
                .containsEntry("requestIds", Requests.id(2).toString())
                .containsEntry("requestCount", "1")
                .containsEntry("planSequence", Long.toString(plan.getSequence())));
        carryOut(purge); // what a second instance says is heard once
        assertThat(audited(AuditKind.PURGED)).hasSize(1);
        assertThat(audit).allMatch(AuditChain::isIntact);
    }

    @Test
    void theGraceTimePassesFirst() {
        open("grace");
        remove(2, "sport");
        world.tick(DAY - 1000);
        assertThat(audited(AuditKind.PURGE_PLANNED)).isEmpty();
        world.commands.take();
        world.tick(2000);
        assertThat(audited(AuditKind.PURGE_PLANNED)).hasSize(1);
        assertThat(onlyPurge().targets()).hasSize(1);
    }

    @Test
    void timeIsAskedForOnlyWhileSomethingWaitsAndIsDue() {
        open("grace");
        remove(2, "sport");
        world.commands.take();
        world.driver.advanceWallClockTime(Duration.ofHours(1));
        assertThat(world.commands.take()).isEmpty();
        world.driver.advanceWallClockTime(Duration.ofHours(24));
        assertThat(world.commands.take()).isNotEmpty().allMatch(Command.Tick.class::isInstance);
    }

    @Test
    void nothingGoesWherePolicyKeeps() {
        open("keep");
        remove(2, "sport");
        world.tick(365 * DAY);
        assertThat(world.jobs.takePurges()).isEmpty();
        assertThat(audited(AuditKind.PURGE_PLANNED)).isEmpty();
    }

    @Test
    void withoutAVerdictTheLongestWaitDecides() {
        open("immediate");
        removeUnverified(2, "sport");
        world.tick(29 * DAY);
        assertThat(world.jobs.takePurges()).isEmpty();
        world.tick(2 * DAY);
        carryOut(onlyPurge());
        assertThat(audited(AuditKind.PURGED)).singleElement().satisfies(receipt -> assertThat(receipt.getFacts())
                .containsEntry("version", "1")
                .containsEntry("why", "NO_VERDICT_IN_TIME"));
    }

    @Test
    void aVersionThatFailedGoesWithTheOthersWhenALaterOnePasses() {
        open("immediate");
        removeUnverified(2, "sport");
        JobSpecification repair = onlyJob();
        world.done(repair, Outcomes.repaired(repair, CLASSES.subList(0, 3)));
        List<Target> targets = onlyPurge().targets();
        assertThat(targets).extracting(Target::contentHash).contains(hash(2));
        assertThat(targets)
                .filteredOn(target -> target.contentHash().equals(hash(2)))
                .allMatch(Target::certain);
    }

    @Test
    void aHoldOnAVersionStopsItUntilItIsReleased() {
        open("grace");
        remove(2, "sport");
        world.order(Orders.hold(1, MODEL, Optional.of(1L)));
        world.tick(2 * DAY);
        assertThat(world.jobs.takePurges()).isEmpty();
        world.order(Orders.release(2, MODEL, Optional.of(1L)));
        carryOut(onlyPurge());
        assertThat(audited(AuditKind.PURGED)).hasSize(1);
        assertThat(audited(AuditKind.OPERATOR))
                .extracting(record ->
                        record.getFacts().get("verb") + record.getFacts().get("version"))
                .containsExactly("HOLD1", "RELEASE1");
    }

    @Test
    void aHoldOnTheModelStopsEverything() {
        open("immediate");
        world.order(Orders.hold(1, MODEL, Optional.empty()));
        remove(2, "sport");
        world.tick(2 * DAY);
        assertThat(world.jobs.takePurges()).isEmpty();
        world.order(Orders.release(2, MODEL, Optional.empty()));
        assertThat(onlyPurge().targets()).hasSize(1);
    }

    @Test
    void aHoldThatComesBeforeTheIntentIsReadTakesItsVersionOutOfThePlan() {
        open("immediate");
        remove(2, "sport");
        PurgeSpecification early = onlyPurge();
        world.order(Orders.hold(1, MODEL, Optional.of(1L)));
        PurgeSpecification later = onlyPurge();
        world.wake(); // the purge had not ended when the instance did
        assertThat(onlyPurge()).isEqualTo(later);
        assertThat(later.planSequence()).isEqualTo(early.planSequence());
        assertThat(later.targets()).isEmpty();
        carryOut(later);
        world.tick(DAY);
        assertThat(world.jobs.takePurges()).isEmpty();
        assertThat(audited(AuditKind.PURGED)).isEmpty();
    }

    @Test
    void aPinYieldsToADeletionAndTheReceiptSaysSo() {
        open("grace");
        remove(2, "sport");
        world.order(Orders.of(1, MODEL, "", new OperatorVerb.Pin(1)));
        world.tick(2 * DAY);
        carryOut(onlyPurge());
        assertThat(audited(AuditKind.PURGED)).singleElement().satisfies(receipt -> assertThat(receipt.getFacts())
                .containsEntry("pinned", "true"));
        world.deadLetters();
        world.order(Orders.of(2, MODEL, "", new OperatorVerb.Pin(1)));
        assertThat(world.deadLetters()).hasSize(1);
    }

    @Test
    void whatHoldsNothingForgottenStaysAndIsLookedAtAgainLater() {
        open("immediate");
        remove(2, "sport");
        PurgeSpecification first = onlyPurge();
        done(first, List.of(), List.of(hash(1)), List.of(), 0);
        assertThat(audited(AuditKind.PURGED)).isEmpty();
        remove(3, "travel");
        assertThat(onlyPurge().targets()).extracting(Target::contentHash).containsExactlyInAnyOrder(hash(1), hash(2));
    }

    @Test
    void orphansAreNamedByAPlanOfTheirOwn() {
        open("immediate");
        remove(2, "sport");
        String orphan = "f".repeat(64);
        done(onlyPurge(), List.of(new Erased(hash(1), 11, 4711)), List.of(), List.of(orphan), 0);
        PurgeSpecification second = onlyPurge();
        assertThat(second.targets()).containsExactly(new Target(orphan, false, ""));
        carryOut(second);
        assertThat(audited(AuditKind.PURGED)).hasSize(2).last().satisfies(receipt -> assertThat(receipt.getFacts())
                .containsEntry("why", "ORPHAN")
                .containsEntry("contentHash", orphan)
                .doesNotContainKeys("version", "forgottenInVersion", "requestIds", "requestCount"));
    }

    @Test
    void orphansThatWereTooYoungAreLookedForAgain() {
        open("immediate", Duration.ofDays(1));
        remove(2, "sport");
        done(onlyPurge(), List.of(new Erased(hash(1), 11, 4711)), List.of(), List.of(), 1);
        assertThat(world.jobs.takePurges()).isEmpty();
        world.tick(DAY + 1000);
        assertThat(onlyPurge().targets()).isEmpty();
    }

    private String reasonOfTheDeadLetter() {
        return new String(
                world.deadLetters()
                        .get(0)
                        .headers()
                        .lastHeader("expunge.reason")
                        .value(),
                StandardCharsets.UTF_8);
    }

    @Test
    void whatARollbackTakesUpAgainStaysUntilThatHasEnded() {
        open("grace");
        remove(2, "sport");
        world.order(Orders.rollback(1, MODEL, 1));
        JobSpecification rollback = onlyJob();
        world.tick(2 * DAY);
        assertThat(world.jobs.takePurges()).isEmpty();
        world.done(rollback, Outcomes.rolledBack(rollback, List.of("culture", "health", "science", "travel")));
        assertThat(onlyPurge().targets()).extracting(Target::contentHash).contains(hash(1));
    }

    @Test
    void whatIsBeingErasedIsNotTakenUpAgain() {
        open("immediate");
        remove(2, "sport");
        world.deadLetters();
        world.order(Orders.rollback(1, MODEL, 1));
        assertThat(reasonOfTheDeadLetter()).isEqualTo("PURGE_UNDER_WAY");
        assertThat(world.jobs.take()).isEmpty();
        carryOut(onlyPurge());
        assertThat(audited(AuditKind.PURGED)).hasSize(1);
    }

    @Test
    void whatARegistrationLeavesIsLookedForWhenItIsOld() {
        open("immediate", Duration.ofDays(1));
        world.tick(DAY - 1000);
        assertThat(world.jobs.takePurges()).isEmpty();
        world.tick(2000);
        done(onlyPurge(), List.of(), List.of(), List.of(), 0);
        world.tick(10 * DAY);
        assertThat(world.jobs.takePurges()).as("once").isEmpty();
        world.register(Requests.registration(2, MODEL, "b".repeat(64)));
        world.done(onlyJob(), new Command.Outcome.Refused(new Reason(ReasonCode.HOLDS_FORGOTTEN_DATA, "It does.")));
        world.tick(DAY + 1000);
        assertThat(onlyPurge().targets()).isEmpty();
    }

    @Test
    void aRegistrationThatIsRefusedDuringAPurgeIsNotForgotten() {
        open("immediate", Duration.ofDays(1));
        remove(2, "sport");
        PurgeSpecification open = onlyPurge();
        world.register(Requests.registration(3, MODEL, "b".repeat(64)));
        world.done(onlyJob(), new Command.Outcome.Refused(new Reason(ReasonCode.HOLDS_FORGOTTEN_DATA, "It does.")));
        carryOut(open);
        world.tick(DAY + 1000);
        assertThat(onlyPurge().targets()).isEmpty();
    }

    @Test
    void aHoldOnTheModelDropsWhatIsUnderWayUntilItsRelease() {
        open("immediate");
        remove(2, "sport"); // whose purge nobody takes up yet
        world.order(Orders.hold(1, MODEL, Optional.empty()));
        world.wake();
        assertThat(world.jobs.takePurges()).isEmpty();
        world.order(Orders.release(2, MODEL, Optional.empty()));
        assertThat(onlyPurge().targets()).hasSize(1);
    }

    @Test
    void noReceiptTellsOfAVerdictThatNeverWas() {
        open("immediate");
        removeUnverified(2, "sport");
        world.tick(31 * DAY);
        world.order(Orders.hold(1, MODEL, Optional.of(1L)));
        List<PurgeSpecification> purges = world.jobs.takePurges();
        carryOut(purges.get(purges.size() - 1)); // without what is held
        world.order(Orders.release(2, MODEL, Optional.of(1L)));
        carryOut(onlyPurge());
        assertThat(audited(AuditKind.PURGED)).singleElement().satisfies(receipt -> assertThat(receipt.getFacts())
                .containsEntry("version", "1")
                .containsEntry("why", "NO_VERDICT_IN_TIME"));
    }

    @Test
    void aHoldThatComesTooLateIsToldSoAndTheReceiptSaysIt() {
        open("immediate");
        remove(2, "sport");
        PurgeSpecification atWork = onlyPurge();
        world.order(Orders.hold(1, MODEL, Optional.of(1L)));
        assertThat(audited(AuditKind.OPERATOR)).singleElement().satisfies(answer -> assertThat(answer.getFacts())
                .containsEntry("outcome", "DONE")
                .containsEntry("purge", "UNDER_WAY"));
        carryOut(atWork);
        assertThat(audited(AuditKind.PURGED)).singleElement().satisfies(receipt -> assertThat(receipt.getFacts())
                .containsEntry("held", "true"));
    }

    @Test
    void theReceiptOfAVersionThatIsFoundAsAnOrphanNamesItsNumber() {
        open("immediate");
        remove(2, "sport");
        done(onlyPurge(), List.of(new Erased(hash(1), 11, 4711)), List.of(), List.of(hash(1)), 0);
        carryOut(onlyPurge()); // it came back, with a store that was restored
        assertThat(audited(AuditKind.PURGED)).hasSize(2).last().satisfies(receipt -> assertThat(receipt.getFacts())
                .containsEntry("why", "ORPHAN")
                .containsEntry("version", "1"));
    }

    private ErasureStores stores() {
        return new ErasureStores(new ModelStores.Lookup() {
            @Override
            @SuppressWarnings("unchecked")
            public <S extends StateStore> S getStateStore(String name) {
                return (S) world.driver.getKeyValueStore(name);
            }
        });
    }

    @Test
    void aPolicyThatKeepsTakesBackWhatWasPlannedUnderAnother() {
        open("keep");
        remove(2, "sport");
        StoredVersion due = stores().of(MODEL, Stage.DUE).get(0);
        stores().move(MODEL, Stage.DUE, due, Stage.PLANNED, due);
        stores().putState(MODEL, new ErasureState(Optional.of(99L), Optional.empty()));
        world.command(new Command.PurgeIntended(World.START.toEpochMilli(), MODEL, 99));
        assertThat(world.jobs.takePurges()).isEmpty();
        assertThat(stores().state(MODEL)).isEqualTo(ErasureState.IDLE);
        assertThat(stores().of(MODEL, Stage.DUE)).containsExactly(due);
    }
}
