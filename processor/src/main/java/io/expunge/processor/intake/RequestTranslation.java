/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.intake;

import io.expunge.events.ClassRemoval;
import io.expunge.events.DeletionRequested;
import io.expunge.events.DocumentRemoval;
import io.expunge.events.ReasonCode;
import io.expunge.events.SubjectRemoval;
import io.expunge.processor.codec.BinaryWriter;
import io.expunge.processor.model.Reasons;
import io.expunge.processor.request.BoundedText;
import io.expunge.processor.request.Coordinates;
import io.expunge.processor.request.IntakeEntry;
import io.expunge.processor.request.IntakeEntryCodec;
import io.expunge.processor.request.Reason;
import io.expunge.processor.request.RemovalTarget;
import io.expunge.store.ContentHash;
import io.expunge.store.ModelStoreException;
import io.expunge.store.Pseudonym;
import io.expunge.store.PseudonymDomain;
import io.expunge.store.PseudonymKey;
import io.expunge.store.PseudonymKeys;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns the public request into the pseudonymised one that the stores keep: document ids and subject keys leave as keyed
 * hashes and nothing else of them stays. What is wrong with a request's content becomes its refusal, not an exception.
 * Thread-safe.
 */
final class RequestTranslation {
    /** Stands where a refused request named a data subject. */
    private static final Pseudonym NOBODY = new Pseudonym(0, 0);

    private final IntakeSettings settings;
    private final PseudonymKeys keys;
    private final RefusalRules rules;

    RequestTranslation(IntakeSettings settings, PseudonymKeys keys) {
        this.settings = settings;
        this.keys = keys;
        this.rules = new RefusalRules(settings);
    }

    IntakeEntry translate(DeletionRequested event, Coordinates coordinates) throws PoisonRecordException {
        String modelId = PoisonRecordException.requireModelId(event.getModelId());
        Optional<PseudonymKey> key = key(modelId, event.getTarget());
        Optional<Reason> refusal = refusal(event, key);
        RemovalTarget target = refusal.isPresent() ? nothing(event) : target(event, key);
        // A name nobody knows is refused and not kept: it may be of any length and hold anything.
        Optional<String> method = Optional.ofNullable(event.getMethod()).filter(settings.methods()::contains);
        IntakeEntry.Request unhashed = new IntakeEntry.Request(
                modelId,
                event.getRequestId().toString(),
                "",
                coordinates,
                target,
                bounded(event.getCaseId()),
                bounded(event.getRequester()).orElse(""),
                event.getRequestedAt().toEpochMilli(),
                Optional.ofNullable(event.getDueBy())
                        .filter(RefusalRules::isDate)
                        .map(Instant::toEpochMilli),
                bounded(event.getLegalBasis()),
                method,
                refusal,
                note(event));
        return withContentHash(unhashed);
    }

    /**
     * The model's key, where the target needs one. Without it nothing can be said of a document or a data subject, and the
     * record cannot wait here without holding up every other model: it is laid aside as it came, to be sent again.
     */
    private Optional<PseudonymKey> key(String modelId, Object target) throws PoisonRecordException {
        if (target instanceof ClassRemoval) {
            return Optional.empty();
        }
        try {
            return keys.find(modelId);
        } catch (ModelStoreException.StoreUnavailable passOn) {
            throw passOn;
        } catch (ModelStoreException unreadable) {
            throw new PoisonRecordException(
                    "KEY_UNREADABLE", unreadable.getMessage() + ". Then send the record again; it was not taken in.");
        }
    }

    private Optional<Reason> refusal(DeletionRequested event, Optional<PseudonymKey> key) {
        return rules.refusal(event)
                .or(() -> key.isEmpty() && !(event.getTarget() instanceof ClassRemoval)
                        ? Optional.of(Reasons.unknownModel(event.getModelId()))
                        : Optional.empty());
    }

    /** Naming a document twice is harmless; it is served, and said. */
    private static Optional<Reason> note(DeletionRequested event) {
        if (!(event.getTarget() instanceof DocumentRemoval removal)) {
            return Optional.empty();
        }
        Map<String, Integer> firstPosition = new HashMap<>();
        int repeated = 0;
        int example = 0;
        for (int position = 0; position < removal.getDocumentIds().size(); position++) {
            if (firstPosition.putIfAbsent(removal.getDocumentIds().get(position), position) != null) {
                repeated++;
                example = position + 1;
            }
        }
        return repeated == 0
                ? Optional.empty()
                : Optional.of(new Reason(
                        ReasonCode.DUPLICATE_IDS,
                        repeated + " of the ids repeat an earlier one (the last at position " + example
                                + "); each document is removed once."));
    }

    private static RemovalTarget target(DeletionRequested event, Optional<PseudonymKey> key) {
        Object target = event.getTarget();
        if (target instanceof DocumentRemoval removal) {
            PseudonymKey pseudonymKey = key.orElseThrow();
            List<Pseudonym> documents = removal.getDocumentIds().stream()
                    .map(id -> pseudonymKey.pseudonym(PseudonymDomain.DOCUMENT, id))
                    .toList();
            return new RemovalTarget.OfDocuments(documents);
        } else if (target instanceof SubjectRemoval removal) {
            return new RemovalTarget.OfSubject(
                    key.orElseThrow().pseudonym(PseudonymDomain.SUBJECT, removal.getSubjectKey()));
        }
        return new RemovalTarget.OfClass(((ClassRemoval) target).getLabel());
    }

    /** A refused request keeps its kind and loses its ids. */
    private static RemovalTarget nothing(DeletionRequested event) {
        if (event.getTarget() instanceof ClassRemoval) {
            return new RemovalTarget.OfClass("");
        }
        return event.getTarget() instanceof SubjectRemoval
                ? new RemovalTarget.OfSubject(NOBODY)
                : new RemovalTarget.OfDocuments(List.of());
    }

    private Optional<String> bounded(@org.jspecify.annotations.Nullable String text) {
        return Optional.ofNullable(text).map(t -> BoundedText.of(t, Math.max(4, settings.maximumTextLength())));
    }

    /** When it was asked is no part of what was asked: a retry may carry a new time. */
    private static IntakeEntry.Request withContentHash(IntakeEntry.Request request) {
        BinaryWriter out = new BinaryWriter();
        IntakeEntryCodec.writeTarget(out, request.target());
        out.writeOptionalString(request.caseId())
                .writeString(request.requester())
                .writeOptionalLong(request.dueBy())
                .writeOptionalString(request.legalBasis())
                .writeOptionalString(request.method());
        return new IntakeEntry.Request(
                request.modelId(),
                request.id(),
                ContentHash.of(out.toByteArray()).hex(),
                request.coordinates(),
                request.target(),
                request.caseId(),
                request.requester(),
                request.requestedAt(),
                request.dueBy(),
                request.legalBasis(),
                request.method(),
                request.refusal(),
                request.note());
    }
}
