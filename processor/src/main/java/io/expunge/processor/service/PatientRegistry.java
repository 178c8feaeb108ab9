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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a registry that does not answer again for a while, so that a short outage passes unnoticed; then gives up, which
 * stops the instance before a good request could be taken for a bad one. Thread-safe.
 */
final class PatientRegistry implements SchemaRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(PatientRegistry.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final SchemaRegistry registry;
    private final Duration patience;

    PatientRegistry(SchemaRegistry registry, Duration patience) {
        this.registry = registry;
        this.patience = patience;
    }

    @Override
    public Schema schemaById(int id) {
        long giveUp = System.nanoTime() + patience.toNanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return registry.schemaById(id);
            } catch (RegistryUnavailableException unavailable) {
                if (System.nanoTime() + pause.toNanos() > giveUp) {
                    throw unavailable;
                }
                LOG.warn("waiting for the schema registry: {}", unavailable.getMessage());
                rest(pause, unavailable);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        }
    }

    private static void rest(Duration pause, RegistryUnavailableException unavailable) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unavailable;
        }
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
