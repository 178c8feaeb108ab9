/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import java.util.Locale;

/** Small pieces of text for people. Stateless. */
final class Words {
    private static final int BAR = 24;

    private Words() {}

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
