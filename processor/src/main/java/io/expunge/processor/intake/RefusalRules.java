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
import io.expunge.processor.request.Reason;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a request is refused for that can be told from its words alone, without any model. Thread-safe. */
final class RefusalRules {
    private static final Instant FIRST_DATE = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant AFTER_LAST_DATE = Instant.parse("+10000-01-01T00:00:00Z");

    private final IntakeSettings settings;

    RefusalRules(IntakeSettings settings) {
        this.settings = settings;
    }

    /** Why a request cannot be served, the first reason found; empty if its words are all right. */
    Optional<Reason> refusal(DeletionRequested event) {
        return tooLong(event)
                .or(() -> noDate(event))
                .or(() -> unknownMethod(event))
                .or(() -> badTarget(event));
    }

    private Optional<Reason> tooLong(DeletionRequested event) {
        Map<String, String> fields = new HashMap<>();
        fields.put("requester", event.getRequester());
        fields.put("caseId", event.getCaseId());
        fields.put("legalBasis", event.getLegalBasis());
        fields.put("reason", event.getReason());
        return fields.entrySet().stream()
                .filter(field -> field.getValue() != null && field.getValue().length() > settings.maximumTextLength())
                .map(field -> new Reason(
                        ReasonCode.INVALID_FIELD,
                        "Field " + field.getKey() + " has " + field.getValue().length() + " characters; at most "
                                + settings.maximumTextLength() + " are taken."))
                .findFirst();
    }

    private static Optional<Reason> noDate(DeletionRequested event) {
        return Optional.ofNullable(event.getDueBy())
                .filter(dueBy -> !isDate(dueBy))
                .map(dueBy -> new Reason(
                        ReasonCode.INVALID_FIELD,
                        "Field dueBy lies outside the years 1 to 9999; give milliseconds since 1970."));
    }

    /** The status repeats the deadline, and what lies beyond these years many a subscriber's library cannot read. */
    static boolean isDate(Instant instant) {
        return !instant.isBefore(FIRST_DATE) && instant.isBefore(AFTER_LAST_DATE);
    }

    private Optional<Reason> unknownMethod(DeletionRequested event) {
        String method = event.getMethod();
        if (method == null || settings.methods().contains(method)) {
            return Optional.empty();
        }
        return Optional.of(new Reason(
                ReasonCode.UNSUPPORTED_METHOD,
                "There is no unlearning method of that name. Leave the field out, or use one of: "
                        + String.join(", ", settings.methods().stream().sorted().toList()) + "."));
    }

    private Optional<Reason> badTarget(DeletionRequested event) {
        Object target = event.getTarget();
        if (target instanceof ClassRemoval removal) {
            return blank(removal.getLabel(), "The label of the class to remove");
        } else if (target instanceof SubjectRemoval removal) {
            return blank(removal.getSubjectKey(), "The subject key");
        } else if (target instanceof DocumentRemoval removal) {
            return badIds(removal.getDocumentIds());
        }
        return Optional.of(new Reason(
                ReasonCode.UNSUPPORTED_TARGET, "This release does not know the kind of target; upgrade the service."));
    }

    private Optional<Reason> badIds(List<String> ids) {
        if (ids.isEmpty()) {
            return Optional.of(
                    new Reason(ReasonCode.EMPTY_TARGET, "The request names no document; name at least one."));
        }
        if (ids.size() > settings.maximumIds()) {
            return Optional.of(new Reason(
                    ReasonCode.TOO_MANY_IDS,
                    "The request names " + ids.size() + " documents; at most " + settings.maximumIds()
                            + " are taken in one request. Split it."));
        }
        for (int position = 0; position < ids.size(); position++) {
            Optional<Reason> wrong = blank(ids.get(position), "The document id at position " + (position + 1));
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private Optional<Reason> blank(String text, String what) {
        if (text.isBlank()) {
            return Optional.of(new Reason(ReasonCode.EMPTY_TARGET, what + " is empty."));
        }
        if (text.length() > settings.maximumTextLength()) {
            return Optional.of(new Reason(
                    ReasonCode.INVALID_FIELD,
                    what + " has " + text.length() + " characters; at most " + settings.maximumTextLength()
                            + " are taken."));
        }
        return Optional.empty();
    }
}
