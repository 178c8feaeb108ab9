/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.features;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

/** Words that carry no topic and are dropped before n-grams are formed. */
public enum StopWords {
    /** Every word counts. */
    NONE(Set.of()),
    /** The 318 English words of the Glasgow Information Retrieval Group, as scikit-learn 1.2 uses them. */
    ENGLISH(load("english-stop-words.txt"));

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable set
    private final Set<String> words;

    StopWords(Set<String> words) {
        this.words = words;
    }

    /** The words, in lower case. Unmodifiable. */
    public Set<String> words() {
        return words;
    }

    private static Set<String> load(String resource) {
        try (InputStream in = StopWords.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(
                        "Resource " + resource + " is missing from the unlearning jar: rebuild it.");
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException("Resource " + resource + " can't be read from the unlearning jar.", e);
        }
    }
}
