/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.features.StopWords;
import io.expunge.unlearning.method.TrainingSettings;
import picocli.CommandLine.Option;

/** How a classifier is trained. The defaults are the recipe of the published experiments. */
final class TrainingOptions {
    @Option(
            names = "--c",
            paramLabel = "C",
            defaultValue = "10",
            description = "Inverse of the regularisation of the summed loss, as in scikit-learn.")
    private double inverseRegularisation = 10;

    @Option(
            names = "--bound",
            paramLabel = "RATIO",
            defaultValue = "1e-4",
            description = "Certified distance to the exact optimum that training has to reach, relative to the norm of"
                    + " the weights.")
    private double bound = 1e-4;

    @Option(
            names = "--min-df",
            paramLabel = "N",
            defaultValue = "5",
            description = "A term must occur in this many documents.")
    private int minimumDocumentFrequency = 5;

    @Option(
            names = "--max-df",
            paramLabel = "SHARE",
            defaultValue = "0.85",
            description = "A term may occur in this share of the documents at most.")
    private double maximumDocumentFrequency = 0.85;

    @Option(names = "--ngrams", paramLabel = "N", defaultValue = "3", description = "Longest term in words.")
    private int ngrams = 3;

    @Option(
            names = "--stop-words",
            paramLabel = "LIST",
            defaultValue = "ENGLISH",
            description = "Words to drop: ${COMPLETION-CANDIDATES}.")
    private StopWords stopWords = StopWords.ENGLISH;

    Analysis analysis() {
        try {
            return new Analysis(1, ngrams, stopWords, minimumDocumentFrequency, maximumDocumentFrequency, true);
        } catch (IllegalArgumentException outOfRange) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(outOfRange.getMessage()), outOfRange);
        }
    }

    TrainingSettings settings() {
        try {
            return new TrainingSettings(
                    inverseRegularisation,
                    bound,
                    TrainingSettings.standard().maximumPasses(),
                    Runtime.getRuntime().availableProcessors());
        } catch (IllegalArgumentException outOfRange) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(outOfRange.getMessage()), outOfRange);
        }
    }
}
