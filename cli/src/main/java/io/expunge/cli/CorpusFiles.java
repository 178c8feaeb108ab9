/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.unlearning.corpus.Corpus;
import io.expunge.unlearning.corpus.CorpusReader;
import io.expunge.unlearning.corpus.Document;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Labelled documents from files. Stateless. */
final class CorpusFiles {
    private CorpusFiles() {}

    /** Reads a corpus of any purpose. */
    static Corpus read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT, file + " is a directory; name a CSV or JSON Lines file, plain or gzip.");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return CorpusReader.read(in, file.toString());
        }
    }

    /**
     * Reads a corpus to train on.
     *
     * @throws CommandFailure if a label has too few documents to be learned
     */
    static Corpus readForTraining(Path file) throws IOException {
        Corpus corpus = read(file);
        requireTrainable(corpus, file.toString());
        return corpus;
    }

    static void requireTrainable(Corpus corpus, String source) {
        Map<String, Integer> documents = documentsByLabel(corpus);
        if (documents.size() < 2) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    source + ": all documents have the label '"
                            + documents.keySet().iterator().next() + "'; a classifier needs two classes at least.");
        }
        documents.forEach((label, number) -> {
            if (number < 2) {
                throw new CommandFailure(
                        ExitCode.BAD_INPUT,
                        source + ": label '" + label + "' has only one document, '" + firstOf(corpus, label)
                                + "'; nothing can be learned from one. Add more, merge the label with another, or"
                                + " leave the document out.");
            }
        });
    }

    /** How many documents each label has, in the order of first sight. */
    static Map<String, Integer> documentsByLabel(Corpus corpus) {
        Map<String, Integer> documents = new LinkedHashMap<>();
        corpus.documents().forEach(document -> documents.merge(document.label(), 1, Integer::sum));
        return documents;
    }

    private static String firstOf(Corpus corpus, String label) {
        return corpus.documents().stream()
                .filter(document -> document.label().equals(label))
                .map(Document::id)
                .findFirst()
                .orElse("?");
    }
}
