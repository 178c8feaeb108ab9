/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.corpus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects documents with the lines they came from, so that an error can say where. */
final class CorpusBuilder {

    private final String source;
    private final List<Document> documents = new ArrayList<>();
    private final Map<String, Long> lineOfId = new HashMap<>();
    private long line = 1;

    CorpusBuilder(String source) {
        this.source = source;
    }

    /** What is read next starts in this line, from 1. */
    void at(long startingLine) {
        line = startingLine;
    }

    void add(String id, String label, String text, Optional<String> subject) {
        requireNotBlank(CorpusFields.ID, id);
        requireNotBlank(CorpusFields.LABEL, label);
        requireWhole(CorpusFields.ID, id);
        requireWhole(CorpusFields.LABEL, label);
        subject.ifPresent(key -> requireWhole(CorpusFields.SUBJECT, key));
        Long earlier = lineOfId.putIfAbsent(id, line);
        if (earlier != null) {
            throw broken("the document_id '" + abbreviated(id) + "' is already used in line " + earlier
                    + "; ids must be distinct.");
        }
        // A blank subject is an empty cell: nobody is known to stand behind the document.
        documents.add(new Document(id, label, text, subject.filter(key -> !key.isBlank())));
    }

    /** The error for something wrong in the current line. */
    CorpusFormatException broken(String problem) {
        return CorpusFormatException.at(source, line, problem);
    }

    Corpus build() {
        if (documents.isEmpty()) {
            throw CorpusFormatException.of(source, "has no documents; give it at least one.");
        }
        return new Corpus(documents);
    }

    private void requireNotBlank(String field, String value) {
        if (value.isBlank()) {
            throw broken("the " + field + " is blank; every document needs one.");
        }
    }

    /** JSON can escape half of a character, which has no UTF-8 form: it could be neither kept nor asked for. */
    private void requireWhole(String field, String value) {
        if (value.codePoints().anyMatch(code -> code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE)) {
            throw broken("the " + field + " holds an unpaired surrogate, which is half of a character; correct it where"
                    + " the file was made.");
        }
    }

    static String abbreviated(String value) {
        int longest = 60;
        return value.length() <= longest ? value : value.substring(0, longest) + "...";
    }
}
