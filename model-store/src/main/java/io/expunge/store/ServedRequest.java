/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

/**
 * One deletion request that an artifact serves.
 *
 * @param requestId        the request
 * @param documentsRemoved how many documents it came to when it was resolved, from 0
 */
public record ServedRequest(String requestId, int documentsRemoved) {

    /** @throws IllegalArgumentException if the count is negative */
    public ServedRequest {
        if (documentsRemoved < 0) {
            throw new IllegalArgumentException("A request cannot have removed " + documentsRemoved + " documents");
        }
    }
}
