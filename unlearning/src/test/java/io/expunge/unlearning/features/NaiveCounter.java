/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.features;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The counter's twin for tests: holds every n-gram as a string, as slow and as plain as the definition. */
final class NaiveCounter {

    private static final Pattern WORD = Pattern.compile("\\b\\w\\w+\\b");

    private NaiveCounter() {}

    /** Counts of each document by term; only terms in enough documents. ASCII texts only. */
    static List<Map<String, Integer>> count(Analysis analysis, List<String> texts) {
        List<Map<String, Integer>> rows =
                texts.stream().map(text -> countOne(analysis, text)).toList();
        for (Map<String, Integer> row : rows) {
            row.keySet()
                    .removeIf(term -> rows.stream()
                                    .filter(other -> other.containsKey(term))
                                    .count()
                            < analysis.minimumDocumentFrequency());
        }
        return rows;
    }

    private static Map<String, Integer> countOne(Analysis analysis, String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text.toLowerCase(Locale.ROOT));
        while (matcher.find()) {
            if (!analysis.stopWords().words().contains(matcher.group())) {
                words.add(matcher.group());
            }
        }
        Map<String, Integer> counts = new TreeMap<>(Comparator.naturalOrder());
        for (int length = analysis.minimumNgram(); length <= analysis.maximumNgram(); length++) {
            for (int start = 0; start + length <= words.size(); start++) {
                counts.merge(String.join(" ", words.subList(start, start + length)), 1, Integer::sum);
            }
        }
        return counts;
    }

    /** The same shape from the real thing. */
    static List<Map<String, Integer>> rows(TermCounts counts) {
        List<Map<String, Integer>> rows = new ArrayList<>();
        for (int document = 0; document < counts.documents(); document++) {
            Map<String, Integer> row = new TreeMap<>();
            for (int entry = counts.start(document); entry < counts.start(document + 1); entry++) {
                row.put(counts.terms().get(counts.term(entry)), counts.occurrences(entry));
            }
            rows.add(row);
        }
        return rows;
    }

    static List<String> terms(List<Map<String, Integer>> rows) {
        TreeSet<String> terms = new TreeSet<>();
        rows.forEach(row -> terms.addAll(row.keySet()));
        return List.copyOf(terms);
    }
}
