/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LineageGraphTest {
    private static final String DOTS = "●○";

    @Test
    void aRolledBackVersionHangsUnderWhatItTookUp() {
        assertThat(drawing(origins(0, 1, 2, 3, 2))).containsExactly("●", "│ ●", "│ ●", "├─╯", "●", "●");
    }

    @Test
    void aPurgedVersionIsHollow() {
        List<LineageGraph.Row> rows = LineageGraph.of(origins(0, 1), version -> version == 1);

        assertThat(rows).extracting(LineageGraph.Row::drawing).containsExactly("●", "○");
    }

    @Test
    void linesCrossWhereTheyMust() {
        // 6 and 4 come from 3, and 5 from 1: the line that joins the one to 3 passes the one to 1.
        assertThat(drawing(origins(0, 1, 2, 3, 1, 3)))
                .containsExactly("●", "│ ●", "│ │ ●", "├─┼─╯", "● │", "● │", "├─╯", "●");
    }

    @Test
    void anOriginThatIsNotThereIsNoneAndLeavesAGap() {
        SortedMap<Long, Optional<Long>> origins = new TreeMap<>();
        origins.put(7L, Optional.of(3L));
        origins.put(8L, Optional.of(8L));

        assertThat(drawing(origins)).containsExactly("●", "", "●");
    }

    @Property(seed = Seeds.PROPERTY, tries = 500)
    void theTreeCanBeReadBackFromTheDrawing(@ForAll Random random, @ForAll @IntRange(min = 1, max = 14) int versions) {
        int[] of = new int[versions];
        Arrays.setAll(of, place -> random.nextInt(place + 1));
        SortedMap<Long, Optional<Long>> origins = origins(of);

        List<LineageGraph.Row> rows = LineageGraph.of(origins, version -> version % 2 == 0);

        assertThat(rows.stream().flatMap(row -> row.version().stream()))
                .containsExactlyElementsOf(new TreeMap<>(origins).descendingKeySet());
        for (int row = 0; row < rows.size(); row++) {
            if (rows.get(row).version().isPresent()) {
                assertThat(readOrigin(rows, row))
                        .as("origin of the dot in row %d of %s", row, rows)
                        .isEqualTo(origins.get(rows.get(row).version().get()));
            }
        }
    }

    /** Follows a line down from its dot, as an eye would. */
    private static Optional<Long> readOrigin(List<LineageGraph.Row> rows, int start) {
        int column = dot(rows.get(start).drawing());
        for (int row = start + 1; row < rows.size(); row++) {
            String drawing = rows.get(row).drawing();
            char mark = column < drawing.length() ? drawing.charAt(column) : ' ';
            if (DOTS.indexOf(mark) >= 0) {
                return rows.get(row).version();
            }
            if (mark == '╯' || mark == '┴') {
                column = drawing.lastIndexOf('├', column);
            } else if ("│├┼".indexOf(mark) < 0) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static int dot(String drawing) {
        return drawing.chars()
                .mapToObj(mark -> DOTS.indexOf(mark) >= 0)
                .toList()
                .indexOf(true);
    }

    private static List<String> drawing(SortedMap<Long, Optional<Long>> origins) {
        return LineageGraph.of(origins, version -> false).stream()
                .map(LineageGraph.Row::drawing)
                .toList();
    }

    /** Versions from 1, each with the one it was made of; 0 for none. */
    private static SortedMap<Long, Optional<Long>> origins(int... of) {
        SortedMap<Long, Optional<Long>> origins = new TreeMap<>();
        for (int place = 0; place < of.length; place++) {
            origins.put(place + 1L, of[place] == 0 ? Optional.empty() : Optional.of((long) of[place]));
        }
        return origins;
    }
}
