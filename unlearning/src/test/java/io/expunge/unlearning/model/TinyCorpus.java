/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.model;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.features.StopWords;
import io.expunge.unlearning.features.TermCounter;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Random little corpora whose classes favour words of their own and share the others. */
public final class TinyCorpus {

    /** Single words in two documents or more, none too frequent. */
    public static final Analysis ANALYSIS = new Analysis(1, 1, StopWords.NONE, 2, 1.0, true);

    private TinyCorpus() {}

    /** A training set in which every class has documents; one document in eight has nothing of its class's own. */
    public static TrainingSet generate(long seed, int documents, int classes, int wordsPerClass) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> texts = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (int document = 0; document < documents; document++) {
            int label = document < 2 * classes ? document % classes : random.nextInt(classes);
            boolean vague = random.nextInt(8) == 0;
            texts.add(text(random, classes, wordsPerClass, vague ? random.nextInt(classes) : label));
            labels.add("class" + (char) ('a' + label));
        }
        return TrainingSet.of(TermCounter.count(ANALYSIS, texts, ProgressMonitor.NONE), labels);
    }

    private static String text(SplittableRandom random, int classes, int wordsPerClass, int topic) {
        StringBuilder text = new StringBuilder();
        int length = 4 + random.nextInt(12);
        for (int word = 0; word < length; word++) {
            int source = random.nextInt(3) == 0 ? random.nextInt(classes) : topic;
            text.append("word")
                    .append(source)
                    .append('x')
                    .append(random.nextInt(wordsPerClass))
                    .append(' ');
        }
        return text.toString();
    }
}
