/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaValidationException;

/**
 * The twin of a registry for tests and for runs without one: forgets everything when it is gone, but checks
 * compatibility for real. Ids start at 1. Subjects without a level of their own are {@code BACKWARD}. Thread-safe.
 */
public final class InMemorySchemaRegistry implements SchemaRegistry {
    private static final CompatibilityLevel DEFAULT_LEVEL = CompatibilityLevel.BACKWARD;

    private final List<Schema> schemas = new ArrayList<>();
    private final Map<String, List<Schema>> versions = new HashMap<>();
    private final Map<String, CompatibilityLevel> levels = new HashMap<>();

    @Override
    public synchronized int register(String subject, Schema schema) {
        List<Schema> existing = versions.getOrDefault(subject, List.of());
        if (!existing.contains(schema)) {
            requireCompatible(subject, schema);
            versions.computeIfAbsent(subject, unused -> new ArrayList<>()).add(schema);
        }
        return idFor(schema);
    }

    @Override
    public synchronized int idOf(String subject, Schema schema) {
        if (!versions.getOrDefault(subject, List.of()).contains(schema)) {
            throw new SchemaNotFoundException(
                    "subject '" + subject + "' has no version equal to schema " + schema.getFullName());
        }
        return idFor(schema);
    }

    @Override
    public synchronized Schema schemaById(int id) {
        if (id < 1 || id > schemas.size()) {
            throw new SchemaNotFoundException("no schema has the id " + id + " in this registry");
        }
        return schemas.get(id - 1);
    }

    @Override
    public synchronized void requireCompatibility(String subject, CompatibilityLevel level) {
        levels.put(subject, level);
    }

    @Override
    public synchronized Optional<CompatibilityLevel> compatibility(String subject) {
        return Optional.ofNullable(levels.get(subject));
    }

    @Override
    public synchronized boolean isCompatible(String subject, Schema schema) {
        try {
            requireCompatible(subject, schema);
            return true;
        } catch (IncompatibleSchemaException refused) {
            return false;
        }
    }

    @Override
    public void close() {}

    private int idFor(Schema schema) {
        int index = schemas.indexOf(schema);
        if (index >= 0) {
            return index + 1;
        }
        schemas.add(schema);
        return schemas.size();
    }

    private void requireCompatible(String subject, Schema schema) {
        CompatibilityLevel level = levels.getOrDefault(subject, DEFAULT_LEVEL);
        try {
            CompatibilityRules.check(level, schema, versions.getOrDefault(subject, List.of()));
        } catch (SchemaValidationException refused) {
            throw new IncompatibleSchemaException(subject, "not " + level + ": " + refused.getMessage(), refused);
        }
    }
}
