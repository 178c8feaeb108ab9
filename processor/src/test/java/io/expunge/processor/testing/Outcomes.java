/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.testing;

import io.expunge.events.CheckOutcome;
import io.expunge.events.Indistinguishability;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.Operation;
import io.expunge.events.ReasonCode;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.command.Command.Served;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.job.ReleaseTerms;
import io.expunge.processor.request.Reason;
import io.expunge.processor.request.RemovalTarget;
import io.expunge.store.ContentHash;
import io.expunge.unlearning.perturbation.IndistinguishabilityTarget;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What jobs could have found out, without doing any mathematics. */
public final class Outcomes {
    private Outcomes() {}

    /** A registration admitted with some classes. */
    public static Outcome admitted(JobSpecification job, List<String> classes) {
        JobSpecification.Admission admission = (JobSpecification.Admission) job;
        return new Outcome.Produced(
                draft(job, Operation.TRAINED, classes, List.of(), CheckOutcome.PASSED),
                List.of(new Served(admission.registrationId(), 0, Optional.empty())));
    }

    /** A batch served: the classes it names are gone. */
    public static Outcome unlearned(JobSpecification job, List<String> classesBefore) {
        return unlearned(job, classesBefore, CheckOutcome.PASSED);
    }

    public static Outcome unlearned(JobSpecification job, List<String> classesBefore, CheckOutcome check) {
        JobSpecification.Unlearning unlearning = (JobSpecification.Unlearning) job;
        List<String> removed = new ArrayList<>();
        unlearning.requests().forEach(wanted -> {
            if (wanted.target() instanceof RemovalTarget.OfClass ofClass) {
                removed.add(ofClass.label());
            }
        });
        List<String> left = new ArrayList<>(classesBefore);
        left.removeAll(removed);
        List<Served> served = unlearning.requests().stream()
                .map(wanted -> new Served(wanted.requestId(), 1, Optional.empty()))
                .toList();
        return new Outcome.Produced(draft(job, Operation.UNLEARNED, left, removed, check), served);
    }

    /** An older state taken up again with some classes. */
    public static Outcome rolledBack(JobSpecification job, List<String> classes) {
        return new Outcome.Produced(
                draft(job, Operation.ROLLED_BACK, classes, List.of(), CheckOutcome.PASSED), List.of());
    }

    /** The same, released with the noise that the job's terms ask for. */
    public static Outcome withNoise(JobSpecification job, Outcome outcome) {
        IndistinguishabilityTarget target = ((ReleaseTerms.Noisy) job.terms()).target();
        Outcome.Produced produced = (Outcome.Produced) outcome;
        return new Outcome.Produced(
                ModelVersionPublished.newBuilder(produced.draft())
                        .setIndistinguishability(new Indistinguishability(
                                target.epsilon(),
                                target.delta(),
                                target.distance(),
                                target.standardDeviation(),
                                0L,
                                0.0,
                                0.0,
                                ""))
                        .build(),
                produced.served());
    }

    /** The head trained again from zero. */
    public static Outcome repaired(JobSpecification job, List<String> classes) {
        return repaired(job, classes, CheckOutcome.PASSED);
    }

    public static Outcome repaired(JobSpecification job, List<String> classes, CheckOutcome check) {
        return new Outcome.Produced(draft(job, Operation.UNLEARNED, classes, List.of(), check), List.of());
    }

    public static Outcome failed() {
        return new Outcome.Failed(new Reason(ReasonCode.INTERNAL_ERROR, "It broke."));
    }

    /** What a job says that nobody let cost so much. */
    public static Outcome tooCostly() {
        return new Outcome.Failed(new Reason(ReasonCode.ACCURACY_LOSS, "Not released: sport would suffer."));
    }

    private static ModelVersionPublished draft(
            JobSpecification job,
            Operation operation,
            List<String> classes,
            List<String> removed,
            CheckOutcome outcome) {
        return ModelVersionPublished.newBuilder()
                .setModelId(job.modelId())
                .setVersion(0)
                .setOperation(operation)
                .setContentHash(ContentHash.of(job.batchId().getBytes(StandardCharsets.UTF_8))
                        .hex())
                .setLocation("memory:")
                .setPublishedAt(Instant.EPOCH)
                .setClasses(classes)
                .setClassesRemoved(removed)
                .setDocuments(100)
                .setDocumentsRemoved(removed.size())
                .setTerms(10)
                .setTermsRemoved(0)
                .setRequestCount(1)
                .setRequestIds(List.of())
                .setReassignments(List.of())
                .setChecks(List.of(Checks.certified("planted", outcome)))
                .setAuditHash("")
                .build();
    }
}
