/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

/**
 * Identity of a request, and the key of its status.
 *
 * @param modelId the model asked to forget
 * @param requestId the request's id
 */
record RequestKey(String modelId, String requestId) {

    /** The key under which the status topic keeps it. */
    String text() {
        return modelId + "/" + requestId;
    }

    /** The partition that Kafka's default partitioner puts the key into. */
    int partition(int partitions) {
        return ModelPartition.of(text(), partitions);
    }
}
