/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.events.AuditKind;
import io.expunge.events.AuditRecorded;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.Operation;
import io.expunge.events.Reassignment;
import io.expunge.events.SolverEvidence;
import io.expunge.events.UnlearningVerified;
import io.expunge.events.Verdict;
import io.expunge.events.VerificationStage;
import io.expunge.schemas.EventTrust;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events as a processor would have published them, for tests of what is made of them. */
final class Published {
    static final String MODEL = "news";

    static {
        EventTrust.establish(); // events are copied here, which makes their enums from their names
    }

    private Published() {}

    /** Version 1, trained with three classes. */
    static ModelVersionPublished trained() {
        return version(1, null, Operation.TRAINED, List.of("economy", "science", "sport"), 300, 40)
                .setClassesRemoved(List.of())
                .setDocumentsRemoved(0)
                .setTermsRemoved(0)
                .setReassignments(List.of())
                .build();
    }

    /** A version that removed a class. */
    static ModelVersionPublished unlearned(long number, long parent, String removed, List<String> classes) {
        return version(number, parent, Operation.UNLEARNED, classes, 100 * classes.size(), 10 * classes.size())
                .setClassesRemoved(List.of(removed))
                .setDocumentsRemoved(100)
                .setTermsRemoved(10)
                .setReassignments(List.of(
                        new Reassignment(removed, classes.get(0), 70),
                        new Reassignment(removed, classes.get(classes.size() - 1), 30)))
                .setRetainedAccuracyBefore(0.91)
                .setRetainedAccuracyAfter(0.93)
                .build();
    }

    static String hash(long version) {
        return String.format("%064x", version);
    }

    static UnlearningVerified verdict(long version, VerificationStage stage, Verdict verdict, int second) {
        return new UnlearningVerified(
                MODEL, version, hash(version), stage, 1L, Instant.ofEpochSecond(second), verdict, List.of());
    }

    static AuditRecorded purged(long version) {
        return new AuditRecorded(
                MODEL,
                9L,
                AuditKind.PURGED,
                Instant.ofEpochSecond(50),
                Map.of(
                        "version",
                        String.valueOf(version),
                        "contentHash",
                        hash(version),
                        "bytes",
                        "1234",
                        "why",
                        "grace"),
                "0".repeat(64),
                "f".repeat(64));
    }

    private static ModelVersionPublished.Builder version(
            long number, @Nullable Long parent, Operation operation, List<String> classes, int documents, int terms) {
        return ModelVersionPublished.newBuilder()
                .setModelId(MODEL)
                .setVersion(number)
                .setParent(parent)
                .setOperation(operation)
                .setContentHash(hash(number))
                .setLocation("file:/store")
                .setPublishedAt(Instant.ofEpochSecond(number))
                .setClasses(classes)
                .setDocuments(documents)
                .setTerms(terms)
                .setRequestCount(1)
                .setRequestIds(List.of("request-" + number))
                .setMethod("hessian-reassignment")
                .setEvidence(new SolverEvidence("newton-cg", 2, 20, 21.0, 0.5, 1e-3, 2e-3, 4e-5, List.of()))
                .setChecks(List.of())
                .setAuditHash("");
    }
}
