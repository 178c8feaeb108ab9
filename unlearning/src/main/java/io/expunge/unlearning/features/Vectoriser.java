/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.features;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.solve.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixSparseCSC;
import org.jspecify.annotations.Nullable;

/**
 * Turns term counts or texts into TF-IDF vectors of length 1, as scikit-learn's {@code TfidfVectorizer} with
 * {@code norm="l2"} and {@code smooth_idf=True} does. Immutable and safe to share between threads.
 *
 * <p>Fitted to retained counts ({@link TermCounts#retain}) it equals, bit for bit, one fitted from scratch to the retained
 * texts: a removed document leaves neither a term nor a trace in a weight.
 */
public final class Vectoriser {

    /** Terms in fewer documents than this look their weight up. */
    private static final int KNOWN_WEIGHTS = 1024;

    private final Analysis analysis;
    private final List<String> terms;
    private final double[] inverseDocumentFrequency;
    /** Made when the first text comes: counts, which unlearning works on, do without. */
    private volatile @Nullable TermTrie trie;

    private Vectoriser(Analysis analysis, List<String> terms, double[] inverseDocumentFrequency) {
        this.analysis = analysis;
        this.terms = List.copyOf(terms);
        this.inverseDocumentFrequency = inverseDocumentFrequency;
    }

    /**
     * A vectoriser from its parts, as read back from an artifact.
     *
     * @param analysis the recipe
     * @param terms active terms, distinct, in code-point order
     * @param inverseDocumentFrequency weight of each term, finite and positive
     * @throws IllegalArgumentException if the parts contradict each other
     */
    public static Vectoriser of(Analysis analysis, List<String> terms, double[] inverseDocumentFrequency) {
        if (terms.isEmpty() || terms.size() != inverseDocumentFrequency.length) {
            throw new IllegalArgumentException(
                    "A vectoriser needs at least one term and one weight a term, but there are " + terms.size()
                            + " terms and " + inverseDocumentFrequency.length + " weights.");
        }
        TermCountsCheck.checkTerms(terms);
        for (int term = 0; term < terms.size(); term++) {
            double weight = inverseDocumentFrequency[term];
            if (!(weight > 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException("The inverse document frequency of '" + terms.get(term) + "' is "
                        + weight + "; it must be finite and positive. Fit the vectoriser again.");
            }
        }
        return new Vectoriser(analysis, terms, inverseDocumentFrequency.clone());
    }

    /**
     * Chooses the terms whose document frequency lies inside both limits and weighs them with
     * idf(t) = ln((1 + n) / (1 + df(t))) + 1.
     *
     * @param analysis the recipe the counts were made with
     * @param counts counts of the training documents
     * @throws EmptyVocabularyException if no term is left
     */
    public static Vectoriser fit(Analysis analysis, TermCounts counts) {
        int[] frequencies = counts.documentFrequencies();
        int documents = counts.documents();
        List<String> active = new ArrayList<>();
        double[] weights = new double[frequencies.length];
        double[] known = new double[KNOWN_WEIGHTS];
        for (int term = 0; term < frequencies.length; term++) {
            int frequency = frequencies[term];
            if (frequency >= analysis.minimumDocumentFrequency() && !analysis.isTooFrequent(frequency, documents)) {
                weights[active.size()] = inverseDocumentFrequency(documents, frequency, known);
                active.add(counts.terms().get(term));
            }
        }
        if (active.isEmpty()) {
            throw new EmptyVocabularyException(analysis, documents);
        }
        return new Vectoriser(analysis, active, Arrays.copyOf(weights, active.size()));
    }

    /** A logarithm takes as long as twenty non-zeros of a pass, and most terms are in few documents: those share theirs. */
    private static double inverseDocumentFrequency(int documents, int frequency, double[] known) {
        if (frequency < known.length && known[frequency] != 0) {
            return known[frequency];
        }
        double weight = StrictMath.log((1.0 + documents) / (1.0 + frequency)) + 1.0;
        if (frequency < known.length) {
            known[frequency] = weight;
        }
        return weight;
    }

    /** The recipe. */
    public Analysis analysis() {
        return analysis;
    }

    /** Active terms in code-point order: the features, by number. Unmodifiable. */
    public List<String> terms() {
        return terms;
    }

    /** Number of features. */
    public int features() {
        return terms.size();
    }

    /** A copy of the inverse document frequencies, one a feature. */
    public double[] inverseDocumentFrequency() {
        return inverseDocumentFrequency.clone();
    }

    /**
     * Weighs counted documents.
     *
     * @param counts counts over candidates that include every active term, in any number of documents
     * @return features × documents; columns are documents, row indices rise inside a column; a column has Euclidean norm 1,
     *     or is empty where the document has no active term
     * @throws IllegalArgumentException if an active term is not among the candidates, since its counts would be lost
     */
    public DMatrixSparseCSC transform(TermCounts counts) {
        try (Workers alone = new Workers(1)) {
            return transform(counts, alone);
        }
    }

    /** The same on the threads of some workers, bit for bit. */
    public DMatrixSparseCSC transform(TermCounts counts, Workers workers) {
        return TermWeights.weigh(counts, activeIndex(counts.terms(), workers), this, workers);
    }

    /**
     * Weighs texts, training texts or unseen ones alike: the same as {@link #transform(TermCounts)} of their counts.
     *
     * @param texts one text a document
     * @return features × documents, as above
     */
    public DMatrixSparseCSC transform(List<String> texts) {
        return transform(trie().count(analysis, texts, ProgressMonitor.NONE));
    }

    /**
     * Where the features of this vectoriser stand in an older one, to carry parameters over.
     *
     * @param older the vectoriser before documents were removed
     * @return for each feature of this vectoriser its number in the older one, or -1 if the older one has no such term (a
     *     term comes back when it falls under the maximum document frequency)
     */
    public int[] columnsOf(Vectoriser older) {
        try (Workers alone = new Workers(1)) {
            return columnsOf(older, alone);
        }
    }

    /** The same on the threads of some workers. */
    public int[] columnsOf(Vectoriser older, Workers workers) {
        return TermAlignment.positions(terms, older.terms, workers);
    }

    /** Two threads may both make it; they make the same. */
    private TermTrie trie() {
        TermTrie made = trie;
        if (made == null) {
            made = new TermTrie(terms);
            trie = made;
        }
        return made;
    }

    /** Number of the active term each candidate is, or -1. */
    private int[] activeIndex(List<String> candidates, Workers workers) {
        int[] positions = TermAlignment.positions(terms, candidates, workers);
        int[] active = new int[candidates.size()];
        Arrays.fill(active, -1);
        for (int term = 0; term < positions.length; term++) {
            if (positions[term] < 0) {
                throw new IllegalArgumentException("The counts lack the term '" + terms.get(term)
                        + "' of the vectoriser: count its terms, or retain with a minimum document frequency of 0.");
            }
            active[positions[term]] = term;
        }
        return active;
    }

    /** Inverse document frequency of one feature. */
    double weight(int feature) {
        return inverseDocumentFrequency[feature];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Vectoriser that
                && analysis.equals(that.analysis)
                && terms.equals(that.terms)
                && Arrays.equals(inverseDocumentFrequency, that.inverseDocumentFrequency);
    }

    @Override
    public int hashCode() {
        return 31 * terms.hashCode() + Arrays.hashCode(inverseDocumentFrequency);
    }

    @Override
    public String toString() {
        return "Vectoriser[" + features() + " terms, " + analysis + "]";
    }
}
