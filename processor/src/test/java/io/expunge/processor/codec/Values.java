/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.codec;

import io.expunge.events.CheckKind;
import io.expunge.events.CheckOutcome;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.Operation;
import io.expunge.events.ReasonCode;
import io.expunge.events.Reassignment;
import io.expunge.events.RequestState;
import io.expunge.events.SolverEvidence;
import io.expunge.events.VerificationCheck;
import io.expunge.processor.command.Command.Served;
import io.expunge.processor.command.Doubt;
import io.expunge.processor.command.Mending;
import io.expunge.processor.command.QueuedRollback;
import io.expunge.processor.command.Reinstatement;
import io.expunge.processor.command.Repair;
import io.expunge.processor.command.Returns;
import io.expunge.processor.request.Coordinates;
import io.expunge.processor.request.IntakeEntry;
import io.expunge.processor.request.Reason;
import io.expunge.processor.request.RemovalTarget;
import io.expunge.store.Pseudonym;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Values for the codecs: random ones, and the fixed ones whose bytes are kept. */
public final class Values {
    /** A request with every field present. */
    public static final IntakeEntry.Request REQUEST = new IntakeEntry.Request(
            "news",
            "00000000-0000-0000-0000-000000000007",
            "ab".repeat(32),
            new Coordinates("expunge.deletion-requests", 3, 1_234_567_890_123L),
            new RemovalTarget.OfDocuments(List.of(new Pseudonym(1, -1), new Pseudonym(Long.MIN_VALUE, 42))),
            Optional.of("case-9"),
            "Bürgerbüro",
            1_768_640_400_000L,
            Optional.of(1_771_232_400_000L),
            Optional.of("GDPR Art. 17(1)(b)"),
            Optional.of("hessian-reassignment"),
            Optional.empty(),
            Optional.of(new Reason(ReasonCode.DUPLICATE_IDS, "One id repeats another.")));

    private Values() {}

    /** Texts up to 12 code points, of any script. */
    public static Arbitrary<String> texts() {
        return Arbitraries.strings().ofMaxLength(12).filter(text -> text.codePoints()
                .noneMatch(point -> Character.getType(point) == Character.SURROGATE));
    }

    public static Arbitrary<Long> longs() {
        return Arbitraries.longs();
    }

    public static <T> Arbitrary<Optional<T>> optional(Arbitrary<T> values) {
        return values.optional();
    }

    public static Arbitrary<Reason> reasons() {
        return Combinators.combine(Arbitraries.of(ReasonCode.class), texts()).as(Reason::new);
    }

    public static Arbitrary<RequestState> states() {
        return Arbitraries.of(RequestState.class);
    }

    public static Arbitrary<Served> served() {
        return Combinators.combine(texts(), Arbitraries.integers(), optional(reasons()))
                .as(Served::new);
    }

    public static Arbitrary<Returns> returns() {
        Arbitrary<QueuedRollback> rollbacks =
                Combinators.combine(texts(), texts(), texts(), longs()).as(QueuedRollback::new);
        Arbitrary<Reinstatement> reinstated =
                Combinators.combine(texts(), longs()).as(Reinstatement::new);
        return Combinators.combine(
                        optional(rollbacks),
                        optional(longs()),
                        reinstated.list().ofMaxSize(4))
                .as(Returns::new);
    }

    public static Arbitrary<Mending> mendings() {
        Arbitrary<Repair> repairs = Combinators.combine(
                        longs(), longs(), texts(), Arbitraries.of(Repair.Phase.class), longs())
                .as(Repair::new);
        Arbitrary<Doubt> doubts = Combinators.combine(longs(), Arbitraries.of(true, false), texts())
                .as(Doubt::new);
        return Combinators.combine(Arbitraries.of(Mending.Origin.class), optional(repairs), optional(doubts))
                .as(Mending::new);
    }

    public static Arbitrary<IntakeEntry> entries() {
        return Arbitraries.oneOf(requests(), registrations());
    }

    private static Arbitrary<Pseudonym> pseudonyms() {
        return Combinators.combine(longs(), longs()).as(Pseudonym::new);
    }

    private static Arbitrary<Coordinates> coordinates() {
        return Combinators.combine(texts(), Arbitraries.integers(), longs()).as(Coordinates::new);
    }

    private static Arbitrary<RemovalTarget> targets() {
        return Arbitraries.oneOf(
                texts().map(RemovalTarget.OfClass::new),
                pseudonyms().list().ofMaxSize(5).map(RemovalTarget.OfDocuments::new),
                pseudonyms().map(RemovalTarget.OfSubject::new));
    }

    private static Arbitrary<IntakeEntry> registrations() {
        return Combinators.combine(texts(), texts(), texts(), coordinates(), texts(), texts(), longs())
                .as(IntakeEntry.Registration::new);
    }

    private static Arbitrary<IntakeEntry> requests() {
        Arbitrary<IntakeEntry.Request> plain = Combinators.combine(
                        texts(), texts(), texts(), coordinates(), targets(), optional(texts()), texts(), longs())
                .as((model, id, hash, at, target, caseId, requester, requested) -> new IntakeEntry.Request(
                        model,
                        id,
                        hash,
                        at,
                        target,
                        caseId,
                        requester,
                        requested,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        return Combinators.combine(
                        plain,
                        optional(longs()),
                        optional(texts()),
                        optional(texts()),
                        optional(reasons()),
                        optional(reasons()))
                .as(Values::withRest);
    }

    private static IntakeEntry withRest(
            IntakeEntry.Request plain,
            Optional<Long> dueBy,
            Optional<String> legalBasis,
            Optional<String> method,
            Optional<Reason> refusal,
            Optional<Reason> note) {
        return new IntakeEntry.Request(
                plain.modelId(),
                plain.id(),
                plain.contentHash(),
                plain.coordinates(),
                plain.target(),
                plain.caseId(),
                plain.requester(),
                plain.requestedAt(),
                dueBy,
                legalBasis,
                method,
                refusal,
                note);
    }

    public static Arbitrary<ModelVersionPublished> drafts() {
        return Combinators.combine(texts(), texts().list().ofMaxSize(4), Arbitraries.integers(), Arbitraries.doubles())
                .as((text, classes, number, value) -> ModelVersionPublished.newBuilder(draft())
                        .setModelId(text)
                        .setClasses(classes)
                        .setDocuments(number)
                        .setRetainedAccuracyAfter(value)
                        .build());
    }

    /** A version event as a job drafts it. */
    public static ModelVersionPublished draft() {
        return ModelVersionPublished.newBuilder()
                .setModelId("news")
                .setVersion(0)
                .setOperation(Operation.UNLEARNED)
                .setContentHash("cd".repeat(32))
                .setLocation("memory:artifact")
                .setPublishedAt(Instant.EPOCH)
                .setClasses(List.of("culture", "health"))
                .setClassesRemoved(List.of("sport"))
                .setDocuments(100)
                .setDocumentsRemoved(20)
                .setTerms(1000)
                .setTermsRemoved(30)
                .setRequestCount(1)
                .setRequestIds(List.of("00000000-0000-0000-0000-000000000007"))
                .setMethod("hessian-reassignment")
                .setReassignments(List.of(new Reassignment("sport", "health", 20)))
                .setEvidence(
                        new SolverEvidence("newton-cg", 2, 19, 21.5, 0.25, 1e-6, 1e-5, 1e-7, List.of("first rung")))
                .setRetainedAccuracyBefore(0.875)
                .setRetainedAccuracyAfter(0.9375)
                .setChecks(List.of(VerificationCheck.newBuilder()
                        .setName("set-arithmetic")
                        .setKind(CheckKind.CERTIFIED)
                        .setOutcome(CheckOutcome.PASSED)
                        .setValue(0.0)
                        .setThreshold(0.0)
                        .setDetail("Exact.")
                        .build()))
                .setAuditHash("")
                .build();
    }
}
