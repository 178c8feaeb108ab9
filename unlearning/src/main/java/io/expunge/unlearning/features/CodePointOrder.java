/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.features;

import java.util.Comparator;

/**
 * Orders strings by Unicode code point, as Python and UTF-8 bytes do. {@link String#compareTo} orders by UTF-16 unit, which
 * puts characters beyond U+FFFF before U+E000.
 */
final class CodePointOrder {

    static final Comparator<String> COMPARATOR = CodePointOrder::compare;

    private CodePointOrder() {}

    static int compare(String left, String right) {
        int shared = Math.min(left.length(), right.length());
        for (int i = 0; i < shared; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                return rank(a) - rank(b);
            }
        }
        return left.length() - right.length();
    }

    /** Lifts surrogates, which stand for the highest code points, above the units U+E000 to U+FFFF. */
    private static int rank(char unit) {
        return Character.isSurrogate(unit) ? unit + 0x10000 : unit;
    }
}
