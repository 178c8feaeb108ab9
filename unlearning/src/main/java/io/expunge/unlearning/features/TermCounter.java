/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.features;

import io.expunge.unlearning.ProgressMonitor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Counts terms in texts as scikit-learn's {@code CountVectorizer} does: words, stop words dropped, n-grams of what is left.
 * Stateless. The texts may be any list; each is read once.
 */
public final class TermCounter {

    private TermCounter() {}

    /**
     * Finds the candidate terms of a training set and counts them.
     *
     * @param analysis the recipe; its maximum document frequency plays no part here
     * @param texts one text a document
     * @param monitor told how far it is
     * @return all terms that occur in at least {@link Analysis#minimumDocumentFrequency()} documents, possibly none
     * @throws io.expunge.unlearning.CancelledException if the monitor cancels
     */
    public static TermCounts count(Analysis analysis, List<String> texts, ProgressMonitor monitor) {
        TokenSequences sequences = TokenSequences.of(analysis.stopWords(), texts, monitor);
        return number(sequences, levels(analysis, sequences, monitor));
    }

    /**
     * Counts given terms in texts, for documents that are no training documents.
     *
     * @param analysis the recipe the terms were made with
     * @param terms terms to count, distinct, in code-point order; they need not occur
     * @param texts one text a document
     * @param monitor told how far it is
     * @return counts over exactly {@code terms}
     * @throws IllegalArgumentException if the terms are not distinct and in code-point order
     * @throws io.expunge.unlearning.CancelledException if the monitor cancels
     */
    public static TermCounts countTerms(
            Analysis analysis, List<String> terms, List<String> texts, ProgressMonitor monitor) {
        TermCountsCheck.checkTerms(terms);
        return new TermTrie(terms).count(analysis, texts, monitor);
    }

    private static List<NgramLevel> levels(Analysis analysis, TokenSequences sequences, ProgressMonitor monitor) {
        List<NgramLevel> levels = new ArrayList<>();
        NgramLevel level = NgramLevel.words(sequences, analysis.minimumDocumentFrequency());
        for (int length = 1; length <= analysis.maximumNgram(); length++) {
            monitor.checkCancelled();
            monitor.progress("counting terms", length - 1, analysis.maximumNgram());
            if (length > 1) {
                level = level.longer(sequences.documentStart(), analysis.minimumDocumentFrequency());
            }
            if (length >= analysis.minimumNgram()) {
                levels.add(level);
            }
        }
        return levels;
    }

    private static TermCounts number(TokenSequences sequences, List<NgramLevel> levels) {
        List<Candidate> candidates = new ArrayList<>();
        List<int[]> indices = new ArrayList<>();
        for (int level = 0; level < levels.size(); level++) {
            String[] terms = levels.get(level).terms();
            indices.add(new int[terms.length]);
            for (int number = 0; number < terms.length; number++) {
                candidates.add(new Candidate(terms[number], level, number));
            }
        }
        candidates.sort(Comparator.comparing(Candidate::term, CodePointOrder.COMPARATOR));
        for (int index = 0; index < candidates.size(); index++) {
            Candidate candidate = candidates.get(index);
            indices.get(candidate.level())[candidate.number()] = index;
        }
        CountsBuilder builder =
                new CountsBuilder(candidates.stream().map(Candidate::term).toList());
        for (int document = 0; document < sequences.documents(); document++) {
            meet(sequences, document, levels, indices, builder);
            builder.endDocument();
        }
        return builder.build();
    }

    private static void meet(
            TokenSequences sequences,
            int document,
            List<NgramLevel> levels,
            List<int[]> indices,
            CountsBuilder builder) {
        for (int level = 0; level < levels.size(); level++) {
            int[] at = levels.get(level).at();
            int[] index = indices.get(level);
            for (int p = sequences.documentStart()[document]; p < sequences.documentStart()[document + 1]; p++) {
                if (at[p] >= 0) {
                    builder.meet(index[at[p]]);
                }
            }
        }
    }

    /** A term, and where it comes from: which level, which number there. */
    private record Candidate(String term, int level, int number) {}
}
