/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.unlearning.corpus.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Writes documents as the CSV files that users bring. */
final class CorpusCsv {
    private CorpusCsv() {}

    static Path write(Path file, List<Document> documents) throws IOException {
        return Files.writeString(
                file,
                documents.stream()
                        .map(document -> String.join(
                                ",",
                                document.id(),
                                quoted(document.label()),
                                quoted(document.text()),
                                quoted(document.subject().orElse(""))))
                        .collect(Collectors.joining("\n", "document_id,label,text,subject\n", "\n")));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }
}
