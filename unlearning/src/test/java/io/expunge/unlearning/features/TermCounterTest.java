/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.expunge.unlearning.CancelledException;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.Seeds;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TermCounterTest {

    private static final Analysis EVERYTHING = new Analysis(1, 2, StopWords.ENGLISH, 1, 1.0, true);

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

    @Property(seed = Seeds.PROPERTY, tries = 300)
    void countsWhatTheDefinitionSays(@ForAll("analyses") Analysis analysis, @ForAll("texts") List<String> texts) {
        List<Map<String, Integer>> expected = NaiveCounter.count(analysis, texts);
        TermCounts counts = count(analysis, texts);
        assertThat(counts.terms()).isEqualTo(NaiveCounter.terms(expected));
        assertThat(NaiveCounter.rows(counts)).isEqualTo(expected);
    }

    @Property(seed = Seeds.PROPERTY, tries = 300)
    void countingKnownTermsFindsTheSame(@ForAll("analyses") Analysis analysis, @ForAll("texts") List<String> texts) {
        TermCounts counts = count(analysis, texts);
        assertThat(TermCounter.countTerms(analysis, counts.terms(), texts, ProgressMonitor.NONE))
                .isEqualTo(counts);
    }

    @Property(seed = Seeds.PROPERTY, tries = 100)
    void selectingIsRetainingWithoutTheOthersAndKeepsEveryCandidate(
            @ForAll("analyses") Analysis analysis, @ForAll("texts") List<String> texts, @ForAll long choice) {
        TermCounts counts = count(analysis, texts);
        BitSet rows = BitSet.valueOf(new long[] {choice});
        rows.clear(counts.documents(), 64);
        BitSet others = (BitSet) rows.clone();
        others.flip(0, counts.documents());
        assertThat(counts.select(rows)).isEqualTo(counts.retain(others, 0));
    }

    @Property(seed = Seeds.PROPERTY, tries = 300)
    void retainingIsCountingTheRestFromScratch(
            @ForAll("analyses") Analysis analysis, @ForAll("texts") List<String> texts, @ForAll long forgetBits) {
        BitSet forgotten = forgotten(texts, forgetBits);
        TermCounts retained = count(analysis, texts).retain(forgotten, analysis.minimumDocumentFrequency());
        assertThat(retained).isEqualTo(count(analysis, rest(texts, forgotten)));
    }

    @Property(seed = Seeds.PROPERTY, tries = 200)
    void theOrderOfDocumentsOnlyOrdersRows(
            @ForAll("analyses") Analysis analysis, @ForAll("texts") List<String> texts, @ForAll Random random) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, texts.size()).boxed().toList());
        Collections.shuffle(order, random);
        TermCounts straight = count(analysis, texts);
        TermCounts shuffled = count(analysis, order.stream().map(texts::get).toList());
        assertThat(shuffled.terms()).isEqualTo(straight.terms());
        List<Map<String, Integer>> rows = NaiveCounter.rows(straight);
        assertThat(NaiveCounter.rows(shuffled))
                .isEqualTo(order.stream().map(rows::get).toList());
    }

    @Property(seed = Seeds.PROPERTY, tries = 100)
    void partsRebuildTheWhole(@ForAll("texts") List<String> texts) {
        TermCounts counts = count(EVERYTHING, texts);
        assertThat(TermCounts.of(counts.terms(), counts.rowStart(), counts.termIndex(), counts.count()))
                .isEqualTo(counts)
                .hasSameHashCodeAs(counts);
    }

    @Test
    void aSmallExampleByHand() {
        TermCounts counts = count(EVERYTHING, List.of("red red blue", "the blue of green", ""));
        // Stop words go before n-grams are formed, so "blue" and "green" become neighbours.
        assertThat(counts.terms()).containsExactly("blue", "blue green", "green", "red", "red blue", "red red");
        assertThat(counts.rowStart()).containsExactly(0, 4, 7, 7);
        assertThat(counts.termIndex()).containsExactly(0, 3, 4, 5, 0, 1, 2);
        assertThat(counts.count()).containsExactly(1, 2, 1, 1, 1, 1, 1);
        assertThat(counts.documentFrequencies()).containsExactly(2, 1, 1, 1, 1, 1);
    }

    @Test
    void aMinimumOfZeroKeepsTermsNobodyUsesAnyMore() {
        TermCounts counts = count(EVERYTHING, List.of("red", "blue"));
        BitSet first = new BitSet();
        first.set(0);
        assertThat(counts.retain(first, 0).terms()).isEqualTo(counts.terms());
        assertThat(counts.retain(first, 1).terms()).containsExactly("blue");
    }

    @Test
    void whatIsHandedOutCanBeChangedWithoutHarm() {
        TermCounts counts = count(EVERYTHING, List.of("red red", "blue"));
        counts.count()[0] = 99;
        counts.termIndex()[0] = 99;
        counts.rowStart()[1] = 99;
        assertThat(counts).isEqualTo(count(EVERYTHING, List.of("red red", "blue")));
    }

    @Test
    void inconsistentPartsAreRefused() {
        refused("rowStart must start with 0", List.of("aa"), new int[] {1, 1}, new int[] {0}, new int[] {1});
        refused("end with the number of entries", List.of("aa"), new int[] {0, 2}, new int[] {0}, new int[] {1});
        refused("differ in length", List.of("aa"), new int[] {0, 1}, new int[] {0}, new int[] {1, 1});
        refused("rowStart falls at document 1", List.of("aa"), new int[] {0, 1, 0, 1}, new int[] {0}, new int[] {1});
        refused("rowStart falls at document 0", List.of("aa"), new int[] {0, 2, 1}, new int[] {0}, new int[] {1});
        refused("order or range", List.of("aa"), new int[] {0, 1}, new int[] {1}, new int[] {1});
        refused("order or range", List.of("aa", "bb"), new int[] {0, 2}, new int[] {1, 0}, new int[] {1, 1});
        refused("less than once", List.of("aa"), new int[] {0, 1}, new int[] {0}, new int[] {0});
        refused("term 1", List.of("bb", "aa"), new int[] {0, 0}, new int[0], new int[0]);
    }

    private static void refused(String problem, List<String> terms, int[] rowStart, int[] termIndex, int[] count) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TermCounts.of(terms, rowStart, termIndex, count))
                .withMessageContaining(problem);
    }

    @Test
    void aRowThatDoesNotExistCannotBeForgotten() {
        BitSet third = new BitSet();
        third.set(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> count(EVERYTHING, List.of("red", "blue")).retain(third, 1))
                .withMessageContaining("Row 2");
    }

    @Test
    void countingStopsWhenCancelled() {
        ProgressMonitor cancelling = new ProgressMonitor() {
            @Override
            public void progress(String stage, long done, long total) {
                assertThat(done).isLessThanOrEqualTo(total);
            }

            @Override
            public void checkCancelled() {
                throw new CancelledException("counting was cancelled by the test");
            }
        };
        assertThatExceptionOfType(CancelledException.class)
                .isThrownBy(() -> TermCounter.count(EVERYTHING, List.of("red"), cancelling));
    }

    static BitSet forgotten(List<String> texts, long bits) {
        BitSet forgotten = BitSet.valueOf(new long[] {bits});
        forgotten.clear(texts.size(), Long.SIZE);
        return forgotten;
    }

    static List<String> rest(List<String> texts, BitSet forgotten) {
        return IntStream.range(0, texts.size())
                .filter(row -> !forgotten.get(row))
                .mapToObj(texts::get)
                .toList();
    }
}
