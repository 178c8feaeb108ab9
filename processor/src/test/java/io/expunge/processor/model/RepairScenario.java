/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.AuditKind;
import io.expunge.events.AuditRecorded;
import io.expunge.events.CheckOutcome;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.ReasonCode;
import io.expunge.events.RequestStatusChanged;
import io.expunge.events.UnlearningVerified;
import io.expunge.events.Verdict;
import io.expunge.events.VerificationStage;
import io.expunge.processor.command.Mending;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.job.VerificationSpecification;
import io.expunge.processor.request.Reason;
import io.expunge.processor.testing.Checks;
import io.expunge.processor.testing.Outcomes;
import io.expunge.processor.testing.Requests;
import io.expunge.processor.testing.World;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A model whose second version forgot a class, and whatever verdict on it is planted; through the real topology. */
abstract class RepairScenario {
    static final String MODEL = "news";
    static final List<String> CLASSES = List.of("culture", "health", "science", "sport");
    static final List<String> WITHOUT_SPORT = List.of("culture", "health", "science");
    static final String FIRST = Requests.id(11).toString();
    static final String SECOND = Requests.id(12).toString();
    static final Map<String, String> DEEP_DECIDES = Map.of("expunge.verified-when", "deep");
    static final Map<String, String> DEEP_AFTERWARDS = Map.of("expunge.verification.deep", "true");

    static final Reason SLOW = new Reason(ReasonCode.DEADLINE, "It took too long.");
    static final Reason STUCK = new Reason(ReasonCode.NOT_CONVERGED, "It is stuck.");

    @TempDir
    Path state;

    World world;
    final List<AuditRecorded> audit = new ArrayList<>();

    /** Version 1 passed, version 2 has no sport. */
    void open(Map<String, String> changes) {
        open(changes, CheckOutcome.PASSED);
    }

    void open(Map<String, String> changes, CheckOutcome gateOfSecond) {
        world = new World(state, changes);
        world.register(Requests.registration(1, MODEL, "a".repeat(64)));
        JobSpecification job = onlyJob();
        world.done(job, Outcomes.admitted(job, CLASSES));
        if (!changes.isEmpty()) {
            checked(CheckOutcome.PASSED);
        }
        world.request(Requests.removeClass(11, MODEL, "sport"));
        JobSpecification removal = onlyJob();
        world.done(removal, Outcomes.unlearned(removal, CLASSES, gateOfSecond));
    }

    @AfterEach
    void close() {
        world.close();
    }

    JobSpecification onlyJob() {
        List<JobSpecification> jobs = world.jobs.take();
        assertThat(jobs).hasSize(1);
        return jobs.get(0);
    }

    JobSpecification.Repair onlyRepair() {
        JobSpecification job = onlyJob();
        assertThat(job).isInstanceOf(JobSpecification.Repair.class);
        return (JobSpecification.Repair) job;
    }

    VerificationSpecification awaited() {
        return Optional.ofNullable(world.jobs.versions().get(MODEL)).orElseThrow();
    }

    /** Ends the thorough checks of the newest version. */
    void checked(CheckOutcome outcome) {
        checked(awaited(), outcome);
    }

    void checked(VerificationSpecification version, CheckOutcome outcome) {
        world.command(Checks.done(
                version, Checks.certified("certificate", CheckOutcome.PASSED), Checks.empirical("attack", outcome)));
    }

    UnlearningVerified verdict(long version, long from, VerificationStage stage, Verdict verdict) {
        CheckOutcome outcome = verdict == Verdict.PASSED ? CheckOutcome.PASSED : CheckOutcome.FAILED;
        ModelVersionPublished judged = world.versions().get((int) version - 1);
        return Checks.verdict(judged, from, stage, verdict, Checks.empirical("attack", outcome));
    }

    ModelVersionPublished newest() {
        List<ModelVersionPublished> versions = world.versions();
        return versions.get(versions.size() - 1);
    }

    RequestStatusChanged status(String request) {
        return world.status(MODEL, request).orElseThrow();
    }

    Mending mending() {
        return world.driver
                .<String, ModelState>getKeyValueStore(ModelStores.MODELS)
                .get(MODEL)
                .mending();
    }

    List<String> told() {
        audit.addAll(world.audit());
        return audit.stream()
                .filter(record -> record.getKind() == AuditKind.REPAIR)
                .map(record -> record.getFacts().get("outcome"))
                .toList();
    }

    void repaired(JobSpecification.Repair job) {
        world.done(job, Outcomes.repaired(job, WITHOUT_SPORT));
    }

    /** Version 3 is made of version 2 by the time that one's verdict comes. */
    void aThirdBuildsOnTheSecondThatFails() {
        world.request(Requests.removeClass(12, MODEL, "science"));
        JobSpecification working = onlyJob();
        checked(CheckOutcome.FAILED);
        world.done(working, Outcomes.unlearned(working, WITHOUT_SPORT));
    }
}
