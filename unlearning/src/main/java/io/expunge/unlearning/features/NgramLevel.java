/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.features;

import com.carrotsearch.hppc.IntArrayList;
import com.carrotsearch.hppc.LongIntHashMap;
import java.util.Arrays;

/**
 * The frequent n-grams of one length n, and where they stand.
 *
 * <p>A term can't occur in more documents than its parts, so the frequent (n+1)-grams are found among pairs of neighbouring
 * frequent n-grams. This loses nothing and never holds the millions of n-grams that occur once or twice.
 *
 * @param at for each token position the number of the frequent n-gram that starts there, or -1
 * @param terms the n-grams by number, words joined by one space
 * @param lastWords the last word of each
 */
// Never compared and never handed out of the package: a plain carrier of big arrays.
@SuppressWarnings("ArrayRecordComponent")
record NgramLevel(int[] at, String[] terms, String[] lastWords) {

    /** The words that occur in at least {@code minimum} documents. */
    static NgramLevel words(TokenSequences sequences, int minimum) {
        int distinct = sequences.words().size();
        int[] numbers = TermCounts.numberKept(
                documentFrequencies(sequences.documentStart(), sequences.tokens(), distinct), minimum);
        String[] kept = new String[count(numbers)];
        for (int word = 0; word < distinct; word++) {
            if (numbers[word] >= 0) {
                kept[numbers[word]] = sequences.words().get(word);
            }
        }
        return new NgramLevel(renumber(sequences.tokens(), numbers), kept, kept);
    }

    /** The frequent n-grams that are one word longer. */
    NgramLevel longer(int[] documentStart, int minimum) {
        IntArrayList lefts = new IntArrayList();
        IntArrayList rights = new IntArrayList();
        int[] candidates = pair(documentStart, lefts, rights);
        int[] numbers = TermCounts.numberKept(documentFrequencies(documentStart, candidates, lefts.size()), minimum);
        String[] keptTerms = new String[count(numbers)];
        String[] keptLastWords = new String[keptTerms.length];
        for (int candidate = 0; candidate < numbers.length; candidate++) {
            int number = numbers[candidate];
            if (number >= 0) {
                keptLastWords[number] = lastWords[rights.get(candidate)];
                keptTerms[number] = terms[lefts.get(candidate)] + ' ' + keptLastWords[number];
            }
        }
        return new NgramLevel(renumber(candidates, numbers), keptTerms, keptLastWords);
    }

    /** Numbers the pairs of neighbours; answers the pair at each position and fills in what each is made of. */
    private int[] pair(int[] documentStart, IntArrayList lefts, IntArrayList rights) {
        LongIntHashMap numbers = new LongIntHashMap();
        int[] pairAt = new int[at.length];
        Arrays.fill(pairAt, -1);
        for (int document = 0; document + 1 < documentStart.length; document++) {
            for (int position = documentStart[document]; position + 1 < documentStart[document + 1]; position++) {
                int left = at[position];
                int right = at[position + 1];
                if (left >= 0 && right >= 0) {
                    pairAt[position] = number(numbers, left, right, lefts, rights);
                }
            }
        }
        return pairAt;
    }

    private static int number(LongIntHashMap numbers, int left, int right, IntArrayList lefts, IntArrayList rights) {
        long key = (long) left << Integer.SIZE | right;
        int slot = numbers.indexOf(key);
        if (numbers.indexExists(slot)) {
            return numbers.indexGet(slot);
        }
        int number = lefts.size();
        numbers.indexInsert(slot, key, number);
        lefts.add(left);
        rights.add(right);
        return number;
    }

    private static int[] documentFrequencies(int[] documentStart, int[] at, int distinct) {
        int[] frequencies = new int[distinct];
        int[] lastDocument = new int[distinct];
        Arrays.fill(lastDocument, -1);
        for (int document = 0; document + 1 < documentStart.length; document++) {
            for (int position = documentStart[document]; position < documentStart[document + 1]; position++) {
                int number = at[position];
                if (number >= 0 && lastDocument[number] != document) {
                    lastDocument[number] = document;
                    frequencies[number]++;
                }
            }
        }
        return frequencies;
    }

    private static int[] renumber(int[] at, int[] numbers) {
        int[] renumbered = new int[at.length];
        for (int position = 0; position < at.length; position++) {
            renumbered[position] = at[position] < 0 ? -1 : numbers[at[position]];
        }
        return renumbered;
    }

    private static int count(int[] numbers) {
        return (int) Arrays.stream(numbers).filter(number -> number >= 0).count();
    }
}
