/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.events.ModelVersionPublished;
import io.expunge.events.Operation;
import io.expunge.events.Reassignment;
import io.expunge.events.SolverEvidence;
import io.expunge.processor.artifact.StoredModel;
import io.expunge.schemas.EventTrust;
import io.expunge.unlearning.verify.Certificate;
import io.expunge.unlearning.verify.Check;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** Builds the parts of a version event that a job knows. Stateless. */
final class VersionDraft {
    static {
        EventTrust.establish(); // a draft is filled in by copying it, which makes its enums from their names
    }

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
                .setChecks(VerificationChecks.of(checks));
    }

    /** What a removal came to, with artifact and requests left neutral. */
    static ModelVersionPublished unlearned(
            String modelId,
            String method,
            StoredModel before,
            StoredModel after,
            Solution solution,
            SortedMap<String, Double> metrics,
            List<Check> checks) {
        List<String> removed = new ArrayList<>(before.model().labelSpace().classes());
        removed.removeAll(after.model().labelSpace().classes());
        int terms = after.model().vectoriser().features();
        return builder(modelId, checks)
                .setOperation(Operation.UNLEARNED)
                .setContentHash("")
                .setLocation("")
                .setRequestCount(0)
                .setRequestIds(List.of())
                .setClasses(after.model().labelSpace().classes())
                .setClassesRemoved(removed)
                .setDocuments(after.documents().size())
                .setDocumentsRemoved(
                        before.documents().size() - after.documents().size())
                .setTerms(terms)
                .setTermsRemoved(
                        solution.target().isPresent()
                                ? 0
                                : before.model().vectoriser().features() - terms)
                .setMethod(method)
                .setIndistinguishability(
                        solution.target().map(PromisedRelease::told).orElse(null))
                .setReassignments(solution.reassignments().stream()
                        .map(one -> new Reassignment(one.removedClass(), one.retainedClass(), one.documents()))
                        .toList())
                .setEvidence(
                        solution.target().isPresent() ? null : evidence(solution.evidence(), solution.certificate()))
                .setRetainedAccuracyBefore(metrics.get("retained-accuracy-before"))
                .setRetainedAccuracyAfter(metrics.get("retained-accuracy-after"))
                .build();
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
}
