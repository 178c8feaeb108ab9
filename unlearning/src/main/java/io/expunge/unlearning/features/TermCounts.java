/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.features;

import io.expunge.unlearning.solve.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How often each candidate term occurs in each document: a sparse matrix of whole numbers, documents × terms, in compressed
 * rows. Counts and not weights are kept, so that document frequencies can be recounted without the forgotten. Immutable and
 * safe to share between threads.
 *
 * <p>Candidates are all terms that occur in enough documents, also those that occur in too many: after documents are
 * forgotten they may fall back under the maximum. The terms stand in code-point order.
 */
public final class TermCounts {

    /** Documents that a thread takes at a time. */
    private static final int BLOCK = 256;

    private final List<String> terms;
    private final int[] rowStart;
    private final int[] termIndex;
    private final int[] count;
    /** Counted when first asked for, or known from the start. */
    private volatile int @Nullable [] frequencies;

    /** Takes the arrays as they are; for callers in this package that made them and let go of them. */
    TermCounts(List<String> terms, int[] rowStart, int[] termIndex, int[] count) {
        this.terms = List.copyOf(terms);
        this.rowStart = rowStart;
        this.termIndex = termIndex;
        this.count = count;
    }

    /**
     * Counts from their parts, as read back from an artifact.
     *
     * @param terms candidate terms, distinct, in code-point order
     * @param rowStart where each document's entries start; documents + 1 values, the first 0, the last the number of entries
     * @param termIndex index into {@code terms} of each entry, rising strictly inside a document
     * @param count occurrences of each entry, at least 1
     * @throws IllegalArgumentException if the parts contradict each other, naming the place
     */
    public static TermCounts of(List<String> terms, int[] rowStart, int[] termIndex, int[] count) {
        TermCounts counts = new TermCounts(terms, rowStart.clone(), termIndex.clone(), count.clone());
        TermCountsCheck.check(counts.terms, counts.rowStart, counts.termIndex, counts.count);
        return counts;
    }

    /** Number of documents. */
    public int documents() {
        return rowStart.length - 1;
    }

    /** Candidate terms in code-point order. Unmodifiable. */
    public List<String> terms() {
        return terms;
    }

    /** Number of entries: pairs of a document and a candidate term that occurs in it. */
    public int nonZeros() {
        return termIndex.length;
    }

    /** A copy of the row starts; documents + 1 values. */
    public int[] rowStart() {
        return rowStart.clone();
    }

    /** A copy of the term index of each entry; rising strictly inside a document. */
    public int[] termIndex() {
        return termIndex.clone();
    }

    /** A copy of the occurrences of each entry; at least 1. */
    public int[] count() {
        return count.clone();
    }

    /** Number of documents each candidate term occurs in; one value a term. */
    public int[] documentFrequencies() {
        int[] known = frequencies;
        if (known != null) {
            return known.clone();
        }
        int[] counted = new int[terms.size()];
        for (int term : termIndex) {
            counted[term]++;
        }
        frequencies = counted;
        return counted.clone();
    }

    /**
     * The counts without some documents, as counting the remaining texts from scratch would have given them.
     *
     * @param forgottenRows rows to leave out; bits at or beyond {@link #documents()} are an error
     * @param minimumDocumentFrequency candidates in fewer of the remaining documents are dropped; 0 keeps every candidate
     * @return counts of the remaining documents in their old order
     * @throws IllegalArgumentException if a forgotten row doesn't exist
     */
    public TermCounts retain(BitSet forgottenRows, int minimumDocumentFrequency) {
        try (Workers alone = new Workers(1)) {
            return retain(forgottenRows, minimumDocumentFrequency, alone);
        }
    }

    /** The same on the threads of some workers. */
    public TermCounts retain(BitSet forgottenRows, int minimumDocumentFrequency, Workers workers) {
        requireRows(forgottenRows);
        int[] frequencies = frequenciesWithout(forgottenRows);
        int[] newIndex = numberKept(frequencies, minimumDocumentFrequency);
        int[] kept = IntStream.range(0, documents())
                .filter(row -> !forgottenRows.get(row))
                .toArray();
        int[] newRowStart = rowStarts(kept, newIndex, workers);
        int[] newTermIndex = new int[newRowStart[kept.length]];
        int[] newCount = new int[newTermIndex.length];
        workers.forEachBlock(kept.length, BLOCK, (block, from, to) -> {
            for (int row = from; row < to; row++) {
                copyKept(kept[row], newIndex, newTermIndex, newCount, newRowStart[row]);
            }
        });
        TermCounts retained = new TermCounts(keptTerms(newIndex), newRowStart, newTermIndex, newCount);
        retained.frequencies = Arrays.stream(frequencies)
                .filter(df -> df >= minimumDocumentFrequency)
                .toArray();
        return retained;
    }

    private void requireRows(BitSet forgottenRows) {
        if (forgottenRows.length() > documents()) {
            throw new IllegalArgumentException("Row " + (forgottenRows.length() - 1) + " can't be forgotten: there are "
                    + documents() + " documents, counted from 0.");
        }
    }

    private int[] rowStarts(int[] kept, int[] newIndex, Workers workers) {
        int[] starts = new int[kept.length + 1];
        workers.forEachBlock(kept.length, BLOCK, (block, from, to) -> {
            for (int row = from; row < to; row++) {
                for (int entry = rowStart[kept[row]]; entry < rowStart[kept[row] + 1]; entry++) {
                    starts[row + 1] += newIndex[termIndex[entry]] >= 0 ? 1 : 0;
                }
            }
        });
        for (int row = 0; row < kept.length; row++) {
            starts[row + 1] += starts[row];
        }
        return starts;
    }

    private void copyKept(int row, int[] newIndex, int[] newTermIndex, int[] newCount, int from) {
        int filled = from;
        for (int entry = rowStart[row]; entry < rowStart[row + 1]; entry++) {
            int term = newIndex[termIndex[entry]];
            if (term >= 0) {
                newTermIndex[filled] = term;
                newCount[filled++] = count[entry];
            }
        }
    }

    /**
     * The counts of some documents, in their order, with every candidate kept.
     *
     * @param rows which; bits at or beyond {@link #documents()} are an error
     * @throws IllegalArgumentException if a row doesn't exist
     */
    public TermCounts select(BitSet rows) {
        if (rows.length() > documents()) {
            throw new IllegalArgumentException(
                    "There is no row " + (rows.length() - 1) + " among " + documents() + " documents, counted from 0.");
        }
        int[] newRowStart = new int[rows.cardinality() + 1];
        int selected = 0;
        for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
            newRowStart[selected + 1] = newRowStart[selected++] + rowStart[row + 1] - rowStart[row];
        }
        int[] newTermIndex = new int[newRowStart[selected]];
        int[] newCount = new int[newTermIndex.length];
        int filled = 0;
        for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
            int entries = rowStart[row + 1] - rowStart[row];
            System.arraycopy(termIndex, rowStart[row], newTermIndex, filled, entries);
            System.arraycopy(count, rowStart[row], newCount, filled, entries);
            filled += entries;
        }
        return new TermCounts(terms, newRowStart, newTermIndex, newCount);
    }

    private int[] frequenciesWithout(BitSet forgottenRows) {
        int[] frequencies = documentFrequencies();
        for (int row = forgottenRows.nextSetBit(0); row >= 0; row = forgottenRows.nextSetBit(row + 1)) {
            for (int entry = rowStart[row]; entry < rowStart[row + 1]; entry++) {
                frequencies[termIndex[entry]]--;
            }
        }
        return frequencies;
    }

    /** Numbers frequencies that reach the minimum from 0 in their order; the others get -1. */
    static int[] numberKept(int[] frequencies, int minimum) {
        int[] numbers = new int[frequencies.length];
        int next = 0;
        for (int i = 0; i < frequencies.length; i++) {
            numbers[i] = frequencies[i] >= minimum ? next++ : -1;
        }
        return numbers;
    }

    private List<String> keptTerms(int[] newIndex) {
        List<String> kept = new ArrayList<>();
        for (int term = 0; term < newIndex.length; term++) {
            if (newIndex[term] >= 0) {
                kept.add(terms.get(term));
            }
        }
        return kept;
    }

    /** First entry of a document; that of the document after it is its end. */
    public int start(int document) {
        return rowStart[document];
    }

    /** Index into {@link #terms} of an entry. */
    public int term(int entry) {
        return termIndex[entry];
    }

    /** Occurrences of an entry; at least 1. */
    public int occurrences(int entry) {
        return count[entry];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TermCounts that
                && terms.equals(that.terms)
                && Arrays.equals(rowStart, that.rowStart)
                && Arrays.equals(termIndex, that.termIndex)
                && Arrays.equals(count, that.count);
    }

    @Override
    public int hashCode() {
        return 31 * terms.hashCode() + Arrays.hashCode(termIndex);
    }

    @Override
    public String toString() {
        return "TermCounts[" + documents() + " documents, " + terms.size() + " terms, " + nonZeros() + " non-zeros]";
    }
}
