/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import java.util.Locale;
import java.util.stream.Collectors;

/** Small pieces of text for people. Stateless. */
final class Words {
    private static final int BAR = 24;

    private Words() {}

    /**
     * A text with its control characters written out: names of classes and models come from strangers, and must neither
     * break a table, nor forge a line of it, nor steer the terminal.
     */
    static String harmless(String text) {
        return text.codePoints().anyMatch(Words::steers)
                ? text.codePoints().mapToObj(Words::harmless).collect(Collectors.joining())
                : text;
    }

    private static String harmless(int codePoint) {
        return steers(codePoint) ? String.format(Locale.ROOT, "\\u%04x", codePoint) : Character.toString(codePoint);
    }

    /** Control characters, line and paragraph separators, and what turns the direction of writing. */
    private static boolean steers(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> (codePoint >= 0x202A && codePoint <= 0x202E) || (codePoint >= 0x2066 && codePoint <= 0x2069);
        };
    }

    /** A text on one line of at most that many characters. */
    static String shortened(String text, int longest) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.codePointCount(0, line.length()) <= longest
                ? line
                : line.substring(0, line.offsetByCodePoints(0, longest - 1)).stripTrailing() + "…";
    }

    /** A bar for a part of a whole; at least one mark for anything above nothing. */
    static String bar(long part, long whole) {
        int marks = whole == 0 ? 0 : (int) Math.round((double) BAR * part / whole);
        return "#".repeat(part > 0 ? Math.max(1, marks) : 0);
    }

    static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
