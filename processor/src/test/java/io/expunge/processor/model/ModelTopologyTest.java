/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import static io.expunge.events.RequestState.APPLIED;
import static io.expunge.events.RequestState.BATCHED;
import static io.expunge.events.RequestState.QUARANTINED;
import static io.expunge.events.RequestState.RECEIVED;
import static io.expunge.events.RequestState.REJECTED;
import static io.expunge.events.RequestState.VERIFIED;
import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.AuditRecorded;
import io.expunge.events.CheckOutcome;
import io.expunge.events.DeletionRequested;
import io.expunge.events.ModelRegistered;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.ReasonCode;
import io.expunge.events.RequestStatusChanged;
import io.expunge.events.UnlearningVerified;
import io.expunge.events.Verdict;
import io.expunge.processor.command.Command;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.job.Preparation;
import io.expunge.processor.testing.ManualJobs;
import io.expunge.processor.testing.Outcomes;
import io.expunge.processor.testing.Requests;
import io.expunge.processor.testing.World;
import io.expunge.store.PseudonymDomain;
import io.expunge.store.PseudonymKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The state machine through the real topology, jobs ended by hand. */
class ModelTopologyTest {
    private static final String MODEL = "news";
    private static final List<String> CLASSES = List.of("culture", "health", "science", "sport");

    @TempDir
    private Path state;

    private World world;

    @BeforeEach
    void open() {
        open(Map.of("expunge.batch.status-slice", "3"));
    }

    private void open(Map<String, String> changes) {
        world = new World(state.resolve("s" + changes.hashCode()), changes);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void publishFirst() {
        world.register(Requests.registration(1, MODEL, "a".repeat(64)));
        JobSpecification job = onlyJob();
        world.done(job, Outcomes.admitted(job, CLASSES));
    }

    private JobSpecification onlyJob() {
        List<JobSpecification> jobs = world.jobs.take();
        assertThat(jobs).hasSize(1);
        return jobs.get(0);
    }

    private RequestStatusChanged status(int request) {
        return world.status(MODEL, Requests.id(request).toString()).orElseThrow();
    }

    @Test
    void aRegistrationBecomesVersionOneAndIsVerified() {
        publishFirst();
        ModelVersionPublished version = world.versions().get(0);
        assertThat(version.getVersion()).isEqualTo(1);
        assertThat(version.getParent()).isNull();
        assertThat(version.getClasses()).isEqualTo(CLASSES);
        assertThat(world.heads()).containsExactly(version);
        assertThat(world.verdicts()).singleElement().satisfies(verdict -> assertThat(verdict.getVerdict())
                .isEqualTo(Verdict.PASSED));
        assertThat(world.states(Requests.id(1).toString())).containsExactly(RECEIVED, BATCHED, APPLIED, VERIFIED);
    }

    @Test
    void aClassRemovalGoesThroughItsStatesAndKeepsItsHistory() {
        publishFirst();
        world.request(Requests.removeClass(2, MODEL, "sport"));
        JobSpecification job = onlyJob();
        assertThat(world.states(Requests.id(2).toString())).containsExactly(RECEIVED, BATCHED);
        world.done(job, Outcomes.unlearned(job, CLASSES));
        assertThat(world.states(Requests.id(2).toString())).containsExactly(RECEIVED, BATCHED, APPLIED, VERIFIED);
        RequestStatusChanged last = status(2);
        assertThat(last.getModelVersion()).isEqualTo(2);
        assertThat(last.getTransitions()).hasSize(4);
        assertThat(last.getDocumentsRemoved()).isEqualTo(1);
        ModelVersionPublished version = world.versions().get(1);
        assertThat(version.getParent()).isEqualTo(1);
        assertThat(version.getClasses()).doesNotContain("sport");
        assertThat(version.getBatchId()).isEqualTo(job.batchId());
    }

    @Test
    void whatArrivesDuringAJobIsTheNextBatch() {
        publishFirst();
        world.request(Requests.removeDocuments(2, MODEL, "d1"));
        JobSpecification first = onlyJob();
        for (int number = 3; number <= 12; number++) {
            world.request(Requests.removeDocuments(number, MODEL, "d" + number));
        }
        assertThat(world.jobs.take()).isEmpty();
        world.done(first, Outcomes.unlearned(first, CLASSES));
        JobSpecification.Unlearning second = (JobSpecification.Unlearning) onlyJob();
        assertThat(second.requests()).hasSize(10);
        world.done(second, Outcomes.unlearned(second, CLASSES));
        assertThat(world.versions()).hasSize(3);
        for (int number = 2; number <= 12; number++) {
            assertThat(status(number).getState()).as("request %d", number).isEqualTo(VERIFIED);
        }
    }

    @Test
    void theEarliestDeadlineGoesFirst() {
        open(Map.of("expunge.batch.maximum-size", "1"));
        publishFirst();
        world.request(Requests.removeDocuments(2, MODEL, "first"));
        JobSpecification running = onlyJob();
        world.request(Requests.removeDocuments(3, MODEL, "no-deadline"));
        world.request(Requests.of(4, MODEL, new io.expunge.events.DocumentRemoval(List.of("late")))
                .setDueBy(World.START.plus(Duration.ofDays(30)))
                .build());
        world.request(Requests.of(5, MODEL, new io.expunge.events.DocumentRemoval(List.of("soon")))
                .setDueBy(World.START.plus(Duration.ofDays(1)))
                .build());
        List<String> order = new java.util.ArrayList<>();
        for (int i = 0; i < 3; i++) {
            world.done(running, Outcomes.unlearned(running, CLASSES));
            running = onlyJob();
            order.add(((JobSpecification.Unlearning) running).requests().get(0).requestId());
        }
        assertThat(order)
                .containsExactly(
                        Requests.id(5).toString(),
                        Requests.id(4).toString(),
                        Requests.id(3).toString());
    }

    @Test
    void aRetryOfTheSameRequestChangesNothing() {
        publishFirst();
        world.request(Requests.removeClass(2, MODEL, "sport"));
        world.request(Requests.removeClass(2, MODEL, "sport"));
        JobSpecification job = onlyJob();
        world.done(job, Outcomes.unlearned(job, CLASSES));
        world.request(Requests.removeClass(2, MODEL, "sport"));
        assertThat(world.jobs.take()).isEmpty();
        assertThat(world.versions()).hasSize(2);
        assertThat(world.states(Requests.id(2).toString())).containsExactly(RECEIVED, BATCHED, APPLIED, VERIFIED);
        assertThat(world.deadLetters()).isEmpty();
    }

    @Test
    void aRetryOfARegistrationMayCarryANewTime() {
        publishFirst();
        world.register(ModelRegistered.newBuilder(Requests.registration(1, MODEL, "a".repeat(64)))
                .setRegisteredAt(World.START.plusSeconds(60))
                .build());
        assertThat(world.deadLetters()).isEmpty();
        assertThat(world.versions()).hasSize(1);
        assertThat(world.jobs.take()).isEmpty();
    }

    @Test
    @Timeout(60)
    void aVerdictOnVersionsThatDoNotExistEndsNothing() {
        publishFirst();
        UnlearningVerified stray = UnlearningVerified.newBuilder(
                        world.verdicts().get(0))
                .setCoversFromVersion(Long.MIN_VALUE)
                .setVersion(Long.MAX_VALUE)
                .build();
        int told = world.statuses().size();
        world.verdict(stray);
        assertThat(world.statuses()).hasSize(told);
        world.request(Requests.removeClass(2, MODEL, "sport"));
        assertThat(onlyJob()).isNotNull();
    }

    @Test
    void aCommandWithATimeBeforeTimeStopsNothing() {
        publishFirst();
        world.request(Requests.removeClass(2, MODEL, "sport"));
        JobSpecification job = onlyJob();
        world.command(new Command.JobDone(
                -1, job.modelId(), job.batchId(), job.baseHash(), Outcomes.unlearned(job, CLASSES)));
        assertThat(world.states(Requests.id(2).toString())).endsWith(APPLIED, VERIFIED);
    }

    @Test
    void aRetryMayCarryANewTime() {
        publishFirst();
        world.request(Requests.removeClass(2, MODEL, "sport"));
        world.request(DeletionRequested.newBuilder(Requests.removeClass(2, MODEL, "sport"))
                .setRequestedAt(World.START.plusSeconds(60))
                .build());
        assertThat(onlyJob()).isNotNull();
        assertThat(world.deadLetters()).isEmpty();
    }

    @Test
    void otherContentUnderAKnownIdIsADeadLetterAndLeavesTheOriginalAlone() {
        publishFirst();
        world.request(Requests.removeClass(2, MODEL, "sport"));
        world.request(Requests.removeClass(2, MODEL, "health"));
        assertThat(world.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(new String(letter.headers().lastHeader("expunge.reason").value()))
                    .isEqualTo("CONFLICTING_DUPLICATE");
            assertThat(new String(letter.headers().lastHeader("expunge.topic").value()))
                    .isEqualTo("expunge.deletion-requests");
        });
        JobSpecification job = onlyJob();
        world.done(job, Outcomes.unlearned(job, CLASSES));
        assertThat(world.versions().get(1).getClassesRemoved()).containsExactly("sport");
        assertThat(status(2).getState()).isEqualTo(VERIFIED);
    }

    @Test
    void aJobDoneTwiceOrForAnotherBaseIsAppliedOnce() {
        publishFirst();
        world.request(Requests.removeClass(2, MODEL, "sport"));
        JobSpecification job = onlyJob();
        world.done(job, Outcomes.unlearned(job, CLASSES));
        world.done(job, Outcomes.unlearned(job, CLASSES));
        assertThat(world.versions()).hasSize(2);
        assertThat(world.states(Requests.id(2).toString())).containsExactly(RECEIVED, BATCHED, APPLIED, VERIFIED);
    }

    @Test
    void aWakeSubmitsTheSameJobAgain() {
        publishFirst();
        world.request(Requests.removeClass(2, MODEL, "sport"));
        JobSpecification job = onlyJob();
        world.wake();
        assertThat(onlyJob()).isEqualTo(job);
        assertThat(world.commands.take())
                .as("the task asked for a wake when it started")
                .isNotEmpty();
    }

    @Test
    void removalsThatAreOnlyPossibleAloneAreJudgedInOrder() {
        world.register(Requests.registration(1, MODEL, "a".repeat(64)));
        JobSpecification admission = onlyJob();
        List<String> three = List.of("culture", "health", "sport");
        world.request(Requests.removeClass(2, MODEL, "culture"));
        world.request(Requests.removeClass(3, MODEL, "health"));
        world.done(admission, Outcomes.admitted(admission, three));
        JobSpecification.Unlearning job = (JobSpecification.Unlearning) onlyJob();
        assertThat(job.requests()).hasSize(1);
        assertThat(status(3).getState()).isEqualTo(REJECTED);
        assertThat(status(3).getReasonCode()).isEqualTo(ReasonCode.TOO_FEW_CLASSES);
        world.done(job, Outcomes.unlearned(job, three));
        assertThat(status(2).getState()).isEqualTo(VERIFIED);
    }

    @Test
    void aClassThatIsGoneAlreadyIsAGladAnswer() {
        publishFirst();
        world.request(Requests.removeClass(2, MODEL, "sport"));
        JobSpecification job = onlyJob();
        world.done(job, Outcomes.unlearned(job, CLASSES));
        world.request(Requests.removeClass(3, MODEL, "sport"));
        assertThat(world.jobs.take()).isEmpty();
        assertThat(status(3).getState()).isEqualTo(VERIFIED);
        assertThat(status(3).getReasonCode()).isEqualTo(ReasonCode.ALREADY_SATISFIED);
        assertThat(status(3).getModelVersion()).isEqualTo(2);
    }

    @Test
    void unknownModelsAndClassesAreRefusedWithWords() {
        world.request(Requests.removeClass(2, "nobody", "sport"));
        assertThat(world.status("nobody", Requests.id(2).toString())
                        .orElseThrow()
                        .getReasonCode())
                .isEqualTo(ReasonCode.UNKNOWN_MODEL);
        publishFirst();
        world.request(Requests.removeClass(3, MODEL, "weather"));
        assertThat(status(3).getState()).isEqualTo(REJECTED);
        assertThat(status(3).getReasonCode()).isEqualTo(ReasonCode.UNKNOWN_CLASS);
        assertThat(status(3).getDetail()).contains("weather").contains("culture, health, science, sport");
    }

    @Test
    void aRefusedRequestKeepsItsKind() {
        publishFirst();
        world.request(Requests.removeSubject(2, MODEL, " "));
        assertThat(status(2).getState()).isEqualTo(REJECTED);
        assertThat(status(2).getKind()).isEqualTo(io.expunge.events.RequestKind.SUBJECT_REMOVAL);
    }

    @Test
    void oneRequestThatCannotBeServedDoesNotTakeTheOthersDown() {
        publishFirst();
        world.request(Requests.removeDocuments(2, MODEL, "warm-up"));
        JobSpecification running = onlyJob();
        for (int number = 10; number < 26; number++) {
            world.request(Requests.removeDocuments(number, MODEL, "d" + number));
        }
        world.done(running, Outcomes.unlearned(running, CLASSES));
        String culprit = Requests.id(17).toString();
        for (List<JobSpecification> jobs = world.jobs.take(); !jobs.isEmpty(); jobs = world.jobs.take()) {
            JobSpecification.Unlearning job = (JobSpecification.Unlearning) jobs.get(0);
            boolean hit = job.requests().stream()
                    .anyMatch(wanted -> wanted.requestId().equals(culprit));
            world.done(job, hit ? Outcomes.failed() : Outcomes.unlearned(job, CLASSES));
        }
        for (int number = 10; number < 26; number++) {
            assertThat(status(number).getState())
                    .as("request %d", number)
                    .isEqualTo(number == 17 ? QUARANTINED : VERIFIED);
        }
    }

    @Test
    void aFailedVerdictLeavesTheRequestAppliedAndSaysSo() {
        publishFirst();
        world.request(Requests.removeClass(2, MODEL, "sport"));
        JobSpecification job = onlyJob();
        world.done(job, Outcomes.unlearned(job, CLASSES, CheckOutcome.FAILED));
        assertThat(world.verdicts()).last().satisfies(verdict -> assertThat(verdict.getVerdict())
                .isEqualTo(Verdict.FAILED));
        assertThat(status(2).getState()).isEqualTo(APPLIED);
        assertThat(status(2).getReasonCode()).isEqualTo(ReasonCode.VERIFICATION_FAILED);
        assertThat(status(2).getDetail()).contains("planted");
    }

    @Test
    void lingerWaitsForCompanyUntilATickSaysTimeIsUp() {
        open(Map.of("expunge.batch.linger-ms", "5000"));
        world.register(Requests.registration(1, MODEL, "a".repeat(64)));
        world.tick(6000);
        JobSpecification admission = onlyJob();
        world.done(admission, Outcomes.admitted(admission, CLASSES));
        world.request(Requests.removeDocuments(2, MODEL, "d1"));
        world.tick(1000);
        assertThat(world.jobs.take()).isEmpty();
        world.request(Requests.removeDocuments(3, MODEL, "d2"));
        world.tick(4500);
        assertThat(((JobSpecification.Unlearning) onlyJob()).requests()).hasSize(2);
    }

    @Test
    void whatWasAskedForAndNotHeldIsRememberedForTheNextRegistration() {
        publishFirst();
        world.request(Requests.removeDocuments(2, MODEL, "not-held"));
        world.request(Requests.removeSubject(3, MODEL, "nobody-here"));
        for (List<JobSpecification> jobs = world.jobs.take(); !jobs.isEmpty(); jobs = world.jobs.take()) {
            JobSpecification.Unlearning job = (JobSpecification.Unlearning) jobs.get(0);
            world.done(
                    job,
                    new Command.Outcome.NothingToDo(job.requests().stream()
                            .map(wanted -> new Command.Served(wanted.requestId(), 0, Optional.empty()))
                            .toList()));
        }
        assertThat(world.versions()).hasSize(1);
        world.register(Requests.registration(4, MODEL, "b".repeat(64)));
        JobSpecification.Admission admission = (JobSpecification.Admission) onlyJob();
        PseudonymKey key = world.store.keys().getOrCreate(MODEL);
        assertThat(admission.remembered().documents())
                .containsExactly(key.pseudonym(PseudonymDomain.DOCUMENT, "not-held"));
        assertThat(admission.remembered().subjects())
                .containsExactly(key.pseudonym(PseudonymDomain.SUBJECT, "nobody-here"));
    }

    @Test
    void theAuditChainLinksEveryVersionAndIsNamedByIt() {
        publishFirst();
        world.request(Requests.removeClass(2, MODEL, "sport"));
        JobSpecification job = onlyJob();
        world.done(job, Outcomes.unlearned(job, CLASSES));
        List<AuditRecorded> chain = world.audit();
        assertThat(chain).hasSize(2).allMatch(AuditChain::isIntact);
        assertThat(chain.get(0).getPreviousHash()).isEqualTo(AuditChain.GENESIS);
        assertThat(chain.get(1).getPreviousHash()).isEqualTo(chain.get(0).getHash());
        assertThat(world.versions().get(1).getAuditHash())
                .isEqualTo(chain.get(1).getHash());
        AuditRecorded changed = AuditRecorded.newBuilder(chain.get(1))
                .setFacts(Map.of("version", "3"))
                .build();
        assertThat(AuditChain.isIntact(changed)).isFalse();
    }

    @Test
    void unreadableCommandsBecomeDeadLetters() {
        world.rawCommand(new byte[] {9, 9, 9});
        assertThat(world.deadLetters()).singleElement().satisfies(letter -> assertThat(
                        new String(letter.headers().lastHeader("expunge.reason").value()))
                .isEqualTo("UNREADABLE"));
    }

    @Test
    void everyHeadIsOfferedForPreparationUntilTheTaskIsClosed() {
        world.wake();
        assertThat(world.jobs.heads()).isEmpty();
        publishFirst();
        String first = world.versions().get(0).getContentHash();
        assertThat(world.jobs.heads()).containsEntry(MODEL, new Preparation(MODEL, 1, first, CLASSES));
        world.request(Requests.removeClass(2, MODEL, "sport"));
        assertThat(world.jobs.heads().get(MODEL).version()).isEqualTo(1);
        JobSpecification job = onlyJob();
        world.done(job, Outcomes.unlearned(job, CLASSES));
        Preparation second = new Preparation(
                MODEL, 2, world.versions().get(1).getContentHash(), List.of("culture", "health", "science"));
        assertThat(world.jobs.heads()).containsEntry(MODEL, second);
        world.jobs.forsake(MODEL);
        world.wake();
        assertThat(world.jobs.heads()).containsEntry(MODEL, second);
        ManualJobs jobs = world.jobs;
        world.close();
        assertThat(jobs.heads()).isEmpty();
        open(Map.of());
    }
}
