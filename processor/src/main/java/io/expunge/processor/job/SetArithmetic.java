/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.processor.artifact.StoredModel;
import io.expunge.processor.artifact.TermPlaces;
import io.expunge.unlearning.features.TermCounts;
import io.expunge.unlearning.features.Vectoriser;
import io.expunge.unlearning.verify.Check;
import io.expunge.unlearning.verify.CheckKind;
import io.expunge.unlearning.verify.CheckOutcome;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The exact check: the new training set is the old one without the forgotten rows, document by document and count by
 * count, its terms are those the retained documents alone give, and so is the vocabulary. A single document left in moves
 * the parameters too little for a certificate or an attack to find; this finds it. It recounts from the base's rows and
 * shares no code with the unlearning methods.
 */
final class SetArithmetic {
    private final StoredModel before;
    private final StoredModel after;
    private final BitSet forgotten;
    private final boolean refitted;

    private SetArithmetic(StoredModel before, StoredModel after, BitSet forgotten, boolean refitted) {
        this.before = before;
        this.after = after;
        this.forgotten = forgotten;
        this.refitted = refitted;
    }

    static Check check(StoredModel before, StoredModel after, BitSet forgotten, boolean refitted) {
        return new SetArithmetic(before, after, forgotten, refitted).check();
    }

    private Check check() {
        List<String> wrong = new ArrayList<>();
        int differing = differingDocuments();
        if (differing > 0) {
            wrong.add(differing + " documents are not the base's retained ones");
        }
        if (!after.trainingSet().counts().terms().equals(expectedTerms())) {
            wrong.add("the counted terms are not those of the retained documents");
        }
        if (!after.model().vectoriser().equals(expectedVectoriser())) {
            wrong.add("the vocabulary or its weights are not those of the retained documents");
        }
        String right = "The training set is the base's without the " + forgotten.cardinality()
                + " forgotten documents, exactly; the vocabulary is "
                + (refitted ? "what the retained documents give." : "the base's, by policy.");
        return new Check(
                "set-arithmetic",
                CheckKind.CERTIFIED,
                wrong.isEmpty() ? CheckOutcome.PASSED : CheckOutcome.FAILED,
                OptionalDouble.of(differing),
                OptionalDouble.of(0),
                wrong.isEmpty() ? right : "Not so: " + String.join("; ", wrong) + ".");
    }

    private Vectoriser expectedVectoriser() {
        return refitted
                ? Vectoriser.fit(
                        before.model().vectoriser().analysis(),
                        after.trainingSet().counts())
                : before.model().vectoriser();
    }

    private List<String> expectedTerms() {
        TermCounts counts = before.trainingSet().counts();
        if (!refitted) {
            return counts.terms();
        }
        int[] frequencies = new int[counts.terms().size()];
        for (int row = forgotten.nextClearBit(0); row < counts.documents(); row = forgotten.nextClearBit(row + 1)) {
            for (int entry = counts.start(row); entry < counts.start(row + 1); entry++) {
                frequencies[counts.term(entry)]++;
            }
        }
        int minimum = before.model().vectoriser().analysis().minimumDocumentFrequency();
        List<String> expected = new ArrayList<>();
        for (int term = 0; term < frequencies.length; term++) {
            if (frequencies[term] >= minimum) {
                expected.add(counts.terms().get(term));
            }
        }
        return expected;
    }

    private int differingDocuments() {
        TermCounts old = before.trainingSet().counts();
        TermCounts kept = after.trainingSet().counts();
        int[] places = TermPlaces.of(old.terms(), kept.terms());
        int[] oldLabels = before.trainingSet().labels();
        int[] keptLabels = after.trainingSet().labels();
        int differing = 0;
        int row = 0;
        for (int from = forgotten.nextClearBit(0); from < old.documents(); from = forgotten.nextClearBit(from + 1)) {
            boolean same = row < kept.documents()
                    && before.documents().get(from).equals(after.documents().get(row))
                    && before.subjects().get(from).equals(after.subjects().get(row))
                    && label(before, oldLabels[from]).equals(label(after, keptLabels[row]))
                    && sameEntries(old, from, places, kept, row);
            differing += same ? 0 : 1;
            row++;
        }
        return differing + Math.max(0, kept.documents() - row);
    }

    private static String label(StoredModel stored, int label) {
        return stored.trainingSet().labelSpace().name(label);
    }

    /** Whether a new row has the same terms and counts as an old one, but for terms that have no place any more. */
    private static boolean sameEntries(TermCounts old, int from, int[] places, TermCounts kept, int row) {
        int there = kept.start(row);
        int end = kept.start(row + 1);
        for (int entry = old.start(from); entry < old.start(from + 1); entry++) {
            int place = places[old.term(entry)];
            if (place >= 0) {
                if (there == end || kept.term(there) != place || kept.occurrences(there) != old.occurrences(entry)) {
                    return false;
                }
                there++;
            }
        }
        return there == end;
    }
}
