/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.upgrade;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.avro.Schema;

/**
 * What a service of an earlier release left behind when it was stopped.
 *
 * @param directory one of the folders under {@code kept} in the test resources
 */
record KeptState(Path directory) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A schema as the registry had it. */
    record KeptSchema(int id, String subject, Schema schema) {}

    static KeptState generation(int number) {
        try {
            return new KeptState(Path.of(
                    KeptState.class.getResource("/kept/generation-" + number).toURI()));
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** All records, each partition's in their order. */
    List<KeptRecord> records() throws IOException {
        return Files.readAllLines(directory.resolve("records.jsonl")).stream()
                .map(KeptRecord::parse)
                .toList();
    }

    /** Topics, and where each of their partitions ended. */
    SortedMap<String, List<Long>> topics() throws IOException {
        return JSON.readValue(
                directory.resolve("topics.json").toFile(), new TypeReference<TreeMap<String, List<Long>>>() {});
    }

    /** Puts one task's part of the local state into a directory. */
    void copyLocalState(Path target, String task) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(directory.resolve("state.zip")))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().contains("/" + task + "/")) {
                    Path copy = target.resolve(entry.getName());
                    Files.createDirectories(copy.getParent());
                    Files.copy(zip, copy);
                }
            }
        }
    }

    /** Schemas in the order they were registered in. */
    List<KeptSchema> schemas() throws IOException {
        return Files.readAllLines(directory.resolve("schemas.jsonl")).stream()
                .map(KeptState::schema)
                .toList();
    }

    private static KeptSchema schema(String line) {
        try {
            JsonNode fields = JSON.readTree(line);
            return new KeptSchema(
                    fields.get("id").asInt(),
                    fields.get("subject").asText(),
                    new Schema.Parser().parse(fields.get("schema").asText()));
        } catch (IOException damaged) {
            throw new AssertionError("a kept schema is no line of JSON", damaged);
        }
    }

    /** Bytes of values by name, in hexadecimal digits. */
    Map<String, String> values() throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : Files.readAllLines(directory.resolve("values.txt"))) {
            String[] parts = line.split(" ", 2);
            values.put(parts[0], parts[1]);
        }
        return values;
    }

    /** Copies the store to where it may be written. */
    void copyStore(Path target) throws IOException {
        Path store = directory.resolve("store");
        try (Stream<Path> paths = Files.walk(store)) {
            for (Path path : paths.toList()) {
                Path copy = target.resolve(store.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(path, copy);
                }
            }
        }
    }
}
