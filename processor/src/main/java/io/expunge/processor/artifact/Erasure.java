/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.artifact;

import io.expunge.store.HonouredDeletions;
import io.expunge.store.Pseudonym;
import io.expunge.unlearning.features.TermCounts;
import io.expunge.unlearning.model.LabelSpace;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes what was forgotten out of an evaluation set. Stateless. */
final class Erasure {
    private Erasure() {}

    /**
     * The evaluation set without forgotten documents, subjects and classes, counted over the terms that are left.
     *
     * @param before label space that the set's labels refer to
     * @param after label space of the result
     * @param terms candidate terms of the new training set, a subset of the old ones
     */
    static Optional<EvaluationSet> erase(
            EvaluationSet set, LabelSpace before, LabelSpace after, List<String> terms, HonouredDeletions deletions) {
        Set<Pseudonym> documents = Set.copyOf(deletions.documents());
        Set<Pseudonym> subjects = Set.copyOf(deletions.subjects());
        int[] labels = set.labels();
        BitSet gone = new BitSet();
        List<Pseudonym> keptDocuments = new ArrayList<>();
        List<Optional<Pseudonym>> keptSubjects = new ArrayList<>();
        List<Integer> keptLabels = new ArrayList<>();
        for (int row = 0; row < labels.length; row++) {
            int label = after.indexOf(before.name(labels[row])).orElse(-1);
            boolean forgotten = documents.contains(set.documents().get(row))
                    || set.subjects().get(row).filter(subjects::contains).isPresent();
            if (label < 0 || forgotten) {
                gone.set(row);
                continue;
            }
            keptDocuments.add(set.documents().get(row));
            keptSubjects.add(set.subjects().get(row));
            keptLabels.add(label);
        }
        if (keptLabels.isEmpty()) {
            return Optional.empty();
        }
        TermCounts counts = onlyTerms(set.counts().retain(gone, 0), terms);
        return Optional.of(new EvaluationSet(
                counts, keptLabels.stream().mapToInt(Integer::intValue).toArray(), keptDocuments, keptSubjects));
    }

    /** The same documents counted over fewer terms; a term that is no longer known leaves no trace. */
    static TermCounts onlyTerms(TermCounts counts, List<String> terms) {
        int[] places = TermPlaces.of(counts.terms(), terms);
        int[] rowStart = counts.rowStart();
        int[] termIndex = counts.termIndex();
        int[] count = counts.count();
        int kept = 0;
        int entry = 0;
        for (int row = 0; row < counts.documents(); row++) {
            int end = rowStart[row + 1];
            for (; entry < end; entry++) {
                int place = places[termIndex[entry]];
                if (place >= 0) {
                    termIndex[kept] = place;
                    count[kept++] = count[entry];
                }
            }
            rowStart[row + 1] = kept;
        }
        return TermCounts.of(
                terms, rowStart, java.util.Arrays.copyOf(termIndex, kept), java.util.Arrays.copyOf(count, kept));
    }
}
