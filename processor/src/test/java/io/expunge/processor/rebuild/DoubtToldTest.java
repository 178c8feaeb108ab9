/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.CheckOutcome;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.Operation;
import io.expunge.events.UnlearningVerified;
import io.expunge.events.Verdict;
import io.expunge.events.VerificationCheck;
import io.expunge.events.VerificationStage;
import io.expunge.processor.command.Doubt;
import io.expunge.processor.model.VerifiedWhen;
import io.expunge.processor.testing.Checks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A ledger that is made again doubts what the lost one doubted, and lets go no more than that one did. */
class DoubtToldTest {
    private static final List<ModelVersionPublished> VERSIONS = versions(
            Operation.TRAINED, Operation.UNLEARNED, Operation.UNLEARNED, Operation.UNLEARNED, Operation.UNLEARNED);

    private static List<ModelVersionPublished> versions(Operation... operations) {
        List<ModelVersionPublished> versions = new ArrayList<>();
        for (Operation operation : operations) {
            long number = versions.size() + 1;
            versions.add(ModelVersionPublished.newBuilder()
                    .setModelId("news")
                    .setVersion(number)
                    .setContentHash(Long.toString(number).repeat(64))
                    .setOperation(operation)
                    .setPublishedAt(Instant.EPOCH)
                    .setLocation("memory:artifact")
                    .setClasses(List.of("culture", "health"))
                    .setClassesRemoved(List.of())
                    .setDocuments(100)
                    .setDocumentsRemoved(0)
                    .setTerms(1000)
                    .setTermsRemoved(0)
                    .setRequestCount(0)
                    .setRequestIds(List.of())
                    .setMethod("hessian-reassignment")
                    .setReassignments(List.of())
                    .setChecks(List.of())
                    .setAuditHash("")
                    .build());
        }
        return versions;
    }

    private static UnlearningVerified verdict(
            VerificationStage stage, long from, long version, VerificationCheck... checks) {
        boolean failed = Arrays.stream(checks).anyMatch(check -> check.getOutcome() == CheckOutcome.FAILED);
        ModelVersionPublished judged = VERSIONS.get((int) version - 1);
        return Checks.verdict(judged, from, stage, failed ? Verdict.FAILED : Verdict.PASSED, checks);
    }

    private static UnlearningVerified deep(long from, long version, VerificationCheck... checks) {
        return verdict(VerificationStage.DEEP, from, version, checks);
    }

    private static UnlearningVerified gate(long version, VerificationCheck... checks) {
        return verdict(VerificationStage.PUBLICATION, version, version, checks);
    }

    private static VerificationCheck failed(String name) {
        return Checks.empirical(name, CheckOutcome.FAILED);
    }

    private static VerificationCheck passed(String name) {
        return Checks.empirical(name, CheckOutcome.PASSED);
    }

    private static DoubtTold told(UnlearningVerified... verdicts) {
        return new DoubtTold(VERSIONS, List.of(verdicts));
    }

    @Test
    void withoutAFailureThereIsNoDoubtAndEveryVerdictLetsGo() {
        DoubtTold told = told(deep(2, 3, passed("attack")));
        assertThat(told.left()).isEmpty();
        assertThat(told.passed(2, VerifiedWhen.CERTIFIED))
                .map(UnlearningVerified::getVersion)
                .contains(3L);
        assertThat(told.passed(3, VerifiedWhen.CERTIFIED)).isPresent();
        assertThat(told.passed(4, VerifiedWhen.CERTIFIED)).isEmpty();
    }

    @Test
    void theSameCheckClearsWhatFailedAndAnotherDoesNot() {
        UnlearningVerified fails = deep(2, 2, failed("attack"));
        assertThat(told(fails).left()).contains(new Doubt(2, true, "attack"));
        assertThat(told(fails, deep(2, 3, passed("other"))).left()).contains(new Doubt(2, true, "attack"));
        assertThat(told(fails, deep(2, 3, passed("attack"))).left()).isEmpty();
        assertThat(told(fails, deep(3, 3, passed("attack"))).left())
                .as("it does not cover the version that failed")
                .isPresent();
        assertThat(told(fails, gate(3, passed("attack"))).left())
                .as("what thorough checks found only they clear")
                .isPresent();
    }

    @Test
    void thoroughChecksThatFailTakeBackWhatTheGateLetGoUntilAnotherVerdictPasses() {
        UnlearningVerified[] all = {
            gate(2, passed("certificate")),
            deep(2, 2, failed("attack")),
            gate(3, passed("certificate")),
            deep(2, 3, passed("attack"))
        };
        assertThat(told(all[0]).passed(2, VerifiedWhen.CERTIFIED)).contains(all[0]);
        assertThat(told(all[0], all[1]).passed(2, VerifiedWhen.CERTIFIED)).isEmpty();
        assertThat(told(all[0], all[1], all[2]).passed(2, VerifiedWhen.CERTIFIED))
                .isEmpty();
        assertThat(told(all).passed(2, VerifiedWhen.CERTIFIED)).contains(all[3]);
        assertThat(told(all).passed(3, VerifiedWhen.CERTIFIED)).contains(all[2]);
    }

    @Test
    void whereThoroughVerdictsDecideTheGateLetsNothingGo() {
        UnlearningVerified[] all = {gate(2, passed("certificate")), deep(2, 2, passed("attack"))};
        assertThat(told(all[0]).passed(2, VerifiedWhen.DEEP)).isEmpty();
        assertThat(told(all).passed(2, VerifiedWhen.DEEP)).contains(all[1]);
    }

    @Test
    void aVersionThatFailedStaysOneUnlessTheSameCheckPassesOnIt() {
        UnlearningVerified fails = deep(2, 2, failed("attack"));
        assertThat(told(gate(2, passed("certificate"))).failed(2)).isFalse();
        assertThat(told(fails).failed(2)).isTrue();
        assertThat(told(fails, deep(2, 3, passed("attack"))).failed(2))
                .as("another passed in its place")
                .isTrue();
        assertThat(told(fails, deep(2, 2, passed("other"))).failed(2)).isTrue();
        assertThat(told(fails, deep(2, 2, passed("attack"))).failed(2)).isFalse();
    }

    @Test
    void whatCouldNotBeCheckedIsNoFailure() {
        UnlearningVerified unknown = Checks.verdict(
                VERSIONS.get(1),
                2,
                VerificationStage.DEEP,
                Verdict.UNKNOWN,
                Checks.empirical("deep-verification", CheckOutcome.NOT_RUN));
        assertThat(told(unknown).failed(2)).isFalse();
        assertThat(told(unknown).left()).isEmpty();
    }

    @Test
    void aLossOfAccuracyIsNoDoubt() {
        assertThat(told(deep(2, 2, failed("attack"), failed("retained-accuracy")))
                        .left())
                .contains(new Doubt(2, true, "attack"));
    }

    @Test
    void severalFailuresHaveAllToBeMadeAgain() {
        UnlearningVerified[] fail = {deep(2, 2, failed("attack")), deep(2, 3, failed("other"), passed("attack"))};
        DoubtTold told = told(fail[0], fail[1]);
        assertThat(told.left()).contains(new Doubt(3, true, "attack, other"));
        assertThat(told(fail[0], fail[1], deep(2, 4, passed("other"))).left()).isPresent();
        assertThat(told(fail[0], fail[1], deep(2, 4, passed("other"), passed("attack")))
                        .left())
                .isEmpty();
    }

    @Test
    void whatWasRegisteredOrRolledBackToHasNoneOfTheFaultsBeforeIt() {
        for (Operation fresh : List.of(Operation.TRAINED, Operation.ROLLED_BACK)) {
            List<ModelVersionPublished> versions =
                    versions(Operation.TRAINED, Operation.UNLEARNED, fresh, Operation.UNLEARNED);
            List<UnlearningVerified> verdicts =
                    List.of(deep(2, 2, failed("attack")), deep(4, 4, failed("other")), deep(4, 4, passed("other")));
            assertThat(new DoubtTold(versions, verdicts.subList(0, 1)).left()).isEmpty();
            assertThat(new DoubtTold(versions, verdicts.subList(0, 2)).left())
                    .as("of its own faults alone")
                    .contains(new Doubt(4, true, "other"));
            assertThat(new DoubtTold(versions, verdicts).left()).isEmpty();
        }
    }

    @Test
    void whatTheGateFoundTheGateOfALaterVersionClears() {
        List<ModelVersionPublished> all = VERSIONS;
        UnlearningVerified again = verdict(VerificationStage.PUBLICATION, 2, 3, passed("certificate"));
        assertThat(new DoubtTold(all, List.of(gate(2, failed("certificate")), again)).left())
                .isEqualTo(Optional.empty());
    }
}
