/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.format;

import java.util.stream.Collectors;

/** Text from strangers in a page of Markdown: it is read as it was written, and steers nothing. Stateless and thread safe. */
final class CardText {
    private static final String MARKUP = "\\`*_{}[]<>#|~!&";

    private CardText() {}

    /** On one line: a name in a heading, a list or a table. */
    static String inline(String text) {
        return text.codePoints().mapToObj(CardText::written).collect(Collectors.joining());
    }

    /** With its lines and paragraphs. */
    static String block(String text) {
        return text.strip()
                .lines()
                .map(CardText::inline)
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n"));
    }

    private static String written(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> " ";
            default -> MARKUP.indexOf(codePoint) < 0 ? Character.toString(codePoint) : "\\" + (char) codePoint;
        };
    }
}
