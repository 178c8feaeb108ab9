/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.testing;

import io.expunge.schemas.CompatibilityLevel;
import io.expunge.schemas.InMemorySchemaRegistry;
import io.expunge.schemas.RegistryUnavailableException;
import io.expunge.schemas.SchemaRegistry;
import java.util.Optional;
import org.apache.avro.Schema;

/** A registry in memory that does not answer its next questions for a schema, as often as it is told. */
public final class SwitchableRegistry implements SchemaRegistry {
    private final SchemaRegistry registry = new InMemorySchemaRegistry();
    private int failures;
    private int asked;

    /** Fails this many times from now on. */
    public void failNext(int times) {
        failures = times;
    }

    /** How often a schema was asked for by its id. */
    public int asked() {
        return asked;
    }

    @Override
    public Schema schemaById(int id) {
        asked++;
        if (failures > 0) {
            failures--;
            throw new RegistryUnavailableException("the registry at http://localhost:1 does not answer");
        }
        return registry.schemaById(id);
    }

    @Override
    public int register(String subject, Schema schema) {
        return registry.register(subject, schema);
    }

    @Override
    public int idOf(String subject, Schema schema) {
        return registry.idOf(subject, schema);
    }

    @Override
    public void requireCompatibility(String subject, CompatibilityLevel level) {
        registry.requireCompatibility(subject, level);
    }

    @Override
    public Optional<CompatibilityLevel> compatibility(String subject) {
        return registry.compatibility(subject);
    }

    @Override
    public boolean isCompatible(String subject, Schema schema) {
        return registry.isCompatible(subject, schema);
    }

    @Override
    public void close() {
        registry.close();
    }
}
