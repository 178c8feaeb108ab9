/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.unlearning.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected words were printed by Python 3.11: {@code re.findall(r"(?u)\b\w\w+\b", text.lower())}. */
class TokeniserTest {

    static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        Tokeniser.tokenise(text, tokens::add);
        return tokens;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "The quick, brown fox!|the quick brown fox",
                "a b cd e|cd",
                "Don't  U.S.A. o'clock|don clock",
                "snake_case __init__ _|snake_case __init__",
                "e-mail: who@cam.ac.uk|mail who cam ac uk",
                "3.14 42 x2 1st|14 42 x2 1st",
                "Füße İSTANBUL ÉTÉ|füße stanbul été",
                "e\u0301te\u0301 \u00e9t\u00e9|te \u00e9t\u00e9",
                "x² ½ ⅷⅷ ①② ٠١|x² ⅷⅷ ①② ٠١",
                "東京都 に 日本|東京都 日本",
                "\uD835\uDC00\uD835\uDC01 \uD835\uDC00 \uD83D\uDE00\uD83D\uDE00|\uD835\uDC00\uD835\uDC01",
                "ΟΔΟΣ ΑΣ-ΑΣ ΑΣ:Β ΑΣ_Β|οδος ας ας ασ ας_β",
            })
    void splitsAsScikitLearnDoes(String text, String expected) {
        // İ lowers to i and a combining dot, which ends the word: one letter is left of it, and one letter is no word.
        assertThat(String.join(" ", tokens(text))).isEqualTo(expected);
    }

    @Test
    void nothingComesOfNothing() {
        assertThat(tokens("")).isEmpty();
        assertThat(tokens(" \n\t .,;")).isEmpty();
        assertThat(tokens("\uD835 \uDC00x \uD835")).as("halves of characters").isEmpty();
    }

    @Property(seed = Seeds.PROPERTY, tries = 300)
    void whateverTheTextTokensAreLongRunsOfWordCharacters(@ForAll String text) {
        for (String token : tokens(text)) {
            assertThat(token.codePointCount(0, token.length())).isGreaterThanOrEqualTo(2);
            assertThat(token.codePoints()).allMatch(Tokeniser::isWordCharacter);
            assertThat(LowerCase.of(text)).contains(token);
        }
    }

    @Property(seed = Seeds.PROPERTY, tries = 300)
    void withoutSigmaLowerCaseIsTheLibrarys(@ForAll String text) {
        String without = text.replace('\u03A3', 'S');
        assertThat(LowerCase.of(without)).isEqualTo(without.toLowerCase(Locale.ROOT));
    }
}
