/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.corpus.Corpus;
import io.expunge.unlearning.corpus.CorpusReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Terms and non-zeros that scikit-learn 1.2 finds in real text, before and after a class is forgotten. */
class RealTextTest {

    private static final Path DATA = Path.of("..", "..", "shared", "data");

    @ParameterizedTest
    @CsvSource({
        "20newsgroups, 88251, 1812199, sci.crypt, 80914, 1664404",
        "agnews, 22194, 591153, Sports, 18172, 470802",
        "dbpedia14-subset, 15208, 361716, Animal, 14401, 342499",
        "banking77, 2436, 62759, card_arrival, 2413, 61858",
        "bbc-news, 12288, 263131, sport, 10206, 208901"
    })
    void findsTheTermsOfScikitLearn(
            String set, int terms, int nonZeros, String removed, int termsAfter, int nonZerosAfter) throws IOException {
        Corpus corpus = read(set);
        TermCounts counts = TermCounter.count(Analysis.standard(), corpus.texts(), ProgressMonitor.NONE);
        Vectoriser vectoriser = Vectoriser.fit(Analysis.standard(), counts);
        assertThat(vectoriser.features()).isEqualTo(terms);
        assertThat(vectoriser.transform(counts).nz_length).isEqualTo(nonZeros);

        TermCounts retained = counts.retain(rowsOf(corpus, removed), 5);
        Vectoriser refitted = Vectoriser.fit(Analysis.standard(), retained);
        assertThat(refitted.features()).isEqualTo(termsAfter);
        assertThat(refitted.transform(retained).nz_length).isEqualTo(nonZerosAfter);
    }

    private static Corpus read(String set) throws IOException {
        Path file = DATA.resolve(set).resolve("train.csv.gz");
        if (!Files.exists(file)) {
            System.err.println(
                    "SKIPPED: no agreement with scikit-learn was checked on " + set + ", " + file + " is absent.");
        }
        assumeTrue(Files.exists(file), () -> file + " is absent");
        try (InputStream in = Files.newInputStream(file)) {
            return CorpusReader.read(in, file.toString());
        }
    }

    private static BitSet rowsOf(Corpus corpus, String label) {
        List<String> labels = corpus.labels();
        BitSet rows = new BitSet();
        for (int row = 0; row < labels.size(); row++) {
            rows.set(row, labels.get(row).equals(label));
        }
        return rows;
    }
}
