/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.expunge.store.ModelStoreException.ArtifactCorrupt;
import io.expunge.store.ModelStoreException.FormatTooNew;
import io.expunge.store.ModelStoreException.FormatTooOld;
import io.expunge.store.StrictUtf8;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The one text form of a JSON value: members sorted, no white space, UTF-8, so that equal values have equal hashes.
 * Every document is an object that names its kind and format. Stateless and thread safe.
 */
final class CanonicalJson {

    private static final long FORMAT = 1;

    // The mapper's own double writer, not Double.toString: that one changed its digits between JDK 18 and 19.
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private CanonicalJson() {}

    /**
     * Writes a document.
     *
     * @param members texts, numbers, booleans, lists and sorted maps of such
     * @throws IllegalArgumentException if a text holds an unpaired surrogate
     */
    static byte[] write(String kind, SortedMap<String, ?> members) {
        SortedMap<String, Object> document = new TreeMap<>(members);
        document.put("kind", kind);
        document.put("format", FORMAT);
        try {
            return StrictUtf8.encode("A text of " + kind, MAPPER.writeValueAsString(document));
        } catch (JsonProcessingException unwritable) {
            throw new IllegalArgumentException("A value of " + kind + " has no JSON form", unwritable);
        }
    }

    /** Reads a document of a kind and checks its format. */
    static JsonFields read(String file, String kind, byte[] bytes) {
        JsonNode node = parse(file, bytes);
        JsonFields fields = new JsonFields(file, node);
        String found = fields.text("kind");
        if (!found.equals(kind)) {
            throw new ArtifactCorrupt(file, "a document of kind " + kind, "another kind");
        }
        requireFormat(file, fields.integer("format", Long.MIN_VALUE, Long.MAX_VALUE), FORMAT);
        return fields;
    }

    /** Parses any JSON object without reading more into it. */
    static JsonNode parse(String file, byte[] bytes) {
        try {
            JsonNode node = MAPPER.readTree(StrictUtf8.decode(bytes, 0, bytes.length));
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (IOException broken) {
            // The parser's message may quote the content; say less.
            throw new ArtifactCorrupt(file, "a JSON object", "text that does not parse");
        }
        throw new ArtifactCorrupt(file, "a JSON object", "another JSON value");
    }

    /** Accepts exactly one format; formats start at 1. */
    static void requireFormat(String file, long format, long known) {
        if (format > known) {
            throw new FormatTooNew(file, format, known);
        }
        if (format < known) {
            throw new FormatTooOld(file, format, known);
        }
    }
}
