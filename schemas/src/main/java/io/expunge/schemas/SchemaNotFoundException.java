/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

/**
 * The registry answered, and knows no usable schema of this id or under this subject. A record that names such an id is
 * poison: waiting will not help it.
 */
public final class SchemaNotFoundException extends SchemaRegistryException {
    private static final long serialVersionUID = 1L;

    public SchemaNotFoundException(String message) {
        super(message, null);
    }

    public SchemaNotFoundException(String message, Throwable cause) {
        super(message, cause);
    }
}
