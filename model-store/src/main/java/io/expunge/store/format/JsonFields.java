/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.expunge.store.ContentHash;
import io.expunge.store.ModelStoreException.ArtifactCorrupt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object that came from a file: each is what the caller asks for, or the file is corrupt.
 *
 * @param file the file, for messages
 * @param node the object
 */
record JsonFields(String file, JsonNode node) {

    String text(String name) {
        return textOf(name, node.get(name));
    }

    Optional<String> optionalText(String name) {
        return node.has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    Optional<JsonFields> optionalObject(String name) {
        return node.has(name) ? Optional.of(object(name)) : Optional.empty();
    }

    long integer(String name, long least, long greatest) {
        JsonNode value = node.get(name);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
            throw corrupt("a whole number as " + name);
        }
        long number = value.longValue();
        if (number < least || number > greatest) {
            throw corrupt("a number from " + least + " to " + greatest + " as " + name);
        }
        return number;
    }

    int count(String name) {
        return (int) integer(name, 0, Integer.MAX_VALUE);
    }

    ContentHash hash(String name) {
        return parsed(text(name), ContentHash::new, "a content hash as " + name);
    }

    List<String> texts(String name) {
        return list(name, (fields, element) -> fields.textOf("an element of " + name, element));
    }

    List<String> optionalTexts(String name) {
        return node.has(name) ? texts(name) : List.of();
    }

    List<JsonFields> objects(String name) {
        return list(name, JsonFields::object);
    }

    JsonFields object(String name) {
        return object(node.get(name));
    }

    SortedMap<String, String> textMap() {
        return map((name, value) -> textOf("a member", value));
    }

    SortedMap<String, Double> numberMap() {
        return map((name, value) -> {
            if (!value.isNumber()) {
                throw corrupt("only numbers");
            }
            return value.doubleValue();
        });
    }

    SortedMap<String, JsonFields> objectMap() {
        return map((name, value) -> object(value));
    }

    /** Turns a text into a value, and a refusal of the value's own rules into a corrupt file. */
    <T> T parsed(String text, java.util.function.Function<String, T> parser, String expected) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException refused) {
            throw corrupt(expected);
        }
    }

    ArtifactCorrupt corrupt(String expected) {
        return new ArtifactCorrupt(file, expected, "something else");
    }

    private JsonFields object(@Nullable JsonNode value) {
        if (value == null || !value.isObject()) {
            throw corrupt("an object where it is due");
        }
        return new JsonFields(file, value);
    }

    private String textOf(String name, @Nullable JsonNode value) {
        if (value == null || !value.isTextual()) {
            throw corrupt("a text as " + name);
        }
        return value.textValue();
    }

    private <T> List<T> list(String name, BiFunction<JsonFields, JsonNode, T> reader) {
        JsonNode array = node.get(name);
        if (array == null || !array.isArray()) {
            throw corrupt("a list as " + name);
        }
        List<T> values = new ArrayList<>(array.size());
        array.forEach(element -> values.add(reader.apply(this, element)));
        return List.copyOf(values);
    }

    private <T> SortedMap<String, T> map(BiFunction<String, JsonNode, T> reader) {
        SortedMap<String, T> values = new TreeMap<>();
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            values.put(member.getKey(), reader.apply(member.getKey(), member.getValue()));
        }
        return values;
    }
}
