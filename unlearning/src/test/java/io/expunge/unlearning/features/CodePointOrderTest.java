/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.unlearning.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CodePointOrderTest {

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.of("a", "b", "z", "\u00e9", "\uD7FF", "\uE000", "\uFFFD", "\uD835\uDC00", "\uD83D\uDE00")
                .list()
                .ofMaxSize(4)
                .map(parts -> String.join("", parts));
    }

    @Property(seed = Seeds.PROPERTY, tries = 1000)
    void isTheOrderOfUtf8Bytes(@ForAll("words") String left, @ForAll("words") String right) {
        int bytes =
                Arrays.compareUnsigned(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
        assertThat(Integer.signum(CodePointOrder.compare(left, right))).isEqualTo(Integer.signum(bytes));
    }
}
