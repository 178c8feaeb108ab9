/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.LongPredicate;

/**
 * The tree of versions in box characters, newest first: every version a dot on a line that leads down to the version it was
 * made of. Lines that lead to the same version join above it. Used by one thread.
 */
final class LineageGraph {
    private static final long FREE = Long.MIN_VALUE;
    private static final char HELD = '●';
    private static final char GONE = '○';

    /** For each line, from the left, the version it leads to. */
    private final List<Long> lines = new ArrayList<>();

    private final List<Row> rows = new ArrayList<>();

    private LineageGraph() {}

    /**
     * A row of the drawing.
     *
     * @param drawing without trailing blanks
     * @param version the version whose dot is in it; none where lines only join
     */
    record Row(String drawing, Optional<Long> version) {}

    /**
     * Draws.
     *
     * @param origins for each version the one it was made of; one that is not a smaller key of the map counts as none
     * @param gone for which versions the dot is hollow
     */
    static List<Row> of(SortedMap<Long, Optional<Long>> origins, LongPredicate gone) {
        LineageGraph graph = new LineageGraph();
        NavigableMap<Long, Optional<Long>> sorted = new TreeMap<>(origins);
        for (Map.Entry<Long, Optional<Long>> version : sorted.descendingMap().entrySet()) {
            long origin = version.getValue()
                    .filter(earlier -> earlier < version.getKey() && sorted.containsKey(earlier))
                    .orElse(FREE);
            graph.draw(version.getKey(), origin, gone.test(version.getKey()) ? GONE : HELD);
            if (origin == FREE && version.getKey() > sorted.firstKey()) {
                graph.gap();
            }
        }
        return List.copyOf(graph.rows);
    }

    private void draw(long version, long origin, char dot) {
        int line = lines.indexOf(version);
        if (line < 0) {
            line = freeLine();
        } else if (lines.lastIndexOf(version) > line) {
            join(version, line);
        }
        lines.set(line, version);
        int dotted = line;
        rows.add(new Row(drawn(place -> place == dotted ? dot : '│'), Optional.of(version)));
        lines.set(line, origin);
        trim();
    }

    /** What begins below a dot without an origin must not look like its origin. */
    private void gap() {
        rows.add(new Row(drawn(place -> '│'), Optional.empty()));
    }

    private String drawn(IntFunction<Character> mark) {
        StringBuilder row = new StringBuilder();
        for (int place = 0; place < lines.size(); place++) {
            row.append(lines.get(place) == FREE ? ' ' : mark.apply(place)).append(' ');
        }
        return row.toString().stripTrailing();
    }

    private int freeLine() {
        int free = lines.indexOf(FREE);
        if (free < 0) {
            lines.add(FREE);
            return lines.size() - 1;
        }
        return free;
    }

    /** Ends every line to a version but the leftmost, into that one. */
    private void join(long version, int line) {
        int last = lines.lastIndexOf(version);
        StringBuilder row = new StringBuilder();
        for (int place = 0; place < lines.size(); place++) {
            row.append(joint(version, place, line, last)).append(place >= line && place < last ? '─' : ' ');
        }
        rows.add(new Row(row.toString().stripTrailing(), Optional.empty()));
        for (int place = line + 1; place <= last; place++) {
            if (lines.get(place) == version) {
                lines.set(place, FREE);
            }
        }
        trim();
    }

    private char joint(long version, int place, int line, int last) {
        long leadsTo = lines.get(place);
        if (place == line) {
            return '├';
        }
        if (place < line || place > last) {
            return leadsTo == FREE ? ' ' : '│';
        }
        if (leadsTo == version) {
            return place == last ? '╯' : '┴';
        }
        return leadsTo == FREE ? '─' : '┼';
    }

    private void trim() {
        while (!lines.isEmpty() && lines.get(lines.size() - 1) == FREE) {
            lines.remove(lines.size() - 1);
        }
    }
}
