/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.corpus.Corpus;
import io.expunge.unlearning.corpus.CorpusReader;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.features.TermCounter;
import io.expunge.unlearning.model.TrainingSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The corpora that are measured, each with the class that is removed from it. */
enum DataSet {
    TWENTY_NEWSGROUPS("20newsgroups", "sci.crypt"),
    AGNEWS("agnews", "Sports"),
    DBPEDIA("dbpedia14-subset", "Animal"),
    BANKING("banking77", "card_arrival"),
    BBC_NEWS("bbc-news", "sport");

    /** Where data lies unless the system property {@code expunge.data} says otherwise: seen from the root. */
    static final String DEFAULT_DIRECTORY = "../shared/data";

    private final String directory;
    private final String removedClass;

    DataSet(String directory, String removedClass) {
        this.directory = directory;
        this.removedClass = removedClass;
    }

    /** The set whose directory has this name. */
    static DataSet named(String name) {
        return Arrays.stream(values())
                .filter(set -> set.directory.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no data set '" + name + "'; known are "
                        + Arrays.stream(values()).map(set -> set.directory).toList()));
    }

    /** The names given, once each is known to be one; all of them when none is given. */
    static String[] directories(String[] names) {
        return names.length == 0
                ? Arrays.stream(values()).map(DataSet::directory).toArray(String[]::new)
                : Arrays.stream(names)
                        .map(DataSet::named)
                        .map(DataSet::directory)
                        .toArray(String[]::new);
    }

    String directory() {
        return directory;
    }

    String removedClass() {
        return removedClass;
    }

    /** The file of a split; data lies where the system property {@code expunge.data} says. */
    Path file(String split) throws IOException {
        Path file = Path.of(System.getProperty("expunge.data", DEFAULT_DIRECTORY), directory, split + ".csv.gz");
        if (!Files.exists(file)) {
            throw new IOException(
                    file.toAbsolutePath() + " is absent; point -Dexpunge.data at the directory of the data sets.");
        }
        return file;
    }

    /** Reads a split, {@code train} or {@code test}. */
    Corpus corpus(String split) throws IOException {
        Path file = file(split);
        try (InputStream in = Files.newInputStream(file)) {
            return CorpusReader.read(in, file.toString());
        }
    }

    /** Reads and counts the training split. */
    TrainingSet read() throws IOException {
        Corpus corpus = corpus("train");
        return TrainingSet.of(
                TermCounter.count(Analysis.standard(), corpus.texts(), ProgressMonitor.NONE), corpus.labels());
    }
}
