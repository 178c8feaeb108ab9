/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SvgTest {

    @Test
    void wordsCannotBecomeElements() {
        String document = new Svg(10, 10, "a < b & c", "\"d\"")
                .text(Words.of(12), new Place(1, 2), "<script>")
                .document();
        assertThat(document)
                .contains("<title id=\"title\">a &lt; b &amp; c</title>")
                .contains("&lt;script&gt;")
                .doesNotContain("<script");
    }

    @Test
    void theBackgroundIsWhiteUnderEverything() {
        String document =
                new Svg(10, 20, "t", "d").dot(new Place(1, 1), 1, Stroke.BLUE).document();
        assertThat(document.indexOf("fill=\"#ffffff\"")).isBetween(0, document.indexOf("<circle"));
    }

    @Test
    void numbersAreWrittenTheSameEverywhere() {
        String line = new Svg(10, 10, "t", "d")
                .line(Stroke.dashed(Stroke.BLACK, 1.5, "3 2"), List.of(new Place(0.05, 1), new Place(2.25, 3)))
                .document();
        assertThat(line).contains("points=\"0.1,1.0 2.3,3.0\"").contains("stroke-dasharray=\"3 2\"");
    }

    @Test
    void percentagesHaveNoDigitsThatAreNotNeeded() {
        assertThat(Panel.percent(1)).isEqualTo("100 %");
        assertThat(Panel.percent(1e-5)).isEqualTo("0.001 %");
        assertThat(Panel.percent(0.04739)).isEqualTo("4.7 %");
        assertThat(Panel.percent(3.521e-5)).isEqualTo("0.0035 %");
    }
}
