/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.corpus;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Labelled documents in a fixed order. Immutable.
 *
 * @param documents the documents, at least one, with distinct ids
 */
public record Corpus(List<Document> documents) {

    /**
     * Checks and copies the list.
     *
     * @throws CorpusFormatException if there is no document, or two with one id
     */
    public Corpus {
        documents = List.copyOf(documents);
        if (documents.isEmpty()) {
            throw CorpusFormatException.of("corpus", "holds no documents; give it at least one.");
        }
        Set<String> seen = new HashSet<>();
        for (Document document : documents) {
            if (!seen.add(document.id())) {
                throw CorpusFormatException.of(
                        "corpus", "two documents have the id '" + document.id() + "'; ids must be distinct.");
            }
        }
    }

    /** Number of documents, at least 1. */
    public int size() {
        return documents.size();
    }

    /** Texts of the documents, in order. */
    public List<String> texts() {
        return documents.stream().map(Document::text).toList();
    }

    /** Labels of the documents, in order; one entry a document. */
    public List<String> labels() {
        return documents.stream().map(Document::label).toList();
    }
}
