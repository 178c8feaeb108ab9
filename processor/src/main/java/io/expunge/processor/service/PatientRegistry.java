/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.service;

import io.expunge.schemas.CompatibilityLevel;
import io.expunge.schemas.RegistryUnavailableException;
import io.expunge.schemas.SchemaRegistry;
import java.time.Duration;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Asks a registry that does not answer again for a while, so that a short outage passes unnoticed; then gives up, which
 * stops the instance before a good request could be taken for a bad one. Thread-safe.
 */
final class PatientRegistry implements SchemaRegistry {
    private final SchemaRegistry registry;
    private final Patience<RegistryUnavailableException> patience;

    PatientRegistry(SchemaRegistry registry, Duration patience) {
        this.registry = registry;
        this.patience = new Patience<>("schema registry", patience, RegistryUnavailableException.class);
    }

    @Override
    public Schema schemaById(int id) {
        return patience.ask(() -> registry.schemaById(id));
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
