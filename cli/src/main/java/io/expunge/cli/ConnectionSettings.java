/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.schemas.SensitiveSettings;
import io.expunge.schemas.Topics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything needed to reach one installation.
 *
 * @param bootstrapServers Kafka's {@code bootstrap.servers}
 * @param registryUrls base URLs of the schema registry's nodes
 * @param topics the topic names
 * @param client further properties for every Kafka client
 * @param registry further properties for the registry client
 */
record ConnectionSettings(
        String bootstrapServers,
        List<String> registryUrls,
        Topics topics,
        Map<String, String> client,
        Map<String, String> registry) {
    /** Settings of the service, which may stand in the same file. */
    private static final String SERVICE_PREFIX = "expunge.";

    private static final String REGISTRY_PREFIX = "schema.registry.";

    ConnectionSettings {
        registryUrls = List.copyOf(registryUrls);
        client = Map.copyOf(client);
        registry = Map.copyOf(registry);
    }

    /** Splits a properties file into what the Kafka clients get and what the registry client gets. */
    static ConnectionSettings of(
            String bootstrapServers, List<String> registryUrls, Topics topics, Map<String, String> properties) {
        Map<String, String> client = new LinkedHashMap<>();
        Map<String, String> registry = new LinkedHashMap<>();
        properties.forEach((key, value) -> {
            if (key.startsWith(REGISTRY_PREFIX)) {
                // The client wants TLS settings with the prefix and all others without it.
                registry.put(key, value);
                registry.put(key.substring(REGISTRY_PREFIX.length()), value);
            } else if (key.startsWith("basic.auth.") || key.startsWith("bearer.auth.")) {
                registry.put(key, value);
            } else if (!key.startsWith(SERVICE_PREFIX)) {
                client.put(key, value);
            }
        });
        registry.remove("url");
        registry.remove(REGISTRY_PREFIX + "url");
        client.remove("bootstrap.servers");
        return new ConnectionSettings(bootstrapServers, registryUrls, topics, client, registry);
    }

    /** Without the values of passwords, tokens and logins. */
    @Override
    public String toString() {
        return "ConnectionSettings[" + bootstrapServers + ", "
                + SensitiveSettings.withoutUserInfo(String.join(",", registryUrls)) + ", " + topics + ", client "
                + SensitiveSettings.text(client) + ", registry " + SensitiveSettings.text(registry) + "]";
    }
}
