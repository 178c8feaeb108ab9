/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.CheckOutcome;
import io.expunge.events.RequestState;
import io.expunge.events.UnlearningVerified;
import io.expunge.events.Verdict;
import io.expunge.events.VerificationCheck;
import io.expunge.events.VerificationStage;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.job.VerificationSpecification;
import io.expunge.processor.testing.Checks;
import io.expunge.processor.testing.Outcomes;
import io.expunge.processor.testing.Requests;
import io.expunge.processor.testing.World;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deep checks through the real topology, their results given by hand. */
class VerificationTopologyTest {
    private static final String MODEL = "news";
    private static final List<String> CLASSES = List.of("culture", "health", "science", "sport");
    private static final Map<String, String> DEEP_DECIDES = Map.of("expunge.verified-when", "deep");
    private static final Map<String, String> DEEP_AFTERWARDS = Map.of("expunge.verification.deep", "true");

    @TempDir
    private Path state;

    private World world;

    private void open(Map<String, String> changes) {
        world = new World(state, changes);
        world.register(Requests.registration(1, MODEL, "a".repeat(64)));
        JobSpecification job = world.jobs.take().get(0);
        world.done(job, Outcomes.admitted(job, CLASSES));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void remove(int request, String label, List<String> before) {
        world.request(Requests.removeClass(request, MODEL, label));
        JobSpecification job = world.jobs.take().get(0);
        world.done(job, Outcomes.unlearned(job, before));
    }

    private VerificationSpecification awaited() {
        return Optional.ofNullable(world.jobs.versions().get(MODEL)).orElseThrow();
    }

    private void checked(VerificationSpecification version, CheckOutcome outcome) {
        world.command(Checks.done(
                version, Checks.certified("certificate", CheckOutcome.PASSED), Checks.empirical("attack", outcome)));
    }

    private List<UnlearningVerified> deepVerdicts() {
        return world.verdicts().stream()
                .filter(verdict -> verdict.getStage() != VerificationStage.PUBLICATION)
                .toList();
    }

    @Test
    void withoutDeepChecksNothingIsAwaited() {
        open(Map.of());
        assertThat(world.jobs.versions()).isEmpty();
    }

    @Test
    void whereDeepChecksDecideARequestIsVerifiedByThem() {
        open(DEEP_DECIDES);
        remove(11, "science", CLASSES);
        String request = Requests.id(11).toString();
        assertThat(world.states(request)).last().isEqualTo(RequestState.APPLIED);
        VerificationSpecification version = awaited();
        assertThat(version.version()).isEqualTo(2);
        checked(version, CheckOutcome.PASSED);
        assertThat(world.states(request)).last().isEqualTo(RequestState.VERIFIED);
        assertThat(world.status(MODEL, request).orElseThrow().getDetail())
                .isEqualTo("2 of 2 thorough checks of version 2 passed, and none that decides failed.");
    }

    @Test
    void whereTheGateDecidesDeepChecksComeAfterwards() {
        open(DEEP_AFTERWARDS);
        remove(11, "science", CLASSES);
        assertThat(world.states(Requests.id(11).toString())).last().isEqualTo(RequestState.VERIFIED);
        assertThat(world.status(MODEL, Requests.id(11).toString()).orElseThrow().getDetail())
                .isEqualTo("The certified checks of version 2 passed.");
        checked(awaited(), CheckOutcome.PASSED);
        UnlearningVerified verdict = deepVerdicts().get(0);
        assertThat(verdict.getStage()).isEqualTo(VerificationStage.DEEP);
        assertThat(verdict.getVerdict()).isEqualTo(Verdict.PASSED);
        assertThat(verdict.getChecks()).hasSize(2);
    }

    @Test
    void theNewestVersionIsCheckedForAllBeforeItThatWereNot() {
        open(DEEP_DECIDES);
        checked(awaited(), CheckOutcome.PASSED);
        String base = world.versions().get(0).getContentHash();
        remove(11, "science", CLASSES);
        VerificationSpecification second = awaited();
        remove(12, "sport", List.of("culture", "health", "sport"));
        VerificationSpecification third = awaited();
        assertThat(third.version()).isEqualTo(3);
        assertThat(third.coversFrom()).isEqualTo(2);
        assertThat(third.baseHash()).contains(base);

        checked(second, CheckOutcome.PASSED);
        assertThat(world.states(Requests.id(11).toString())).last().isEqualTo(RequestState.APPLIED);
        checked(third, CheckOutcome.PASSED);
        assertThat(world.states(Requests.id(11).toString())).last().isEqualTo(RequestState.VERIFIED);
        assertThat(world.states(Requests.id(12).toString())).last().isEqualTo(RequestState.VERIFIED);
    }

    @Test
    void aResultThatComesTwiceOrForNothingIsIgnored() {
        open(DEEP_DECIDES);
        remove(11, "science", CLASSES);
        VerificationSpecification version = awaited();
        checked(version, CheckOutcome.PASSED);
        checked(version, CheckOutcome.FAILED);
        checked(
                new VerificationSpecification(MODEL, 2, "f".repeat(64), Optional.empty(), 2, VerificationStage.DEEP),
                CheckOutcome.FAILED);
        assertThat(deepVerdicts()).hasSize(1);
    }

    @Test
    void anAttackThatSucceedsFailsTheVerdictAndTheRequestSaysSo() {
        open(DEEP_DECIDES);
        remove(11, "science", CLASSES);
        checked(awaited(), CheckOutcome.FAILED);
        assertThat(deepVerdicts().get(0).getVerdict()).isEqualTo(Verdict.FAILED);
        assertThat(world.status(MODEL, Requests.id(11).toString()).orElseThrow().getState())
                .isEqualTo(RequestState.APPLIED);
        assertThat(world.status(MODEL, Requests.id(11).toString()).orElseThrow().getDetail())
                .contains("attack");
    }

    @Test
    void whatCouldNotBeCheckedHasNoVerdict() {
        open(DEEP_DECIDES);
        remove(11, "science", CLASSES);
        VerificationSpecification version = awaited();
        world.command(Checks.done(version, Checks.empirical("deep-verification", CheckOutcome.NOT_RUN)));
        assertThat(deepVerdicts().get(0).getVerdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(world.states(Requests.id(11).toString())).last().isEqualTo(RequestState.APPLIED);
    }

    @Test
    void aWakeAsksAgainForWhatIsAwaited() {
        open(DEEP_DECIDES);
        world.jobs.abandonVerification(MODEL);
        assertThat(world.jobs.versions()).isEmpty();
        world.wake();
        assertThat(awaited().version()).isEqualTo(1);
    }

    @Test
    void aVersionIsCheckedAgainWhenItsPeriodIsOver() {
        open(Map.of("expunge.verification.period-seconds", "3600"));
        world.tick(3_599_000);
        assertThat(world.jobs.versions()).isEmpty();
        world.tick(2_000_000);
        VerificationSpecification again = awaited();
        assertThat(again.stage()).isEqualTo(VerificationStage.PERIODIC);
        checked(again, CheckOutcome.PASSED);
        assertThat(deepVerdicts()).extracting(UnlearningVerified::getStage).containsExactly(VerificationStage.PERIODIC);
    }

    @Test
    void afterAVersionThatPassedFailsLaterTheRepairIsComparedWithWhatThatOneWasMadeFrom() {
        open(Map.of("expunge.verified-when", "deep", "expunge.verification.period-seconds", "60"));
        checked(awaited(), CheckOutcome.PASSED);
        remove(11, "science", CLASSES);
        checked(awaited(), CheckOutcome.PASSED);
        remove(12, "sport", List.of("culture", "health", "sport"));
        checked(awaited(), CheckOutcome.PASSED);
        world.tick(3_600_000);
        checked(awaited(), CheckOutcome.FAILED);
        JobSpecification repair = world.jobs.take().get(0);
        world.done(repair, Outcomes.repaired(repair, List.of("culture", "health")));
        assertThat(awaited().coversFrom()).isEqualTo(3);
        assertThat(awaited().baseHash()).contains(world.versions().get(1).getContentHash());
    }

    @Test
    void whatForgetsNothingIsWhatLaterVersionsAreComparedWith() {
        open(DEEP_DECIDES);
        remove(11, "science", CLASSES);
        assertThat(awaited().coversFrom()).isEqualTo(1);
        assertThat(awaited().baseHash()).contains(world.versions().get(0).getContentHash());
    }

    /** A registration between them does not build on what is left open: nothing tells what there is to compare with. */
    @Test
    void aRegistrationAmongTheVersionsThatAreOpenLeavesNothingToCompareWith() {
        open(DEEP_DECIDES);
        checked(awaited(), CheckOutcome.PASSED);
        remove(11, "science", CLASSES);
        world.register(Requests.registration(2, MODEL, "b".repeat(64)));
        JobSpecification job = world.jobs.take().get(0);
        world.done(job, Outcomes.admitted(job, List.of("culture", "health", "sport")));
        assertThat(awaited().coversFrom()).isEqualTo(2);
        assertThat(awaited().baseHash()).isEmpty();
    }

    private void uncheckable(VerificationSpecification version) {
        world.jobs.abandonVerification(MODEL);
        world.command(Checks.done(version, Checks.empirical("deep-verification", CheckOutcome.NOT_RUN)));
    }

    @Test
    void whatCouldNotBeCheckedIsTriedAgainAtTheNextStart() {
        open(DEEP_DECIDES);
        remove(11, "science", CLASSES);
        uncheckable(awaited());
        assertThat(world.jobs.versions()).isEmpty();
        world.wake();
        checked(awaited(), CheckOutcome.PASSED);
        assertThat(world.states(Requests.id(11).toString())).last().isEqualTo(RequestState.VERIFIED);
    }

    @Test
    void andWhenItsPeriodIsOver() {
        open(Map.of("expunge.verification.period-seconds", "3600"));
        world.tick(3_700_000);
        uncheckable(awaited());
        world.tick(60_000);
        assertThat(world.jobs.versions()).isEmpty();
        world.tick(3_700_000);
        assertThat(awaited().stage()).isEqualTo(VerificationStage.PERIODIC);
    }

    /** Whether a loss of accuracy is wanted is asked before a version is published; it leaves nothing of what was forgotten. */
    @Test
    void aLossOfAccuracyIsToldAndFailsNoVerdict() {
        open(DEEP_DECIDES);
        remove(11, "science", CLASSES);
        VerificationSpecification version = awaited();
        world.command(Checks.done(
                version,
                Checks.certified("certificate", CheckOutcome.PASSED),
                Checks.empirical("retained-accuracy", CheckOutcome.FAILED)));
        assertThat(deepVerdicts()).last().satisfies(verdict -> {
            assertThat(verdict.getVerdict()).isEqualTo(Verdict.PASSED);
            assertThat(verdict.getChecks())
                    .extracting(VerificationCheck::getOutcome)
                    .contains(CheckOutcome.FAILED);
        });
        assertThat(world.states(Requests.id(11).toString())).last().isEqualTo(RequestState.VERIFIED);
        assertThat(world.jobs.take()).isEmpty();
    }
}
