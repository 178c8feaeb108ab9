/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.corpus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** JSON Lines: one object a line. */
final class JsonLinesFormat {

    private static final int LONGEST_FIELD = 1 << 26;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LONGEST_FIELD)
                    .build())
            .build();

    private JsonLinesFormat() {}

    static void read(Reader reader, CorpusBuilder builder) throws IOException {
        BufferedReader lines = reader instanceof BufferedReader buffered ? buffered : new BufferedReader(reader);
        long number = 1;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            builder.at(number++);
            if (!line.isBlank()) {
                add(fields(line, builder), builder);
            }
        }
    }

    private static void add(Map<String, String> fields, CorpusBuilder builder) {
        builder.add(
                required(fields, CorpusFields.ID, builder),
                required(fields, CorpusFields.LABEL, builder),
                required(fields, CorpusFields.TEXT, builder),
                Optional.ofNullable(fields.get(CorpusFields.SUBJECT)));
    }

    private static String required(Map<String, String> fields, String name, CorpusBuilder builder) {
        return Optional.ofNullable(fields.get(name))
                .orElseThrow(
                        () -> builder.broken("the object has no '" + name + "'; give it document_id, label and text."));
    }

    private static Map<String, String> fields(String line, CorpusBuilder builder) throws IOException {
        try (JsonParser parser = FACTORY.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw builder.broken("the line is not a JSON object; write one object a line.");
            }
            Map<String, String> fields = object(parser, builder);
            if (parser.nextToken() != null) {
                throw builder.broken("something follows the JSON object; write one object a line.");
            }
            return fields;
        } catch (JsonProcessingException e) {
            throw builder.broken(
                    "the JSON is malformed (" + e.getOriginalMessage() + "); write one complete object a line.");
        }
    }

    private static Map<String, String> object(JsonParser parser, CorpusBuilder builder) throws IOException {
        Map<String, String> fields = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (!CorpusFields.isKnown(name)) {
                throw builder.broken(CorpusFields.unknown(name));
            }
            JsonToken value = parser.nextToken();
            if (value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT) {
                fields.put(name, parser.getText());
            } else if (value != JsonToken.VALUE_NULL) {
                throw builder.broken("'" + name + "' is not a string; write it in quotes.");
            }
        }
        return fields;
    }
}
