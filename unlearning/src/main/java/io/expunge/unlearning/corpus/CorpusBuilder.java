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

    static String abbreviated(String value) {
        int longest = 60;
        return value.length() <= longest ? value : value.substring(0, longest) + "...";
    }
}
