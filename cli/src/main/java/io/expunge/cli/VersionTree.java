/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.events.ModelVersionPublished;
import io.expunge.events.Operation;
import io.expunge.events.UnlearningVerified;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Versions as lines for people: the tree of one model, or a plain list of many. Stateless. */
final class VersionTree {
    private static final int HASH_SHOWN = 12;
    private static final long KIBI = 1024;

    private VersionTree() {}

    /** A column: its head, and what it says of a version. */
    private record Column(String name, Function<PublishedVersion, String> cell) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("VERSION", version -> String.valueOf(version.number())),
            new Column(
                    "PARENT", version -> version.parent().map(String::valueOf).orElse("-")),
            new Column("OPERATION", PublishedVersion::operationWords),
            new Column("STATE", PublishedVersion::stateWords),
            new Column("PUBLISHED", version -> Statuses.time(version.event().getPublishedAt())),
            new Column(
                    "CLASSES",
                    version -> String.valueOf(version.event().getClasses().size())),
            new Column("DOCUMENTS", version -> String.valueOf(version.event().getDocuments())),
            new Column("REMOVED", version -> removed(version.event())),
            new Column("REQUESTS", VersionTree::requests),
            new Column("PROVED", version -> ProvedWords.of(version.event()).orElse("-")),
            new Column("VERDICT", version -> verdict(version.verdicts())),
            new Column("SIZE", VersionTree::size),
            new Column("CONTENT", version -> shortHash(version.event().getContentHash())));

    /** The tree of one model, newest version first. */
    static List<String> tree(SortedMap<Long, PublishedVersion> versions) {
        SortedMap<Long, Optional<Long>> origins = new TreeMap<>();
        versions.forEach((number, version) -> origins.put(number, version.origin()));
        List<LineageGraph.Row> rows = LineageGraph.of(origins, number -> Optional.ofNullable(versions.get(number))
                .flatMap(PublishedVersion::purge)
                .isPresent());
        TextTable table = table(COLUMNS);
        rows.forEach(row -> add(table, COLUMNS, row.version().map(versions::get)));
        int width = rows.stream().mapToInt(row -> row.drawing().length()).max().orElse(0);
        List<String> lines = new ArrayList<>();
        List<String> cells = table.lines();
        for (int place = 0; place < cells.size(); place++) {
            String drawing = place == 0 ? "" : rows.get(place - 1).drawing();
            lines.add((drawing + " ".repeat(width - drawing.length()) + "  " + cells.get(place)).stripTrailing());
        }
        return lines;
    }

    /** A line for each version of any model, in the order given. */
    static List<String> list(List<PublishedVersion> versions) {
        List<Column> columns = new ArrayList<>(
                List.of(new Column("MODEL", version -> version.event().getModelId())));
        columns.addAll(COLUMNS);
        TextTable table = table(columns);
        versions.forEach(version -> add(table, columns, Optional.of(version)));
        return table.lines();
    }

    private static TextTable table(List<Column> columns) {
        return new TextTable(columns.stream().map(Column::name).toArray(String[]::new));
    }

    private static void add(TextTable table, List<Column> columns, Optional<PublishedVersion> version) {
        table.add(columns.stream()
                .map(column -> version.map(column.cell()).orElse(""))
                .toArray(String[]::new));
    }

    private static String removed(ModelVersionPublished version) {
        if (!version.getClassesRemoved().isEmpty()) {
            return String.join(", ", version.getClassesRemoved());
        }
        return version.getDocumentsRemoved() == 0 ? "-" : version.getDocumentsRemoved() + " documents";
    }

    /** A trained version serves a registration, which nobody means by a request to forget. */
    private static String requests(PublishedVersion version) {
        return version.event().getOperation() == Operation.UNLEARNED
                ? String.valueOf(version.event().getRequestCount())
                : "-";
    }

    private static String verdict(List<UnlearningVerified> verdicts) {
        return verdicts.stream()
                .map(verdict -> verdict.getVerdict() + " (" + verdict.getStage() + ")")
                .distinct()
                .reduce((first, second) -> first + ", " + second)
                .orElse("-");
    }

    private static String size(PublishedVersion version) {
        OptionalLong bytes = version.bytes();
        return bytes.isPresent() ? size(bytes.getAsLong()) : "-";
    }

    /** A number of bytes in the unit that leaves one to four digits before the point. */
    static String size(long bytes) {
        if (bytes < KIBI) {
            return bytes + " B";
        }
        double value = (double) bytes / KIBI;
        List<String> units = List.of("KiB", "MiB", "GiB");
        int unit = 0;
        while (value >= KIBI && unit < units.size() - 1) {
            value /= KIBI;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, units.get(unit));
    }

    private static String shortHash(String hash) {
        return hash.substring(0, Math.min(HASH_SHOWN, hash.length()));
    }
}
