/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.processor.artifact.StoredModel;
import io.expunge.unlearning.features.TermCounts;
import io.expunge.unlearning.features.Vectoriser;
import io.expunge.unlearning.verify.Check;
import io.expunge.unlearning.verify.CheckKind;
import io.expunge.unlearning.verify.CheckOutcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The exact check: the new training set is the old one without the forgotten rows, document by document and count by
 * count, its terms are those the retained documents alone give, and so is the vocabulary. A single document left in moves
 * the parameters too little for a certificate or an attack to find; this finds it. It recounts from the parent's rows and
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
            wrong.add(differing + " documents are not the parent's retained ones");
        }
        if (!after.trainingSet().counts().terms().equals(expectedTerms())) {
            wrong.add("the counted terms are not those of the retained documents");
        }
        if (!after.model().vectoriser().equals(expectedVectoriser())) {
            wrong.add("the vocabulary or its weights are not those of the retained documents");
        }
        String right = "The training set is the parent's without the " + forgotten.cardinality()
                + " forgotten documents, exactly; the vocabulary is "
                + (refitted ? "what the retained documents give." : "the parent's, by policy.");
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
        int[] rowStart = counts.rowStart();
        int[] termIndex = counts.termIndex();
        for (int row = forgotten.nextClearBit(0); row < counts.documents(); row = forgotten.nextClearBit(row + 1)) {
            for (int entry = rowStart[row]; entry < rowStart[row + 1]; entry++) {
                frequencies[termIndex[entry]]++;
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
        Rows old = Rows.of(before, placesIn(after.trainingSet().counts().terms()));
        Rows kept = Rows.of(after, identity(after.trainingSet().counts().terms().size()));
        int differing = 0;
        int row = 0;
        for (int from = forgotten.nextClearBit(0); from < old.size(); from = forgotten.nextClearBit(from + 1)) {
            boolean same = row < kept.size()
                    && before.documents().get(from).equals(after.documents().get(row))
                    && before.subjects().get(from).equals(after.subjects().get(row))
                    && old.label(from).equals(kept.label(row))
                    && Arrays.equals(old.entries(from), kept.entries(row));
            differing += same ? 0 : 1;
            row++;
        }
        return differing + Math.max(0, kept.size() - row);
    }

    /** For each of the parent's terms its place among the given ones, or -1. */
    private int[] placesIn(List<String> terms) {
        Map<String, Integer> places = new HashMap<>();
        for (int place = 0; place < terms.size(); place++) {
            places.put(terms.get(place), place);
        }
        return before.trainingSet().counts().terms().stream()
                .mapToInt(term -> places.getOrDefault(term, -1))
                .toArray();
    }

    private static int[] identity(int size) {
        int[] places = new int[size];
        Arrays.setAll(places, place -> place);
        return places;
    }

    /** Rows of a training set with its terms numbered as the new training set numbers them. */
    private record Rows(StoredModel stored, int[] labels, int[] rowStart, int[] termIndex, int[] count, int[] places) {
        static Rows of(StoredModel stored, int[] places) {
            TermCounts counts = stored.trainingSet().counts();
            return new Rows(
                    stored,
                    stored.trainingSet().labels(),
                    counts.rowStart(),
                    counts.termIndex(),
                    counts.count(),
                    places);
        }

        int size() {
            return labels.length;
        }

        String label(int row) {
            return stored.trainingSet().labelSpace().name(labels[row]);
        }

        /** Place and count of each entry in turn, without terms that have no place. */
        int[] entries(int row) {
            int[] entries = new int[2 * (rowStart[row + 1] - rowStart[row])];
            int size = 0;
            for (int entry = rowStart[row]; entry < rowStart[row + 1]; entry++) {
                if (places[termIndex[entry]] >= 0) {
                    entries[size++] = places[termIndex[entry]];
                    entries[size++] = count[entry];
                }
            }
            return Arrays.copyOf(entries, size);
        }
    }
}
