/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.events.CheckKind;
import io.expunge.events.CheckOutcome;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.SolverEvidence;
import io.expunge.events.VerificationCheck;
import io.expunge.unlearning.verify.Certificate;
import io.expunge.unlearning.verify.Check;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/** Builds the parts of a version event that a job knows. Stateless. */
final class VersionDraft {
    /** Ids of a version event; the manifest names all. */
    static final int IDS_NAMED = 100;

    private VersionDraft() {}

    /** A builder with what the ledger will fill in left neutral. */
    static ModelVersionPublished.Builder builder(String modelId, List<Check> checks) {
        return ModelVersionPublished.newBuilder()
                .setModelId(modelId)
                .setVersion(0)
                .setPublishedAt(Instant.EPOCH)
                .setAuditHash("")
                .setClassesRemoved(List.of())
                .setDocumentsRemoved(0)
                .setTermsRemoved(0)
                .setReassignments(List.of())
                .setChecks(checks.stream().map(VersionDraft::check).toList());
    }

    static SolverEvidence evidence(io.expunge.unlearning.solve.SolverEvidence evidence, Certificate certificate) {
        return new SolverEvidence(
                evidence.solver(),
                evidence.newtonSteps(),
                evidence.conjugateGradientIterations(),
                evidence.passes(),
                evidence.seconds(),
                certificate.gradientNorm(),
                certificate.distanceBound(),
                certificate.relativeDistanceBound(),
                evidence.ladder());
    }

    private static VerificationCheck check(Check check) {
        return VerificationCheck.newBuilder()
                .setName(check.name())
                .setKind(CheckKind.valueOf(check.kind().name()))
                .setOutcome(CheckOutcome.valueOf(check.outcome().name()))
                .setValue(boxed(check.value()))
                .setThreshold(boxed(check.threshold()))
                .setDetail(check.detail())
                .build();
    }

    @SuppressWarnings("NullAway") // Avro's unions take null for absent
    private static Double boxed(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
