/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.features;

import java.util.Locale;

/**
 * Lower case by the Unicode standard (section 3.13, Final_Sigma). {@link String#toLowerCase()} decides by word boundaries which
 * of its two small forms a Greek capital sigma gets, differs there from other languages' libraries, and may change with the
 * JDK; a model's terms must not.
 */
final class LowerCase {

    private static final char CAPITAL_SIGMA = '\u03A3';
    private static final char SMALL_SIGMA = '\u03C3';
    private static final char FINAL_SIGMA = '\u03C2';

    private static final int IGNORABLE_TYPES = 1 << Character.NON_SPACING_MARK
            | 1 << Character.ENCLOSING_MARK
            | 1 << Character.FORMAT
            | 1 << Character.MODIFIER_LETTER
            | 1 << Character.MODIFIER_SYMBOL;

    /** Punctuation that stands inside words: the word-break classes MidLetter, MidNumLet and Single_Quote. */
    private static final String INSIDE_WORDS =
            "'.:\u00B7\u0387\u055F\u05F4\u2018\u2019\u2024\u2027\uFE13\uFE52\uFE55\uFF07\uFF0E\uFF1A";

    private LowerCase() {}

    static String of(String text) {
        return (text.indexOf(CAPITAL_SIGMA) < 0 ? text : withSmallSigmas(text)).toLowerCase(Locale.ROOT);
    }

    private static String withSmallSigmas(String text) {
        StringBuilder result = new StringBuilder(text);
        for (int i = text.indexOf(CAPITAL_SIGMA); i >= 0; i = text.indexOf(CAPITAL_SIGMA, i + 1)) {
            boolean endsWord = casedBefore(text, i) && !casedAfter(text, i + 1);
            result.setCharAt(i, endsWord ? FINAL_SIGMA : SMALL_SIGMA);
        }
        return result.toString();
    }

    private static boolean casedBefore(String text, int end) {
        int position = end;
        while (position > 0) {
            int codePoint = text.codePointBefore(position);
            if (!isIgnorable(codePoint)) {
                return isCased(codePoint);
            }
            position -= Character.charCount(codePoint);
        }
        return false;
    }

    private static boolean casedAfter(String text, int start) {
        int position = start;
        while (position < text.length()) {
            int codePoint = text.codePointAt(position);
            if (!isIgnorable(codePoint)) {
                return isCased(codePoint);
            }
            position += Character.charCount(codePoint);
        }
        return false;
    }

    private static boolean isCased(int codePoint) {
        return Character.isLowerCase(codePoint) || Character.isUpperCase(codePoint) || Character.isTitleCase(codePoint);
    }

    private static boolean isIgnorable(int codePoint) {
        return (IGNORABLE_TYPES >>> Character.getType(codePoint) & 1) != 0 || INSIDE_WORDS.indexOf(codePoint) >= 0;
    }
}
