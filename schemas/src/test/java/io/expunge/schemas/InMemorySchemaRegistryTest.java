/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

class InMemorySchemaRegistryTest extends SchemaRegistryContract {
    private final SchemaRegistry registry = new InMemorySchemaRegistry();

    @Override
    protected SchemaRegistry registry() {
        return registry;
    }
}
