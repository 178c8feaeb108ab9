/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.command;

import io.expunge.processor.request.ModelIds;
import java.util.Optional;
import java.util.UUID;

/**
 * What an operator wants, who it is and why. An order that exists is well formed: whoever makes one, a command line or a
 * decoder, is told what is wrong with it.
 *
 * @param orderId a UUID; the answer in the audit log carries it
 * @param operator who gives it: a role or a ticket, for it is kept for ever
 * @param reason why, in a sentence without personal data; may be empty where the verb needs none
 */
public record OperatorOrder(String orderId, String modelId, String operator, String reason, OperatorVerb verb) {
    public static final int LONGEST_OPERATOR = 100;
    public static final int LONGEST_REASON = 500;

    /**
     * Checks everything.
     *
     * @throws IllegalArgumentException naming the part that is wrong, and the rule
     */
    public OperatorOrder {
        require(ModelIds.problem(modelId));
        require(noUuid("the order id", orderId));
        require(verb.request().flatMap(request -> noUuid("the request id", request)));
        require(noLine("the operator", operator, LONGEST_OPERATOR, true));
        require(verb.version()
                .filter(version -> version < 1)
                .map(version -> "the version must be a number from 1, not " + version));
        require(noLine("the reason", reason, LONGEST_REASON, verb.needsReason()));
        if (verb instanceof OperatorVerb.Rollback rollback && rollback.to() < 1) {
            require(Optional.of("the version to roll back to must be 1 or more, not " + rollback.to()));
        }
        if (verb instanceof OperatorVerb.ReinstateClass reinstate) {
            require(noLine("the class", reinstate.label(), OperatorVerb.ReinstateClass.LONGEST_LABEL, true));
        }
    }

    private static void require(Optional<String> problem) {
        problem.ifPresent(what -> {
            throw new IllegalArgumentException(what);
        });
    }

    /** Only the canonical form: a request is found under exactly that text. */
    private static Optional<String> noUuid(String what, String text) {
        try {
            if (UUID.fromString(text).toString().equals(text)) {
                return Optional.empty();
            }
        } catch (IllegalArgumentException noUuid) {
            // Said below.
        }
        return Optional.of(what + " must be a UUID in its usual form, such as 8c1e0b4c-63f5-4c8e-9b6e-2f0d3f1f7a11");
    }

    private static Optional<String> noLine(String what, String text, int longest, boolean mandatory) {
        if (text.length() > longest || (mandatory && text.isBlank())) {
            return Optional.of(what + " must have " + (mandatory ? 1 : 0) + " to " + longest + " characters, not "
                    + (text.isBlank() ? 0 : text.length()));
        }
        boolean broken = text.codePoints().anyMatch(OperatorOrder::isNoText);
        return broken ? Optional.of(what + " must be one line of text, without control characters") : Optional.empty();
    }

    private static boolean isNoText(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> false;
        };
    }
}
