/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Columns of text for people, as wide as their widest cell on a terminal. An id of hundreds of characters does not push the
 * other columns off the screen: all columns but the last have a greatest width. Outer blanks of a cell, which nobody would
 * see, are shown by quotes. Not thread-safe.
 */
final class TextTable {
    private static final String GAP = "  ";
    private static final int WIDEST = 60;

    private final List<List<String>> rows = new ArrayList<>();

    TextTable(String... header) {
        rows.add(List.of(header));
    }

    /** Adds a row with as many cells as the header. */
    void add(String... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException("a row of " + cells.length + " cells in a table of "
                    + rows.get(0).size() + " columns");
        }
        List<String> row = new ArrayList<>();
        for (int column = 0; column < cells.length; column++) {
            String cell = Words.harmless(quoted(cells[column]));
            row.add(column < cells.length - 1 ? Width.shortened(cell, WIDEST) : cell);
        }
        rows.add(List.copyOf(row));
    }

    private static String quoted(String cell) {
        return cell.isEmpty() || cell.equals(cell.strip()) ? cell : '"' + cell + '"';
    }

    /** The lines, the header first, without trailing blanks. */
    List<String> lines() {
        int[] widths = widths();
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private int[] widths() {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], Width.of(row.get(column)));
            }
        }
        return widths;
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            line.append(cell)
                    .append(" ".repeat(widths[column] - Width.of(cell)))
                    .append(GAP);
        }
        return line.toString().stripTrailing();
    }
}
