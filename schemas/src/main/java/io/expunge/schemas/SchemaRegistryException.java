/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import org.jspecify.annotations.Nullable;

/** A schema registry did not do what was asked; the subclasses say whether data, a contract or the registry is at fault. */
public abstract sealed class SchemaRegistryException extends RuntimeException
        permits SchemaNotFoundException, IncompatibleSchemaException, RegistryUnavailableException {
    private static final long serialVersionUID = 1L;

    SchemaRegistryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
