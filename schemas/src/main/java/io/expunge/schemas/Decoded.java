/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

/**
 * What became of some bytes: bad input is a value, so that a stream can branch on it.
 *
 * @param <T> the record type expected
 */
public sealed interface Decoded<T> {

    /**
     * The record.
     *
     * @throws MalformedRecordException if there is none
     */
    T orThrow();

    /**
     * A record, read with its writer's schema and resolved to the reader's.
     *
     * @param value the record
     * @param schemaId the id of the writer's schema
     */
    record Value<T>(T value, int schemaId) implements Decoded<T> {
        @Override
        public T orThrow() {
            return value;
        }
    }

    /**
     * No record.
     *
     * @param reason what is wrong with the bytes
     */
    record Malformed<T>(MalformedRecordException reason) implements Decoded<T> {
        @Override
        public T orThrow() {
            throw reason;
        }
    }
}
