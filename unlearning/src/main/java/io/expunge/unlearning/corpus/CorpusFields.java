/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.corpus;

import java.util.List;

/** Names of a document's fields, the same in every format. */
final class CorpusFields {

    static final String ID = "document_id";
    static final String LABEL = "label";
    static final String TEXT = "text";
    static final String SUBJECT = "subject";

    static final List<String> REQUIRED = List.of(ID, LABEL, TEXT);

    private CorpusFields() {}

    /** An unknown name may be a misspelt subject, and subjects that vanish silently could never be erased. */
    static boolean isKnown(String name) {
        return REQUIRED.contains(name) || name.equals(SUBJECT);
    }

    static String unknown(String name) {
        return "'" + CorpusBuilder.abbreviated(name)
                + "' is not a field of a corpus; use document_id, label, text and optionally subject, and leave out others.";
    }
}
