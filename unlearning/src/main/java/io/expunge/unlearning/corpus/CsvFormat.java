/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.corpus;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** CSV as RFC 4180 describes it, with a header. */
final class CsvFormat {

    /** Longest field in characters; long posts pass, a quote that is never closed doesn't fill the memory. */
    private static final int LONGEST_FIELD = 1 << 26;

    private CsvFormat() {}

    static void read(Reader reader, CorpusBuilder builder) throws IOException {
        QuoteWatch watch = new QuoteWatch(reader);
        Iterator<CsvRecord> records = CsvReader.builder()
                .acceptCharsAfterQuotes(false)
                .ignoreDifferentFieldCount(true)
                .skipEmptyLines(true)
                .maxBufferSize(LONGEST_FIELD)
                .ofCsvRecord(watch)
                .iterator();
        Optional<CsvRecord> header = next(records, watch, builder);
        if (header.isEmpty()) {
            throw builder.broken("there is no header; the first line must name document_id, label and text.");
        }
        Columns columns = Columns.of(header.get().getFields(), builder);
        for (Optional<CsvRecord> row = next(records, watch, builder);
                row.isPresent();
                row = next(records, watch, builder)) {
            columns.add(row.get(), builder);
        }
    }

    private static Optional<CsvRecord> next(Iterator<CsvRecord> records, QuoteWatch watch, CorpusBuilder builder)
            throws IOException {
        try {
            Optional<CsvRecord> next = records.hasNext() ? Optional.of(records.next()) : Optional.empty();
            if (watch.endedInsideQuotes()) {
                builder.at(watch.quoteOpenedInLine());
                throw builder.broken(
                        "the quote that opens here is never closed; close it, or double quotes inside a field.");
            }
            next.ifPresent(row -> builder.at(row.getStartingLineNumber()));
            return next;
        } catch (UncheckedIOException e) {
            builder.at(watch.line());
            throw e.getCause();
        } catch (CsvParseException e) {
            throw unparsable(e, watch, builder);
        }
    }

    private static CorpusFormatException unparsable(CsvParseException e, QuoteWatch watch, CorpusBuilder builder) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        if (cause instanceof CsvParseException) {
            builder.at(watch.line());
            return builder.broken("at or shortly before this line the CSV is broken (" + cause.getMessage()
                    + "); put fields with quotes or line breaks in quotes and double the quotes inside.");
        }
        builder.at(watch.quoteOpenedInLine());
        return builder.broken("a field starting near here is longer than " + LONGEST_FIELD
                + " characters; most often a quote is not closed.");
    }

    /** Where each field stands in a row. */
    private record Columns(int id, int label, int text, int subject, int count) {

        static Columns of(List<String> header, CorpusBuilder builder) {
            List<String> names = header.stream().map(String::strip).toList();
            Set<String> seen = new HashSet<>();
            for (String name : names) {
                if (!seen.add(name)) {
                    throw builder.broken("the header names '" + name + "' twice; name each column once.");
                }
            }
            for (String required : CorpusFields.REQUIRED) {
                if (!names.contains(required)) {
                    throw builder.broken("the header has no column '" + required
                            + "'; it must name document_id, label, text and may name subject.");
                }
            }
            names.stream()
                    .filter(name -> !CorpusFields.isKnown(name))
                    .findFirst()
                    .ifPresent(name -> {
                        throw builder.broken("the column " + CorpusFields.unknown(name));
                    });
            return new Columns(
                    names.indexOf(CorpusFields.ID),
                    names.indexOf(CorpusFields.LABEL),
                    names.indexOf(CorpusFields.TEXT),
                    names.indexOf(CorpusFields.SUBJECT),
                    names.size());
        }

        void add(CsvRecord row, CorpusBuilder builder) {
            if (row.getFieldCount() != count) {
                throw builder.broken("the row has " + row.getFieldCount() + " fields, the header " + count
                        + "; put fields with commas, quotes or line breaks in quotes.");
            }
            builder.add(
                    row.getField(id),
                    row.getField(label),
                    row.getField(text),
                    subject < 0 ? Optional.empty() : Optional.of(row.getField(subject)));
        }
    }
}
