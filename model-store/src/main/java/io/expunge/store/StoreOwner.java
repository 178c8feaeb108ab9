/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

/**
 * Whose topics a store belongs to. Two services on different topics that shared a store would purge each other's
 * artifacts and use each other's keys.
 *
 * @param cluster what the brokers call their cluster
 * @param topicPrefix what the names of the topics start with
 */
public record StoreOwner(String cluster, String topicPrefix) {

    @Override
    public String toString() {
        return "topics '" + topicPrefix + "*' of cluster " + cluster;
    }
}
