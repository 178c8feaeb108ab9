/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.expunge.processor.json.EventJson;
import io.expunge.processor.json.StrictJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Audit records as JSON, with the field names of the event. Stateless. */
public final class AuditEntryJson {
    private AuditEntryJson() {}

    /** A record as a tree. */
    public static ObjectNode write(AuditEntry entry) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("modelId", entry.modelId());
        object.put("sequence", entry.sequence());
        object.put("kind", entry.kind());
        object.put("recordedAt", entry.time().toString());
        object.set("facts", EventJson.node(entry.facts()));
        object.put("previousHash", entry.previousHash());
        object.put("hash", entry.hash());
        return object;
    }

    /** Reads a record; empty if the tree is not exactly what {@link #write} makes, so that no change goes unnoticed. */
    public static Optional<AuditEntry> read(JsonNode node) {
        try {
            SortedMap<String, String> facts = new TreeMap<>();
            node.path("facts")
                    .properties()
                    .forEach(fact -> facts.put(fact.getKey(), fact.getValue().asText()));
            AuditEntry entry = new AuditEntry(
                    node.path("modelId").asText(),
                    node.path("sequence").asLong(),
                    node.path("kind").asText(),
                    Instant.parse(node.path("recordedAt").asText()).toEpochMilli(),
                    facts,
                    node.path("previousHash").asText(),
                    node.path("hash").asText());
            return Optional.of(entry)
                    .filter(read -> StrictJson.line(write(read)).equals(StrictJson.line(node)));
        } catch (DateTimeException | ArithmeticException notATime) {
            return Optional.empty();
        }
    }
}
