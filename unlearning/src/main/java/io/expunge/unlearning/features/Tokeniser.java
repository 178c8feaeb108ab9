/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.features;

import java.util.function.Consumer;

/**
 * Splits text into words as scikit-learn's default does: lower case, then every longest run of word characters that has at
 * least two of them. A word character is a Unicode letter, a number of any kind, or the underscore (Python's {@code \w});
 * combining marks are not, so a decomposed accent splits a word. Stateless.
 */
final class Tokeniser {

    private static final int WORD_TYPES = 1 << Character.UPPERCASE_LETTER
            | 1 << Character.LOWERCASE_LETTER
            | 1 << Character.TITLECASE_LETTER
            | 1 << Character.MODIFIER_LETTER
            | 1 << Character.OTHER_LETTER
            | 1 << Character.DECIMAL_DIGIT_NUMBER
            | 1 << Character.LETTER_NUMBER
            | 1 << Character.OTHER_NUMBER;

    private Tokeniser() {}

    /** Hands the words of the text to {@code sink}, in order; stop words are among them. */
    static void tokenise(String text, Consumer<String> sink) {
        String lower = LowerCase.of(text);
        int start = 0;
        while (start < lower.length()) {
            int end = endOfRun(lower, start);
            if (lower.codePointCount(start, end) >= 2) {
                sink.accept(lower.substring(start, end));
            }
            start = end < lower.length() ? end + Character.charCount(lower.codePointAt(end)) : end;
        }
    }

    private static int endOfRun(String text, int start) {
        int position = start;
        while (position < text.length()) {
            int codePoint = text.codePointAt(position);
            if (!isWordCharacter(codePoint)) {
                return position;
            }
            position += Character.charCount(codePoint);
        }
        return position;
    }

    static boolean isWordCharacter(int codePoint) {
        return (WORD_TYPES >>> Character.getType(codePoint) & 1) != 0 || codePoint == '_';
    }
}
