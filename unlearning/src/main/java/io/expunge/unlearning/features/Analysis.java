/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.features;

import java.util.Map;
import java.util.Optional;

/**
 * How text becomes terms and weights. Travels with a model, since a model is meaningless without it. Immutable.
 *
 * @param minimumNgram length in words of the shortest term, at least 1
 * @param maximumNgram length in words of the longest term, at least {@code minimumNgram}
 * @param stopWords words dropped before n-grams are formed
 * @param minimumDocumentFrequency a term must occur in at least this many documents, at least 1
 * @param maximumDocumentFrequency a term must occur in at most this fraction of the documents, in (0, 1]
 * @param sublinearTermFrequency whether a term that occurs c times in a document counts 1 + ln c instead of c
 */
public record Analysis(
        int minimumNgram,
        int maximumNgram,
        StopWords stopWords,
        int minimumDocumentFrequency,
        double maximumDocumentFrequency,
        boolean sublinearTermFrequency) {

    private static final Analysis STANDARD = new Analysis(1, 3, StopWords.ENGLISH, 5, 0.85, true);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public Analysis {
        require(minimumNgram >= 1, "minimumNgram", minimumNgram, "at least 1");
        require(maximumNgram >= minimumNgram, "maximumNgram", maximumNgram, "at least minimumNgram, " + minimumNgram);
        require(minimumDocumentFrequency >= 1, "minimumDocumentFrequency", minimumDocumentFrequency, "at least 1");
        require(
                maximumDocumentFrequency > 0 && maximumDocumentFrequency <= 1,
                "maximumDocumentFrequency",
                maximumDocumentFrequency,
                "a fraction in (0, 1]");
    }

    /** The recipe of Goel and Sridhar 2025 (arXiv 2512.13711): words to 3-grams, min_df 5, max_df 0.85, sublinear tf. */
    public static Analysis standard() {
        return STANDARD;
    }

    /**
     * Whether a term is frequent in too many documents to be of use, compared in double as scikit-learn does.
     *
     * @param documentFrequency number of documents with the term
     * @param documents number of documents in all
     */
    public boolean isTooFrequent(int documentFrequency, int documents) {
        return documentFrequency > maximumDocumentFrequency * documents;
    }

    /** The settings as text, which {@link #fromProperties} reads back exactly. Unmodifiable. */
    public Map<String, String> toProperties() {
        return Map.of(
                "minimum-ngram", Integer.toString(minimumNgram),
                "maximum-ngram", Integer.toString(maximumNgram),
                "stop-words", stopWords.name(),
                "minimum-document-frequency", Integer.toString(minimumDocumentFrequency),
                "maximum-document-frequency", Double.toString(maximumDocumentFrequency),
                "sublinear-term-frequency", Boolean.toString(sublinearTermFrequency));
    }

    /**
     * Reads what {@link #toProperties} wrote; other keys are left alone.
     *
     * @throws IllegalArgumentException if a key is missing or its value can't be read, naming the key
     */
    public static Analysis fromProperties(Map<String, String> properties) {
        return new Analysis(
                integer(properties, "minimum-ngram"),
                integer(properties, "maximum-ngram"),
                stopWords(properties),
                integer(properties, "minimum-document-frequency"),
                fraction(properties),
                bool(properties));
    }

    private static String value(Map<String, String> properties, String key) {
        return Optional.ofNullable(properties.get(key))
                .orElseThrow(() -> new IllegalArgumentException("Analysis: the key '" + key + "' is missing; add it."));
    }

    private static int integer(Map<String, String> properties, String key) {
        String value = value(properties, key);
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw unreadable(key, value, "a whole number", e);
        }
    }

    private static double fraction(Map<String, String> properties) {
        String key = "maximum-document-frequency";
        String value = value(properties, key);
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw unreadable(key, value, "a fraction in (0, 1]", e);
        }
    }

    private static StopWords stopWords(Map<String, String> properties) {
        String value = value(properties, "stop-words");
        try {
            return StopWords.valueOf(value);
        } catch (IllegalArgumentException e) {
            throw unreadable("stop-words", value, "NONE or ENGLISH", e);
        }
    }

    private static boolean bool(Map<String, String> properties) {
        String key = "sublinear-term-frequency";
        String value = value(properties, key);
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException(unreadableMessage(key, value, "true or false"));
        }
        return Boolean.parseBoolean(value);
    }

    private static IllegalArgumentException unreadable(String key, String value, String expected, Exception cause) {
        return new IllegalArgumentException(unreadableMessage(key, value, expected), cause);
    }

    private static String unreadableMessage(String key, String value, String expected) {
        return "Analysis: '" + key + "' is '" + value + "'; it must be " + expected + ".";
    }

    private static void require(boolean condition, String name, Object value, String range) {
        if (!condition) {
            throw new IllegalArgumentException("Analysis: " + name + " is " + value + "; it must be " + range + ".");
        }
    }
}
