/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.fault;

/** Where a {@link Site} stands: a broker and a registry that stay at the same addresses while they are taken away. */
interface Footing {
    /** The brokers, as clients are told. */
    String bootstrapServers();

    /** The registry's Confluent API. */
    String registryUrl();
}
