/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.processor.artifact.ModelTraining;
import io.expunge.unlearning.corpus.Corpus;
import io.expunge.unlearning.corpus.Document;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a demo shows.
 *
 * @param source where the documents come from, in words
 * @param recipe how to train
 * @param train training documents
 * @param test documents held out, if there are any
 * @param label the class to forget
 */
record DemoPlan(String source, ModelTraining recipe, Corpus train, Optional<Corpus> test, String label) {

    /**
     * A plan that can work.
     *
     * @throws CommandFailure if the class is not in the data, or its removal would leave no classifier
     */
    static DemoPlan of(String source, ModelTraining recipe, Corpus train, Optional<Corpus> test, String label) {
        Map<String, Integer> labels = CorpusFiles.documentsByLabel(train);
        if (!labels.containsKey(label)) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    source + " has no class '" + label + "' to remove; it has "
                            + Words.shortened(String.join(", ", labels.keySet()), 300) + ".");
        }
        if (labels.size() < 3) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    source + " has only the classes " + String.join(" and ", labels.keySet())
                            + "; a classifier that forgets one needs two more.");
        }
        return new DemoPlan(source, recipe, train, test, label);
    }

    /** The documents predictions are shown for: held out where there are any. */
    List<Document> judged() {
        return test.orElse(train).documents();
    }
}
