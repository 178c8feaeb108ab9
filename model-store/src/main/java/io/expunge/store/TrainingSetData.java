/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Documents as term counts, so that document frequencies can be counted again without the forgotten. No text and no
 * ids: pseudonyms only. Rows are kept as in compressed sparse row matrices: document {@code d} has the entries from
 * {@code rowStart[d]} to before {@code rowStart[d + 1]}. The record takes its arrays over; whoever made them must not
 * write to them again.
 *
 * @param candidateTerms the terms counted, a superset of the vocabulary's, under the same rules
 * @param rowStart       one more than documents; starts at 0, never falls, ends at the number of entries
 * @param termIndex      for each entry its place in {@code candidateTerms}, rising within a document
 * @param count          for each entry how often the term occurs, from 1
 * @param labels         for each document its place in the list of classes, or -1 if it is of no class of the model
 *                       (evaluation sets only)
 * @param documents      for each document its pseudonym, all distinct
 * @param subjects       for each document the pseudonym of its data subject, if known
 */
public record TrainingSetData(
        List<String> candidateTerms,
        int[] rowStart,
        int[] termIndex,
        int[] count,
        int[] labels,
        List<Pseudonym> documents,
        List<Optional<Pseudonym>> subjects) {

    /** @throws IllegalArgumentException if the parts do not fit each other; the message names the document */
    public TrainingSetData {
        candidateTerms = List.copyOf(candidateTerms);
        documents = List.copyOf(documents);
        subjects = List.copyOf(subjects);
        Vocabulary.requireTerms(candidateTerms);
        requireLengths(rowStart, termIndex, count, labels, documents.size(), subjects.size());
        for (int document = 0; document < labels.length; document++) {
            requireRow(document, rowStart, termIndex, count, candidateTerms.size());
            if (labels[document] < -1) {
                throw unsound("has the label " + labels[document], document);
            }
        }
        if (new HashSet<>(documents).size() != documents.size()) {
            throw new IllegalArgumentException("A document occurs twice; ids must be unique within a set");
        }
    }

    /** Returns the number of documents. */
    public int documentCount() {
        return labels.length;
    }

    /** Returns the number of entries: pairs of a document and a term that occurs in it. */
    public int nonZeros() {
        return termIndex.length;
    }

    private static void requireLengths(
            int[] rowStart, int[] termIndex, int[] count, int[] labels, int documents, int subjects) {
        boolean fits = rowStart.length == (long) labels.length + 1
                && documents == labels.length
                && subjects == labels.length
                && count.length == termIndex.length
                && rowStart[0] == 0
                && rowStart[labels.length] == termIndex.length;
        if (!fits) {
            throw new IllegalArgumentException("The parts of a training set do not fit each other: " + rowStart.length
                    + " row starts, " + termIndex.length + " term indices, " + count.length + " counts, "
                    + labels.length
                    + " labels, " + documents + " documents, " + subjects + " subjects");
        }
    }

    private static void requireRow(int document, int[] rowStart, int[] termIndex, int[] count, int terms) {
        int start = rowStart[document];
        int end = rowStart[document + 1];
        require(start <= end && end <= termIndex.length, "has no valid range of entries", document);
        int previous = -1;
        for (int entry = start; entry < end; entry++) {
            require(termIndex[entry] > previous, "has term indices that do not rise", document);
            require(count[entry] >= 1, "counts a term less than once", document);
            previous = termIndex[entry];
        }
        require(previous < terms, "has a term index outside the candidate terms", document);
    }

    private static void require(boolean holds, String otherwise, int document) {
        if (!holds) {
            throw unsound(otherwise, document);
        }
    }

    private static IllegalArgumentException unsound(String what, int document) {
        return new IllegalArgumentException("Document " + document + " " + what);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrainingSetData that
                && candidateTerms.equals(that.candidateTerms)
                && Arrays.equals(rowStart, that.rowStart)
                && Arrays.equals(termIndex, that.termIndex)
                && Arrays.equals(count, that.count)
                && Arrays.equals(labels, that.labels)
                && documents.equals(that.documents)
                && subjects.equals(that.subjects);
    }

    @Override
    public int hashCode() {
        return 31 * documents.hashCode() + Arrays.hashCode(termIndex);
    }

    @Override
    public String toString() {
        return "TrainingSetData[documents=" + labels.length + ", candidateTerms=" + candidateTerms.size()
                + ", nonZeros=" + termIndex.length + "]";
    }
}
