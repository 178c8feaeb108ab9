/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.sandbox;

/**
 * Where a running sandbox is reached.
 *
 * @param bootstrapServers what Kafka clients put into {@code bootstrap.servers}
 * @param schemaRegistryUrl base URL of the registry's Confluent API
 * @param pid the process that holds the sandbox
 */
public record Endpoints(String bootstrapServers, String schemaRegistryUrl, long pid) {}
