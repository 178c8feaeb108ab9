/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class InMemorySchemaRegistryTest extends SchemaRegistryContract {
    private final SchemaRegistry registry = new InMemorySchemaRegistry();

    @Override
    protected SchemaRegistry registry() {
        return registry;
    }

    // Not in the contract: Apicurio falls back to its global level where a subject says NONE.
    @Test
    void noneAcceptsAnything() {
        registry.register("s", Schema.create(Schema.Type.INT));
        registry.requireCompatibility("s", CompatibilityLevel.NONE);
        assertThat(registry.isCompatible("s", Schema.create(Schema.Type.BYTES))).isTrue();
        registry.register("s", Schema.create(Schema.Type.BYTES));
    }
}
