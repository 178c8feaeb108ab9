/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.features;

import java.util.List;

/** Checks counts that come from outside: the rest of the package trusts their shape without looking again. */
final class TermCountsCheck {

    private TermCountsCheck() {}

    static void check(List<String> terms, int[] rowStart, int[] termIndex, int[] count) {
        require(rowStart.length > 0 && rowStart[0] == 0, "rowStart must start with 0");
        require(termIndex.length == count.length, "termIndex and count differ in length");
        require(rowStart[rowStart.length - 1] == termIndex.length, "rowStart must end with the number of entries");
        checkTerms(terms);
        for (int row = 0; row + 1 < rowStart.length; row++) {
            if (rowStart[row] > rowStart[row + 1] || rowStart[row + 1] > termIndex.length) {
                throw inconsistent("rowStart falls at document " + row);
            }
            checkRow(row, rowStart, termIndex, count, terms.size());
        }
    }

    static void checkTerms(List<String> terms) {
        for (int i = 1; i < terms.size(); i++) {
            if (CodePointOrder.compare(terms.get(i - 1), terms.get(i)) >= 0) {
                throw inconsistent("terms are not distinct and in code-point order at term " + i);
            }
        }
    }

    // Called for millions of entries: a sentence is made only where something is wrong.
    private static void checkRow(int row, int[] rowStart, int[] termIndex, int[] count, int terms) {
        int previous = -1;
        for (int entry = rowStart[row]; entry < rowStart[row + 1]; entry++) {
            int term = termIndex[entry];
            if (term <= previous || term >= terms) {
                throw inconsistent("document " + row + " has term index " + term + " out of order or range");
            }
            if (count[entry] < 1) {
                throw inconsistent("document " + row + " counts term " + term + " less than once");
            }
            previous = term;
        }
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw inconsistent(problem);
        }
    }

    private static IllegalArgumentException inconsistent(String problem) {
        return new IllegalArgumentException("Term counts are inconsistent: " + problem + "; read or count them again.");
    }
}
