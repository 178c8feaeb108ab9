/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.features;

import com.carrotsearch.hppc.IntArrayList;
import com.carrotsearch.hppc.ObjectIntHashMap;
import io.expunge.unlearning.ProgressMonitor;
import java.util.ArrayList;
import java.util.List;

/**
 * Texts as sequences of numbered words, stop words left out.
 *
 * @param documentStart where each document's words start in {@code tokens}; documents + 1 values
 * @param tokens numbers of the words, one document after the other
 * @param words the words by number, in the order they were first met
 */
// Never compared and never handed out of the package: a plain carrier of big arrays.
@SuppressWarnings("ArrayRecordComponent")
record TokenSequences(int[] documentStart, int[] tokens, List<String> words) {

    private static final int STOP_WORD = -1;
    private static final int REPORT_EVERY = 256;

    static TokenSequences of(StopWords stopWords, List<String> texts, ProgressMonitor monitor) {
        ObjectIntHashMap<String> numbers = new ObjectIntHashMap<>();
        stopWords.words().forEach(word -> numbers.put(word, STOP_WORD));
        List<String> words = new ArrayList<>();
        IntArrayList tokens = new IntArrayList();
        int[] documentStart = new int[texts.size() + 1];
        for (int document = 0; document < texts.size(); document++) {
            if (document % REPORT_EVERY == 0) {
                monitor.checkCancelled();
                monitor.progress("reading words", document, texts.size());
            }
            Tokeniser.tokenise(texts.get(document), word -> {
                int number = number(word, numbers, words);
                if (number != STOP_WORD) {
                    tokens.add(number);
                }
            });
            documentStart[document + 1] = tokens.size();
        }
        return new TokenSequences(documentStart, tokens.toArray(), words);
    }

    private static int number(String word, ObjectIntHashMap<String> numbers, List<String> words) {
        int slot = numbers.indexOf(word);
        if (numbers.indexExists(slot)) {
            return numbers.indexGet(slot);
        }
        int number = words.size();
        numbers.indexInsert(slot, word, number);
        words.add(word);
        return number;
    }

    int documents() {
        return documentStart.length - 1;
    }
}
