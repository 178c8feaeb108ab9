/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

/**
 * How many columns of a terminal a text takes: two for a character of East Asia or a pictogram, none for a mark that is put
 * on the one before. An approximation of Unicode's annex 11, in ranges. Stateless.
 */
final class Width {
    /** First and last code points of what is two columns wide. */
    private static final int[][] WIDE = {
        {0x1100, 0x115F},
        {0x2E80, 0xA4CF},
        {0xAC00, 0xD7A3},
        {0xF900, 0xFAFF},
        {0xFE30, 0xFE6F},
        {0xFF00, 0xFF60},
        {0xFFE0, 0xFFE6},
        {0x1F300, 0x1F64F},
        {0x1F680, 0x1F6FF},
        {0x1F900, 0x1FAFF},
        {0x20000, 0x3FFFD},
    };

    private Width() {}

    static int of(String text) {
        return text.codePoints().map(Width::of).sum();
    }

    /** The text, or as much of its beginning as fits beside an ellipsis. */
    static String shortened(String text, int widest) {
        if (of(text) <= widest) {
            return text;
        }
        StringBuilder beginning = new StringBuilder();
        int width = 1;
        for (int place = 0; place < text.length(); place += Character.charCount(text.codePointAt(place))) {
            width += of(text.codePointAt(place));
            if (width > widest) {
                break;
            }
            beginning.appendCodePoint(text.codePointAt(place));
        }
        return beginning.append('…').toString();
    }

    private static int of(int codePoint) {
        switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> {
                return 0;
            }
            default -> {
                for (int[] range : WIDE) {
                    if (codePoint >= range[0] && codePoint <= range[1]) {
                        return 2;
                    }
                }
                return 1;
            }
        }
    }
}
