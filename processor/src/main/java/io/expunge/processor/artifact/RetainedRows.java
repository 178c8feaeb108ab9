/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.artifact;

import io.expunge.store.Pseudonym;
import java.util.BitSet;
import java.util.Set;

/** Picks the documents of one evaluation set that are also in another. */
final class RetainedRows {
    private RetainedRows() {}

    /** The documents of {@code kept} with the counts of {@code before}, which may know more terms. */
    static EvaluationSet of(EvaluationSet before, EvaluationSet kept) {
        Set<Pseudonym> wanted = Set.copyOf(kept.documents());
        BitSet gone = new BitSet();
        for (int row = 0; row < before.documents().size(); row++) {
            gone.set(row, !wanted.contains(before.documents().get(row)));
        }
        return new EvaluationSet(before.counts().retain(gone, 0), kept.labels(), kept.documents(), kept.subjects());
    }
}
