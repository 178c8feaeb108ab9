/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.features;

import io.expunge.unlearning.solve.Workers;
import java.util.Collections;
import java.util.List;

/** Where the terms of one sorted list stand in another. */
final class TermAlignment {

    /** Terms that a thread takes at a time. */
    private static final int BLOCK = 4096;

    private TermAlignment() {}

    /**
     * Merges two lists in code-point order, in parts on several threads.
     *
     * @return for each term its position in the other list, or -1
     */
    static int[] positions(List<String> terms, List<String> others, Workers workers) {
        int[] positions = new int[terms.size()];
        workers.forEachBlock(positions.length, BLOCK, (block, from, to) -> {
            int found = Collections.binarySearch(others, terms.get(from), CodePointOrder::compare);
            int other = found < 0 ? -found - 1 : found;
            for (int term = from; term < to; term++) {
                other = firstNotBefore(terms.get(term), others, other);
                positions[term] = isAt(terms.get(term), others, other) ? other : -1;
            }
        });
        return positions;
    }

    private static int firstNotBefore(String term, List<String> sorted, int from) {
        int position = from;
        // Mostly it is the very next one, which equals sees faster than the order does.
        while (position < sorted.size()
                && !sorted.get(position).equals(term)
                && CodePointOrder.compare(sorted.get(position), term) < 0) {
            position++;
        }
        return position;
    }

    private static boolean isAt(String term, List<String> sorted, int position) {
        return position < sorted.size() && sorted.get(position).equals(term);
    }
}
