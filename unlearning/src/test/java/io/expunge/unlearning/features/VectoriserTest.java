/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.Seeds;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.ejml.data.DMatrixSparseCSC;
import org.junit.jupiter.api.Test;

class VectoriserTest {

    private static final Analysis WORDS = new Analysis(1, 1, StopWords.NONE, 1, 1.0, true);

    @Provide
    Arbitrary<List<String>> texts() {
        return SmallTexts.texts();
    }

    @Provide
    Arbitrary<Analysis> analyses() {
        return SmallTexts.analyses();
    }

    private static TermCounts count(Analysis analysis, List<String> texts) {
        return TermCounter.count(analysis, texts, ProgressMonitor.NONE);
    }

    private static Optional<Vectoriser> fit(Analysis analysis, TermCounts counts) {
        try {
            return Optional.of(Vectoriser.fit(analysis, counts));
        } catch (EmptyVocabularyException e) {
            return Optional.empty();
        }
    }

    @Property(seed = Seeds.PROPERTY, tries = 400)
    void forgettingIsFittingTheRestFromScratch(
            @ForAll("analyses") Analysis analysis, @ForAll("texts") List<String> texts, @ForAll long forgetBits) {
        BitSet forgotten = TermCounterTest.forgotten(texts, forgetBits);
        TermCounts retained = count(analysis, texts).retain(forgotten, analysis.minimumDocumentFrequency());
        List<String> rest = TermCounterTest.rest(texts, forgotten);
        Optional<Vectoriser> refitted = fit(analysis, retained);
        Optional<Vectoriser> fromScratch = fit(analysis, count(analysis, rest));
        assertThat(refitted).isEqualTo(fromScratch);
        refitted.ifPresent(vectoriser -> assertSameBits(
                vectoriser.transform(retained), fromScratch.orElseThrow().transform(count(analysis, rest))));
    }

    @Property(seed = Seeds.PROPERTY, tries = 300)
    void fittingAppliesTheMinimumItselfWhateverCandidatesThereAre(
            @ForAll("analyses") Analysis analysis, @ForAll("texts") List<String> texts, @ForAll long forgetBits) {
        BitSet forgotten = TermCounterTest.forgotten(texts, forgetBits);
        TermCounts everyCandidate = count(analysis, texts).retain(forgotten, 0);
        assertThat(fit(analysis, everyCandidate))
                .isEqualTo(fit(analysis, count(analysis, TermCounterTest.rest(texts, forgotten))));
    }

    @Property(seed = Seeds.PROPERTY, tries = 300)
    void textsAndTheirCountsGiveTheSameVectors(
            @ForAll("analyses") Analysis analysis, @ForAll("texts") List<String> texts) {
        TermCounts counts = count(analysis, texts);
        fit(analysis, counts)
                .ifPresent(vectoriser -> assertSameBits(vectoriser.transform(texts), vectoriser.transform(counts)));
    }

    @Property(seed = Seeds.PROPERTY, tries = 300)
    void columnsHaveNormOneOrAreEmptyAndSorted(
            @ForAll("analyses") Analysis analysis, @ForAll("texts") List<String> texts) {
        fit(analysis, count(analysis, texts)).ifPresent(vectoriser -> {
            DMatrixSparseCSC matrix = vectoriser.transform(texts);
            assertThat(matrix.numRows).isEqualTo(vectoriser.features());
            assertThat(matrix.numCols).isEqualTo(texts.size());
            for (int column = 0; column < matrix.numCols; column++) {
                assertColumn(matrix, column);
            }
        });
    }

    private static void assertColumn(DMatrixSparseCSC matrix, int column) {
        double sumOfSquares = 0;
        for (int entry = matrix.col_idx[column]; entry < matrix.col_idx[column + 1]; entry++) {
            sumOfSquares += matrix.nz_values[entry] * matrix.nz_values[entry];
            assertThat(matrix.nz_values[entry]).isPositive();
            if (entry > matrix.col_idx[column]) {
                assertThat(matrix.nz_rows[entry]).isGreaterThan(matrix.nz_rows[entry - 1]);
            }
        }
        boolean empty = matrix.col_idx[column] == matrix.col_idx[column + 1];
        assertThat(Math.sqrt(sumOfSquares)).isCloseTo(empty ? 0 : 1, within(1e-15));
    }

    @Property(seed = Seeds.PROPERTY, tries = 300)
    void columnsOfFindsEveryTermOrSaysThereIsNone(
            @ForAll("analyses") Analysis analysis, @ForAll("texts") List<String> texts, @ForAll long forgetBits) {
        TermCounts counts = count(analysis, texts);
        BitSet forgotten = TermCounterTest.forgotten(texts, forgetBits);
        Optional<Vectoriser> before = fit(analysis, counts);
        Optional<Vectoriser> after = fit(analysis, counts.retain(forgotten, analysis.minimumDocumentFrequency()));
        if (before.isPresent() && after.isPresent()) {
            int[] columns = after.get().columnsOf(before.get());
            for (int term = 0; term < columns.length; term++) {
                assertThat(columns[term])
                        .isEqualTo(
                                before.get().terms().indexOf(after.get().terms().get(term)));
            }
        }
    }

    @Test
    void weightsByHand() {
        List<String> texts = List.of("red red blue", "blue", "blue green", "...");
        Vectoriser vectoriser = Vectoriser.fit(WORDS, count(WORDS, texts));
        double blue = Math.log(5.0 / 4) + 1;
        double rare = Math.log(5.0 / 2) + 1;
        assertThat(vectoriser.terms()).containsExactly("blue", "green", "red");
        assertThat(vectoriser.inverseDocumentFrequency())
                .containsExactly(new double[] {blue, rare, rare}, within(1e-15));

        DMatrixSparseCSC matrix = vectoriser.transform(texts);
        double red = (1 + Math.log(2)) * rare;
        double norm = Math.hypot(blue, red);
        assertThat(matrix.col_idx).startsWith(0, 2, 3, 5, 5);
        assertThat(matrix.get(0, 0)).isCloseTo(blue / norm, within(1e-15));
        assertThat(matrix.get(2, 0)).isCloseTo(red / norm, within(1e-15));
        assertThat(matrix.get(0, 1)).isEqualTo(1);
        assertThat(matrix.get(1, 2)).isCloseTo(rare / Math.hypot(blue, rare), within(1e-15));
    }

    @Test
    void rawTermFrequencyCountsPlainly() {
        Analysis raw = new Analysis(1, 1, StopWords.NONE, 1, 1.0, false);
        DMatrixSparseCSC matrix =
                Vectoriser.fit(raw, count(raw, List.of("red red red blue"))).transform(List.of("red red red blue"));
        assertThat(matrix.get(1, 0) / matrix.get(0, 0)).isCloseTo(3, within(1e-15));
    }

    @Test
    void veryFrequentWordsOfOneTextAreWeighedToo() {
        String text = "red ".repeat(1000) + "blue";
        DMatrixSparseCSC matrix =
                Vectoriser.fit(WORDS, count(WORDS, List.of(text))).transform(List.of(text));
        assertThat(matrix.get(1, 0) / matrix.get(0, 0)).isCloseTo(1 + Math.log(1000), within(1e-12));
    }

    @Test
    void aTermTooFrequentComesBackWhenDocumentsAreForgotten() {
        Analysis analysis = new Analysis(1, 1, StopWords.NONE, 1, 0.5, true);
        List<String> texts = List.of("red blue", "red green", "red", "gold", "pink");
        TermCounts counts = count(analysis, texts);
        Vectoriser before = Vectoriser.fit(analysis, counts);
        assertThat(before.terms()).containsExactly("blue", "gold", "green", "pink");

        BitSet forgotten = new BitSet();
        forgotten.set(1, 3);
        TermCounts retained = counts.retain(forgotten, 1);
        Vectoriser after = Vectoriser.fit(analysis, retained);
        assertThat(after.terms()).containsExactly("blue", "gold", "pink", "red");
        assertThat(after).isEqualTo(Vectoriser.fit(analysis, count(analysis, List.of("red blue", "gold", "pink"))));
        assertThat(after.columnsOf(before)).containsExactly(0, 1, 3, -1);
    }

    @Test
    void partsRebuildTheWhole() {
        Vectoriser vectoriser = Vectoriser.fit(WORDS, count(WORDS, List.of("red blue", "red")));
        assertThat(Vectoriser.of(WORDS, vectoriser.terms(), vectoriser.inverseDocumentFrequency()))
                .isEqualTo(vectoriser)
                .hasSameHashCodeAs(vectoriser);
    }

    @Test
    void partsThatContradictEachOtherAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Vectoriser.of(WORDS, List.of("aa"), new double[2]))
                .withMessageContaining("1 terms and 2 weights");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Vectoriser.of(WORDS, List.of("bb", "aa"), new double[] {1, 1}))
                .withMessageContaining("code-point order");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Vectoriser.of(WORDS, List.of("aa"), new double[] {Double.NaN}))
                .withMessageContaining("'aa' is NaN");
    }

    @Test
    void noTermAtAllHasItsOwnError() {
        assertThatExceptionOfType(EmptyVocabularyException.class)
                .isThrownBy(() -> Vectoriser.fit(WORDS, count(WORDS, List.of("", "."))))
                .withMessageContaining("2 documents");
    }

    @Test
    void countsThatLackATermAreRefusedInsteadOfReadAsZero() {
        Vectoriser vectoriser = Vectoriser.fit(WORDS, count(WORDS, List.of("red blue")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> vectoriser.transform(count(WORDS, List.of("blue"))))
                .withMessageContaining("'red'");
    }

    static void assertSameBits(DMatrixSparseCSC actual, DMatrixSparseCSC expected) {
        assertThat(actual.numRows).isEqualTo(expected.numRows);
        assertThat(actual.numCols).isEqualTo(expected.numCols);
        assertThat(actual.nz_length).isEqualTo(expected.nz_length);
        assertThat(actual.col_idx).isEqualTo(expected.col_idx);
        assertThat(Arrays.copyOf(actual.nz_rows, actual.nz_length))
                .isEqualTo(Arrays.copyOf(expected.nz_rows, expected.nz_length));
        assertThat(Arrays.copyOf(actual.nz_values, actual.nz_length))
                .isEqualTo(Arrays.copyOf(expected.nz_values, expected.nz_length));
    }
}
