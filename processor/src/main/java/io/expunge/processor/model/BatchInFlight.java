/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

/**
 * The batch a job works on; its requests are rows of their own.
 *
 * @param batchId SHA-256 over everything the job's result depends on
 * @param kind what it serves
 * @param method unlearning method
 * @param size number of rows; a rollback and a repair have none
 */
public record BatchInFlight(String batchId, Kind kind, String method, int size) {
    /** What a batch can serve. */
    public enum Kind {
        /** Deletion requests. */
        REQUESTS,
        /** One registration. */
        REGISTRATION,
        /** An operator's order, which stands in the model's state. */
        ROLLBACK,
        /** What a failed verdict asks for, which stands there too. */
        REPAIR
    }
}
