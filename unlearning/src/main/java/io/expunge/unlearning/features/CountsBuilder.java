/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.features;

import com.carrotsearch.hppc.IntArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects the terms met in one document after the other into {@link TermCounts}. */
final class CountsBuilder {

    private final List<String> terms;
    private final IntArrayList rowStart = new IntArrayList();
    private final IntArrayList termIndex = new IntArrayList();
    private final IntArrayList count = new IntArrayList();
    private final IntArrayList met = new IntArrayList();

    CountsBuilder(List<String> terms) {
        this.terms = terms;
        rowStart.add(0);
    }

    /** The current document has this term, once more. */
    void meet(int term) {
        met.add(term);
    }

    /** The current document is complete; the next one starts. */
    void endDocument() {
        Arrays.sort(met.buffer, 0, met.size());
        int start = 0;
        for (int i = 1; i <= met.size(); i++) {
            if (i == met.size() || met.get(i) != met.get(start)) {
                termIndex.add(met.get(start));
                count.add(i - start);
                start = i;
            }
        }
        met.elementsCount = 0;
        rowStart.add(termIndex.size());
    }

    TermCounts build() {
        return new TermCounts(terms, rowStart.toArray(), termIndex.toArray(), count.toArray());
    }
}
