/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** What programs read: events and results as JSON, one object a line. Times are ISO 8601 in UTC. Stateless. */
final class Json {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static ObjectNode object() {
        return NODES.objectNode();
    }

    static ArrayNode array() {
        return NODES.arrayNode();
    }

    /** An event with the field names of its schema. */
    static ObjectNode of(IndexedRecord event) {
        ObjectNode object = object();
        for (Schema.Field field : event.getSchema().getFields()) {
            object.set(field.name(), node(event.get(field.pos())));
        }
        return object;
    }

    /** One line, without a line end. */
    static String line(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a JSON tree could not be written", impossible);
        }
    }

    static JsonNode node(@Nullable Object value) {
        if (value == null) {
            return NODES.nullNode();
        }
        if (value instanceof IndexedRecord event) {
            return of(event);
        }
        if (value instanceof Collection<?> items) {
            ArrayNode array = array();
            items.forEach(item -> array.add(node(item)));
            return array;
        }
        if (value instanceof Map<?, ?> entries) {
            ObjectNode object = object();
            entries.forEach((key, item) -> object.set(String.valueOf(key), node(item)));
            return object;
        }
        return scalar(value);
    }

    // JSON knows no NaN and no infinity: absent is the honest rendering.
    private static JsonNode scalar(Object value) {
        if (value instanceof Integer || value instanceof Long) {
            return NODES.numberNode(((Number) value).longValue());
        }
        if (value instanceof Number number) {
            double real = number.doubleValue();
            return Double.isFinite(real) ? NODES.numberNode(real) : NODES.nullNode();
        }
        return value instanceof Boolean truth ? NODES.booleanNode(truth) : NODES.textNode(value.toString());
    }
}
