/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.expunge.unlearning.Seeds;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AnalysisTest {

    @Property(seed = Seeds.PROPERTY, tries = 200)
    void propertiesCarryEverySetting(
            @ForAll @IntRange(min = 1, max = 5) int shortest,
            @ForAll @IntRange(max = 5) int more,
            @ForAll StopWords stopWords,
            @ForAll @IntRange(min = 1) int minimum,
            @ForAll @DoubleRange(min = 0, max = 1, minIncluded = false) double maximum,
            @ForAll boolean sublinear) {
        Analysis analysis = new Analysis(shortest, shortest + more, stopWords, minimum, maximum, sublinear);
        assertThat(Analysis.fromProperties(analysis.toProperties())).isEqualTo(analysis);
    }

    @Test
    void aMissingOrUnreadablePropertyIsNamed() {
        for (String key : Analysis.standard().toProperties().keySet()) {
            Map<String, String> properties = new HashMap<>(Analysis.standard().toProperties());
            properties.put(key, "?");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Analysis.fromProperties(properties))
                    .withMessageContaining("'" + key + "' is '?'");
            properties.remove(key);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Analysis.fromProperties(properties))
                    .withMessageContaining("'" + key + "' is missing");
        }
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        refused("minimumNgram", 0, 1, 1, 0.5);
        refused("maximumNgram", 2, 1, 1, 0.5);
        refused("minimumDocumentFrequency", 1, 1, 0, 0.5);
        refused("maximumDocumentFrequency", 1, 1, 1, 0);
        refused("maximumDocumentFrequency", 1, 1, 1, 1.01);
        refused("maximumDocumentFrequency", 1, 1, 1, Double.NaN);
    }

    private static void refused(String name, int shortest, int longest, int minimum, double maximum) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Analysis(shortest, longest, StopWords.NONE, minimum, maximum, true))
                .withMessageContaining(name);
    }

    @Test
    void theMaximumIsComparedInDouble() {
        Analysis seventy = new Analysis(1, 1, StopWords.NONE, 1, 0.7, true);
        // 0.7 * 10 is exactly 7.0 in double, and 0.7 * 30 is 21.0.
        assertThat(seventy.isTooFrequent(7, 10)).isFalse();
        assertThat(seventy.isTooFrequent(8, 10)).isTrue();
        assertThat(seventy.isTooFrequent(21, 30)).isFalse();
    }

    @Test
    void theStopWordListsAreComplete() {
        assertThat(StopWords.NONE.words()).isEmpty();
        assertThat(StopWords.ENGLISH.words())
                .hasSize(318)
                .contains("the", "a", "whereafter", "cry", "yourselves")
                .allMatch(word -> word.matches("[a-z]+"));
    }
}
