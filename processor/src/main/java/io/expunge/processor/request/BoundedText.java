/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.request;

/** Cuts texts that came from outside to a length that fits a record. Stateless. */
public final class BoundedText {
    private static final String CUT = "...";

    private BoundedText() {}

    /** The text, or its beginning and three dots: never longer than said, and no character cut in two. */
    public static String of(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = longest - CUT.length();
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + CUT;
    }
}
