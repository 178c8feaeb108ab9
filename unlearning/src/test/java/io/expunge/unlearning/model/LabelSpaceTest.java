/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LabelSpaceTest {

    private static final LabelSpace ABC = new LabelSpace(List.of("a", "b", "c"));

    @Test
    void leavesTheOthersInOrder() {
        assertThat(ABC.without(Set.of("b")).classes()).containsExactly("a", "c");
        assertThat(ABC.indexOf("c")).hasValue(2);
        assertThat(ABC.without(Set.of("b")).indexOf("b")).isEmpty();
    }

    @Test
    void sortsLabels() {
        assertThat(LabelSpace.of(List.of("b", "a", "b")).classes()).containsExactly("a", "b");
    }

    @Test
    void namesUnknownClasses() {
        assertThatExceptionOfType(UnknownClassException.class)
                .isThrownBy(() -> ABC.without(Set.of("a", "x")))
                .withMessageContaining("no class x")
                .satisfies(e -> assertThat(e.unknown()).containsExactly("x"));
    }

    @Test
    void refusesEmptyBlankAndTwice() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LabelSpace(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new LabelSpace(List.of("a", " ")));
        assertThatIllegalArgumentException().isThrownBy(() -> new LabelSpace(List.of("a", "a")));
    }
}
