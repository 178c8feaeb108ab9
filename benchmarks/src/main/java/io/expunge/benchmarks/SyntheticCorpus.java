/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.features.StopWords;
import io.expunge.unlearning.features.TermCounts;
import io.expunge.unlearning.model.LabelSpace;
import io.expunge.unlearning.model.TrainingSet;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A corpus made of counts, without texts: every document has the same number of distinct terms, terms follow a
 * Zipf–Mandelbrot law (frequency ∝ 1/(rank + 10)), and a third of a document's draws come from terms of its class alone, so
 * that classes can be told apart. A document depends on the seed and its number only.
 *
 * @param documents how many
 * @param nonZeros distinct terms a document
 * @param features terms to draw from
 * @param classes how many, in turn over the documents
 * @param seed the same seed gives the same corpus
 */
record SyntheticCorpus(int documents, int nonZeros, int features, int classes, long seed) {
    private static final double FLATTENING = 10;
    private static final double CLASS_SHARE = 1.0 / 3;
    private static final int MOST_OCCURRENCES = 3;

    SyntheticCorpus {
        if (nonZeros * 2L * classes > features) {
            throw new IllegalArgumentException(nonZeros + " terms a document and " + classes + " classes need at least "
                    + nonZeros * 2L * classes + " features to draw from, not " + features);
        }
        Math.multiplyExact(documents, nonZeros);
    }

    /** The recipe under which every term that occurs counts. */
    static Analysis analysis() {
        return new Analysis(1, 1, StopWords.ENGLISH, 1, 1.0, true);
    }

    /** Makes it. */
    TrainingSet generate() {
        int[] rowStart =
                IntStream.rangeClosed(0, documents).map(row -> row * nonZeros).toArray();
        int[] terms = new int[documents * nonZeros];
        int[] counts = new int[terms.length];
        for (int document = 0; document < documents; document++) {
            fill(document, terms, counts);
        }
        int[] labels = IntStream.range(0, documents).map(row -> row % classes).toArray();
        return new TrainingSet(
                TermCounts.of(names("t", features), rowStart, terms, counts),
                new LabelSpace(names("class", classes)),
                labels);
    }

    private static List<String> names(String prefix, int number) {
        return IntStream.range(0, number)
                .mapToObj(index -> prefix + String.valueOf(10_000_000 + index).substring(1))
                .toList();
    }

    /** The name of a class. */
    static String className(int index) {
        return names("class", index + 1).get(index);
    }

    private void fill(int document, int[] terms, int[] counts) {
        // SplittableRandom mixes its seed, so neighbouring seeds give unrelated sequences.
        SplittableRandom random = new SplittableRandom(seed * 1_000_003L + document);
        int start = document * nonZeros;
        int filled = 0;
        while (filled < nonZeros) {
            int term = draw(random, document % classes);
            if (!contains(terms, start, filled, term)) {
                terms[start + filled++] = term;
            }
        }
        Arrays.sort(terms, start, start + nonZeros);
        for (int entry = start; entry < start + nonZeros; entry++) {
            counts[entry] = random.nextInt(1, MOST_OCCURRENCES + 1);
        }
    }

    private int draw(SplittableRandom random, int label) {
        if (random.nextDouble() < CLASS_SHARE) {
            return rank(random, features / classes) * classes + label;
        }
        return rank(random, features);
    }

    /** A rank below a number, by inversion of the law's distribution. */
    private static int rank(SplittableRandom random, int ranks) {
        double drawn = FLATTENING * (Math.pow(1 + ranks / FLATTENING, random.nextDouble()) - 1);
        return Math.min(ranks - 1, (int) drawn);
    }

    private static boolean contains(int[] terms, int start, int filled, int term) {
        for (int entry = start; entry < start + filled; entry++) {
            if (terms[entry] == term) {
                return true;
            }
        }
        return false;
    }
}
