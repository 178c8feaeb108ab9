/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.corpus;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads labelled documents. Stateless.
 *
 * <p>CSV follows RFC 4180, with a header that names {@code document_id}, {@code label}, {@code text} and, if people stand
 * behind documents, {@code subject}, in any order. JSON Lines has one object a line with the same names. Both are UTF-8,
 * with or without a byte order mark, plain or gzip-compressed. A name ending in {@code .csv}, {@code .jsonl} or
 * {@code .ndjson} (before {@code .gz}) settles the format; otherwise a first character <code>{</code> means JSON Lines.
 */
public final class CorpusReader {

    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private CorpusReader() {}

    /**
     * Reads a corpus and leaves the stream open.
     *
     * @param in bytes of the corpus
     * @param sourceName name of the file or stream, for messages and for telling the format
     * @return the documents in their order, at least one
     * @throws CorpusFormatException if the content isn't a corpus, naming the line and the remedy
     * @throws IOException if the stream can't be read
     */
    public static Corpus read(InputStream in, String sourceName) throws IOException {
        CorpusBuilder builder = new CorpusBuilder(sourceName);
        try {
            Reader reader = open(in, sourceName);
            if (isJsonLines(reader, sourceName)) {
                JsonLinesFormat.read(reader, builder);
            } else {
                CsvFormat.read(reader, builder);
            }
        } catch (CharacterCodingException e) {
            throw builder.broken("this line, or one soon after it, has bytes that are not UTF-8;"
                    + " convert the file to UTF-8 (for example with iconv).");
        } catch (ZipException | EOFException e) {
            throw CorpusFormatException.of(
                    sourceName,
                    "is a damaged or incomplete gzip file (" + e.getMessage() + "); copy or compress it again.");
        }
        return builder.build();
    }

    private static Reader open(InputStream in, String sourceName) throws IOException {
        InputStream bytes = new BufferedInputStream(in, BUFFER_BYTES);
        bytes.mark(2);
        int first = bytes.read();
        int second = bytes.read();
        bytes.reset();
        InputStream plain =
                (first << Byte.SIZE | second) == GZIP_MAGIC ? new GZIPInputStream(bytes, BUFFER_BYTES) : bytes;
        Reader reader = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8.newDecoder()));
        reader.mark(1);
        int character = reader.read();
        if (character < 0) {
            throw CorpusFormatException.of(sourceName, "is empty; give it documents.");
        }
        if (character != BYTE_ORDER_MARK) {
            reader.reset();
        }
        return reader;
    }

    private static boolean isJsonLines(Reader reader, String sourceName) throws IOException {
        String name = sourceName.toLowerCase(Locale.ROOT);
        String bare = name.endsWith(".gz") ? name.substring(0, name.length() - ".gz".length()) : name;
        if (bare.endsWith(".jsonl") || bare.endsWith(".ndjson")) {
            return true;
        }
        reader.mark(1);
        int character = reader.read();
        reader.reset();
        return character == '{' && !bare.endsWith(".csv");
    }
}
