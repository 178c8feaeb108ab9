/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The terms a model knows, in the order of its columns. The record takes the IDF array over; whoever made it must not
 * write to it again.
 *
 * @param terms    the terms, distinct, none empty and none with a line break: they are kept one a line
 * @param idf      the inverse document frequency of each term
 * @param analysis how text becomes terms: n-grams, stop words, thresholds, by name
 */
public record Vocabulary(List<String> terms, double[] idf, SortedMap<String, String> analysis) {

    /** @throws IllegalArgumentException if a term breaks the rules above or the lengths differ */
    public Vocabulary {
        terms = List.copyOf(terms);
        analysis = Collections.unmodifiableSortedMap(new TreeMap<>(analysis));
        requireTerms(terms);
        if (terms.size() != idf.length) {
            throw new IllegalArgumentException(
                    "A vocabulary of " + terms.size() + " terms needs as many IDF values; got " + idf.length);
        }
        for (double value : idf) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("An IDF value is " + value + "; only finite ones can be stored");
            }
        }
    }

    /** Returns whether a character ends a line for some common reader (Python's splitlines is the widest of them). */
    static boolean isLineBreak(int character) {
        return (character >= '\n' && character <= '\r')
                || (character >= 0x1c && character <= 0x1e)
                || character == 0x85
                || character == 0x2028
                || character == 0x2029;
    }

    private static boolean holdsLineBreak(String term) {
        for (int i = 0; i < term.length(); i++) {
            if (isLineBreak(term.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** Refuses terms that could not be kept one a line and told apart. */
    static void requireTerms(List<String> terms) {
        for (int i = 0; i < terms.size(); i++) {
            String term = terms.get(i);
            if (term.isEmpty() || holdsLineBreak(term)) {
                throw new IllegalArgumentException("Term " + i
                        + " is empty or holds a line break; terms are kept one a line, so analysis must not make such");
            }
        }
        if (new HashSet<>(terms).size() != terms.size()) {
            throw new IllegalArgumentException("A term occurs twice; each must have one column");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Vocabulary that
                && terms.equals(that.terms)
                && Arrays.equals(idf, that.idf)
                && analysis.equals(that.analysis);
    }

    @Override
    public int hashCode() {
        return 31 * terms.hashCode() + Arrays.hashCode(idf);
    }

    @Override
    public String toString() {
        return "Vocabulary[terms=" + terms.size() + ", analysis=" + analysis + "]";
    }
}
