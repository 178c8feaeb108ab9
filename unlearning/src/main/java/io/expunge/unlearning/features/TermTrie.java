/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.features;

import com.carrotsearch.hppc.IntArrayList;
import com.carrotsearch.hppc.LongIntHashMap;
import com.carrotsearch.hppc.ObjectIntHashMap;
import io.expunge.unlearning.ProgressMonitor;
import java.util.List;

/**
 * Finds given terms in texts, word by word: a node is a run of words, an edge one word more. Immutable after construction
 * and safe to share between threads.
 */
final class TermTrie {

    private static final int NONE = -1;
    private static final int ROOT = 0;

    private final List<String> terms;
    private final ObjectIntHashMap<String> words = new ObjectIntHashMap<>();
    private final LongIntHashMap edges = new LongIntHashMap();
    private final IntArrayList termOfNode = new IntArrayList();

    TermTrie(List<String> terms) {
        this.terms = terms;
        termOfNode.add(NONE);
        for (int term = 0; term < terms.size(); term++) {
            termOfNode.set(grow(terms.get(term)), term);
        }
    }

    private int grow(String term) {
        int node = ROOT;
        int start = 0;
        while (start <= term.length()) {
            int space = term.indexOf(' ', start);
            int end = space < 0 ? term.length() : space;
            node = child(node, term.substring(start, end));
            start = end + 1;
        }
        return node;
    }

    private int child(int node, String text) {
        int word = words.getOrDefault(text, words.size());
        words.put(text, word);
        long edge = edge(node, word);
        int child = edges.getOrDefault(edge, termOfNode.size());
        if (child == termOfNode.size()) {
            edges.put(edge, child);
            termOfNode.add(NONE);
        }
        return child;
    }

    private static long edge(int node, int word) {
        return (long) node << Integer.SIZE | word;
    }

    TermCounts count(Analysis analysis, List<String> texts, ProgressMonitor monitor) {
        CountsBuilder builder = new CountsBuilder(terms);
        IntArrayList document = new IntArrayList();
        for (int i = 0; i < texts.size(); i++) {
            monitor.checkCancelled();
            monitor.progress("counting terms", i, texts.size());
            document.elementsCount = 0;
            Tokeniser.tokenise(texts.get(i), word -> {
                if (!analysis.stopWords().words().contains(word)) {
                    document.add(words.getOrDefault(word, NONE));
                }
            });
            find(document, analysis.maximumNgram(), builder);
            builder.endDocument();
        }
        return builder.build();
    }

    private void find(IntArrayList document, int longest, CountsBuilder builder) {
        for (int start = 0; start < document.size(); start++) {
            int node = ROOT;
            int end = Math.min(start + longest, document.size());
            for (int position = start; position < end && document.get(position) != NONE; position++) {
                node = edges.getOrDefault(edge(node, document.get(position)), NONE);
                if (node == NONE) {
                    break;
                }
                if (termOfNode.get(node) != NONE) {
                    builder.meet(termOfNode.get(node));
                }
            }
        }
    }
}
