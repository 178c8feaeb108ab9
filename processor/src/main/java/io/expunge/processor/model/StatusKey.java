/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

/** The key of the request-status topic; a reader that knows it knows the partition. */
public final class StatusKey {
    private StatusKey() {}

    /** Unambiguous because a request id is a UUID and holds no slash. */
    public static String of(String modelId, String requestId) {
        return modelId + "/" + requestId;
    }
}
