/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.expunge.processor.artifact.ErasedRows;
import io.expunge.processor.artifact.ErasedRows.Row;
import io.expunge.unlearning.corpus.Corpus;
import io.expunge.unlearning.corpus.Document;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps out of training what a model was told to forget, and says which rows of which file it is. Not thread-safe.
 */
final class ErasedGuard {
    private static final int ROWS_SHOWN = 20;

    private final Optional<ErasedRows> erased;
    private final Map<Path, List<Row>> found = new LinkedHashMap<>();

    /** @param erased empty if the model was never told to forget anything */
    ErasedGuard(Optional<ErasedRows> erased) {
        this.erased = erased;
    }

    /** Looks through the documents of a file. */
    void look(Path file, Corpus corpus) {
        List<Row> rows = erased.map(known -> known.in(corpus.documents())).orElse(List.of());
        if (!rows.isEmpty()) {
            found.put(file, rows);
        }
    }

    boolean foundNothing() {
        return found.isEmpty();
    }

    /** A corpus without what was found; empty if nothing is left. */
    Optional<Corpus> kept(Path file, Corpus corpus) {
        Set<Document> gone = new HashSet<>();
        found.getOrDefault(file, List.of()).forEach(row -> gone.add(row.document()));
        List<Document> left = corpus.documents().stream()
                .filter(document -> !gone.contains(document))
                .toList();
        return left.isEmpty() ? Optional.empty() : Optional.of(gone.isEmpty() ? corpus : new Corpus(left));
    }

    /** The rows in sentences, the first of each file. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        found.forEach((file, rows) -> {
            rows.stream()
                    .limit(ROWS_SHOWN)
                    .forEach(row -> lines.add("  " + file + ", row " + row.row() + ": document '"
                            + row.document().id() + "', " + why(row)));
            if (rows.size() > ROWS_SHOWN) {
                lines.add("  " + file + ": and " + (rows.size() - ROWS_SHOWN) + " more");
            }
        });
        return lines;
    }

    private static String why(Row row) {
        return switch (row.cause()) {
            case DOCUMENT -> "which was erased";
            case SUBJECT -> "whose data subject was erased";
            case CLASS -> "whose class '" + row.document().label() + "' was removed";
        };
    }

    /** How many documents were found, and where. */
    String summary() {
        List<String> parts = new ArrayList<>();
        found.forEach((file, rows) ->
                parts.add(rows.size() + (rows.size() == 1 ? " document of " : " documents of ") + file));
        return String.join(" and ", parts);
    }

    /** All rows for programs. */
    ArrayNode json() {
        ArrayNode array = Json.array();
        found.forEach((file, rows) -> rows.forEach(row -> {
            ObjectNode object = array.addObject();
            object.put("file", file.toString());
            object.put("row", row.row());
            object.put("documentId", row.document().id());
            object.put("cause", row.cause().name());
        }));
        return array;
    }
}
