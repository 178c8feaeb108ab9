/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.expunge.unlearning.Seeds;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SampleCorpusTest {

    private final SampleCorpus.Split split = SampleCorpus.generate(Seeds.EXAMPLE, SampleCorpus.DOCUMENTS);

    private List<Document> all() {
        return Stream.concat(split.train().documents().stream(), split.test().documents().stream())
                .toList();
    }

    @Test
    void theSameSeedGivesTheSameDocuments() {
        assertThat(SampleCorpus.generate(Seeds.EXAMPLE, SampleCorpus.DOCUMENTS)).isEqualTo(split);
        assertThat(SampleCorpus.generate(Seeds.EXAMPLE + 1, SampleCorpus.DOCUMENTS))
                .isNotEqualTo(split);
    }

    /** A constant of the generator: if it changes, so do all figures published about the sample. */
    @Test
    void aKnownSeedGivesAKnownDocument() {
        assertThat(SampleCorpus.generate(1, 40).train().documents().get(0).text())
                .isEqualTo(
                        "The organisers praised the wholesale price but warned about a spending cut. Questions remain"
                                + " about the loan portfolio, and people close to the matter declined to comment. For the chief"
                                + " executive, a board meeting matters less than the budget deficit. By Greta Brandt in Port"
                                + " Ellery.");
    }

    @Test
    void classesAreOfOneSizeInBothParts() {
        assertThat(split.train().size()).isEqualTo(2400);
        assertThat(split.test().size()).isEqualTo(600);
        assertThat(sizes(split.train())).hasSize(8).allSatisfy((label, size) -> assertThat(size)
                .isEqualTo(300));
        assertThat(sizes(split.test())).hasSize(8).allSatisfy((label, size) -> assertThat(size)
                .isEqualTo(75));
    }

    private static Map<String, Long> sizes(Corpus corpus) {
        return corpus.labels().stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    @Test
    void idsAreDistinctAcrossBothPartsAndEveryNoteHasASubject() {
        assertThat(all()).extracting(Document::id).doesNotHaveDuplicates();
        assertThat(all()).allMatch(document -> document.subject().isPresent());
        Map<String, Long> bySubject = all().stream()
                .collect(Collectors.groupingBy(document -> document.subject().orElseThrow(), Collectors.counting()));
        assertThat(bySubject).hasSize(96).allSatisfy((subject, size) -> assertThat(size)
                .isBetween(8L, 80L));
    }

    @Test
    void everySlotIsFilled() {
        assertThat(all()).extracting(Document::text).allMatch(text -> !text.contains("{") && !text.contains("}"));
    }

    @Test
    void everyClassHasNeighboursThatHaveItTheOtherWayRound() {
        SampleWords words = SampleWords.load();
        for (String label : SampleCorpus.LABELS) {
            assertThat(words.neighbours(label)).hasSizeBetween(2, 3).allSatisfy(neighbour -> {
                assertThat(words.neighbours(neighbour)).contains(label);
                assertThat(words.shared(label, neighbour)).isEqualTo(words.shared(neighbour, label));
            });
        }
    }

    @Test
    void tooSmallASampleIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SampleCorpus.generate(1, 39))
                .withMessageContaining("at least 40");
    }
}
