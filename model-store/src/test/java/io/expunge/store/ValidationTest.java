/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What contradicts itself cannot be made, let alone put. */
class ValidationTest {

    private static final List<Pseudonym> TWO = List.of(new Pseudonym(0, 1), new Pseudonym(0, 2));
    private static final List<Optional<Pseudonym>> NO_SUBJECTS = List.of(Optional.empty(), Optional.empty());
    private static final SortedMap<String, String> NO_ANALYSIS = new TreeMap<>();

    @Test
    void weightsFitTheirShapeAndAreFinite() {
        refused(() -> new Parameters(2, 2, new float[3]), "3 values");
        refused(() -> new Parameters(1 << 20, 1 << 12, new float[0]), "0 values");
        refused(() -> new Parameters(1, 2, new float[] {0, Float.NaN}), "term 0 for class 1");
    }

    @Test
    void termsAreKeptOneALine() {
        for (String term : List.of("", "a\nb", "a\rb", "\u0085", "x\u2028", "\u000b", "\u001c")) {
            refused(() -> new Vocabulary(List.of("ok", term), new double[2], NO_ANALYSIS), "Term 1");
        }
        refused(() -> new Vocabulary(List.of("a", "a"), new double[2], NO_ANALYSIS), "twice");
        refused(() -> new Vocabulary(List.of("a"), new double[2], NO_ANALYSIS), "got 2");
    }

    @Test
    void rowsAreSound() {
        assertThat(set(new int[] {0, 1, 2}, new int[] {1, 0}, new int[] {1, 1}, TWO)
                        .nonZeros())
                .isEqualTo(2);
        refused(() -> set(new int[] {0, 2, 1}, new int[] {0}, new int[] {1}, TWO), "Document 0");
        refused(() -> set(new int[] {0, 2, 2}, new int[] {1, 1}, new int[] {1, 1}, TWO), "do not rise");
        refused(() -> set(new int[] {0, 1, 1}, new int[] {2}, new int[] {1}, TWO), "outside");
        refused(() -> set(new int[] {0, 1, 1}, new int[] {-1}, new int[] {1}, TWO), "do not rise");
        refused(() -> set(new int[] {0, 1, 1}, new int[] {0}, new int[] {0}, TWO), "less than once");
        refused(() -> set(new int[] {0, 1}, new int[] {0}, new int[] {1}, TWO), "fit");
        List<Pseudonym> same = List.of(TWO.get(0), TWO.get(0));
        refused(() -> set(new int[] {0, 0, 0}, new int[0], new int[0], same), "twice");
    }

    @Test
    void deletionsAreASetWhateverTheyAreMadeFrom() {
        HonouredDeletions some =
                new HonouredDeletions(List.of(TWO.get(1), TWO.get(0)), List.of(), List.of("b", "a", "b"));
        assertThat(some.documents()).isEqualTo(TWO);
        assertThat(some.classes()).containsExactly("a", "b");
        assertThat(some.and(new HonouredDeletions(TWO, TWO, List.of("0"))))
                .isEqualTo(new HonouredDeletions(TWO, TWO, List.of("0", "a", "b")));
    }

    @Test
    void theErrorsSayWhatToDo() {
        refused(() -> new HeadHint(0, 0, ContentHash.of(new byte[0])), "version from 1");
        refused(() -> Drafts.withMetric(Drafts.fixed(), "loss", Double.NaN), "metric loss is NaN");
    }

    private static TrainingSetData set(int[] rowStart, int[] termIndex, int[] count, List<Pseudonym> documents) {
        return new TrainingSetData(
                List.of("a", "b"), rowStart, termIndex, count, new int[rowStart.length - 1], documents, NO_SUBJECTS);
    }

    private static void refused(ThrowingCallable making, String because) {
        assertThatThrownBy(making).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(because);
    }
}
