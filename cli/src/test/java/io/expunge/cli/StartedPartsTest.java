/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class StartedPartsTest {
    private final List<String> stopped = new ArrayList<>();
    private final StartedParts parts = new StartedParts();

    private AutoCloseable part(String name) {
        return () -> stopped.add(name);
    }

    @Property(seed = Seeds.PROPERTY, tries = 20)
    void stopsTheNewestFirstAndEachOnce(@ForAll @IntRange(max = 10) int number) {
        StartedPartsTest fresh = new StartedPartsTest();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            fresh.parts.add(fresh.part("part " + i));
            expected.add(0, "part " + i);
        }

        fresh.parts.close();
        fresh.parts.close();

        assertThat(fresh.stopped).isEqualTo(expected);
    }

    @Test
    void onePartThatWillNotStopDoesNotKeepTheOthers() {
        parts.add(part("first"));
        parts.add((AutoCloseable) () -> {
            throw new IllegalStateException("stubborn");
        });

        parts.close();

        assertThat(stopped).containsExactly("first");
    }

    @Test
    void whatIsStartedTooLateIsStoppedAtOnce() {
        parts.close();

        assertThatThrownBy(() -> parts.add(part("late"))).isInstanceOf(CommandFailure.class);
        assertThat(stopped).containsExactly("late");
    }
}
