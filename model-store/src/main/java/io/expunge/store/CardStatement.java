/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the people behind a model state in its card. It is carried from version to version until somebody states something
 * else. Immutable and thread safe.
 *
 * @param texts what is stated, by topic; no personal data, since cards travel with models
 */
public record CardStatement(SortedMap<CardTopic, String> texts) {

    /** Nothing stated. */
    public static final CardStatement NONE = new CardStatement(new TreeMap<>());

    /** Longest text of a topic, in characters. */
    public static final int LONGEST_TEXT = 10_000;

    /** @throws IllegalArgumentException if a text is blank, too long or has no UTF-8 form; the message names the topic */
    public CardStatement {
        texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
        texts.forEach(CardStatement::require);
    }

    private static void require(CardTopic topic, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("'" + topic.key() + "' of the model card is empty; leave it out");
        }
        if (text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException("'" + topic.key() + "' of the model card has " + text.length()
                    + " characters; at most " + LONGEST_TEXT + " are kept: shorten it, or refer to a document");
        }
        StrictUtf8.encode("'" + topic.key() + "' of the model card", text);
    }

    /** Returns what is stated of a topic. */
    public Optional<String> text(CardTopic topic) {
        return Optional.ofNullable(texts.get(topic));
    }

    /** Returns whether nothing is stated. */
    public boolean isEmpty() {
        return texts.isEmpty();
    }

    /** Returns this statement with others in the place of, or beside, its own. */
    public CardStatement with(Map<CardTopic, String> others) {
        SortedMap<CardTopic, String> merged = new TreeMap<>(texts);
        merged.putAll(others);
        return new CardStatement(merged);
    }
}
