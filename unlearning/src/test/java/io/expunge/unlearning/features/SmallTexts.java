/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.features;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Small random corpora in which words, n-grams and document frequencies collide all the time. */
final class SmallTexts {

    private SmallTexts() {}

    static Arbitrary<List<String>> texts() {
        Arbitrary<String> word =
                Arbitraries.of("red", "Blue", "green", "the", "x", "of", "a1", "red_blue", "zz", ",", "\n");
        Arbitrary<String> text = word.list().ofMaxSize(12).map(words -> String.join(" ", words));
        return text.list().ofMinSize(1).ofMaxSize(12);
    }

    static Arbitrary<Analysis> analyses() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of(StopWords.class),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.of(0.3, 0.5, 0.7, 0.85, 1.0),
                        Arbitraries.of(true, false))
                .as((shortest, more, stopWords, minimum, maximum, sublinear) ->
                        new Analysis(shortest, shortest + more, stopWords, minimum, maximum, sublinear));
    }
}
