/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.corpus;

import java.util.Objects;
import java.util.Optional;

/**
 * One labelled text.
 *
 * @param id name of the document, unique in its corpus, not blank
 * @param label class of the document, not blank
 * @param text the text, possibly empty
 * @param subject key of the person the document is about or by, if known, not blank
 */
public record Document(String id, String label, String text, Optional<String> subject) {

    /**
     * Checks the fields.
     *
     * @throws IllegalArgumentException if id, label or subject is blank
     */
    public Document {
        Objects.requireNonNull(text, "text");
        requireNotBlank(id, "id");
        requireNotBlank(label, "label");
        subject.ifPresent(key -> requireNotBlank(key, "subject"));
    }

    private static void requireNotBlank(String value, String field) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(
                    "A document's " + field + " is blank: every document needs a non-blank " + field + ".");
        }
    }
}
