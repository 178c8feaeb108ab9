/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.artifact;

import io.expunge.store.HonouredDeletions;
import io.expunge.store.Pseudonym;
import io.expunge.store.PseudonymDomain;
import io.expunge.store.PseudonymKey;
import io.expunge.unlearning.corpus.Document;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds documents that a model was told to forget among documents to learn from or to judge by: by their keyed hashes,
 * which is all that is kept of them. Immutable and thread-safe.
 */
public final class ErasedRows {
    private final PseudonymKey key;
    private final Set<Pseudonym> documents;
    private final Set<Pseudonym> subjects;
    private final Set<String> classes;

    /** Which request a document falls under; the narrowest, if several. */
    public enum Cause {
        /** A request named the document. */
        DOCUMENT,
        /** A request named its data subject. */
        SUBJECT,
        /** A request named its class. */
        CLASS
    }

    /**
     * A document that must not come in again.
     *
     * @param row its place among the documents of its file, from 1
     */
    public record Row(int row, Document document, Cause cause) {}

    /**
     * Copies what is to be looked for.
     *
     * @param key what the model's documents and subjects are hashed with
     */
    public ErasedRows(PseudonymKey key, HonouredDeletions honoured) {
        this.key = key;
        this.documents = new HashSet<>(honoured.documents());
        this.subjects = new HashSet<>(honoured.subjects());
        this.classes = new HashSet<>(honoured.classes());
    }

    /** The rows that must not come in again, in their order. */
    public List<Row> in(List<Document> candidates) {
        List<Row> rows = new ArrayList<>();
        for (int index = 0; index < candidates.size(); index++) {
            int row = index + 1;
            Document document = candidates.get(index);
            cause(document).ifPresent(cause -> rows.add(new Row(row, document, cause)));
        }
        return List.copyOf(rows);
    }

    private Optional<Cause> cause(Document document) {
        if (documents.contains(key.pseudonym(PseudonymDomain.DOCUMENT, document.id()))) {
            return Optional.of(Cause.DOCUMENT);
        }
        boolean ofSubject = document.subject()
                .map(subject -> key.pseudonym(PseudonymDomain.SUBJECT, subject))
                .filter(subjects::contains)
                .isPresent();
        if (ofSubject) {
            return Optional.of(Cause.SUBJECT);
        }
        return classes.contains(document.label()) ? Optional.of(Cause.CLASS) : Optional.empty();
    }
}
