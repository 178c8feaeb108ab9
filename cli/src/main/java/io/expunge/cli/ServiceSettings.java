/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.processor.service.ObjectStoreSettings;
import io.expunge.processor.service.ProcessorConfiguration;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The service's configuration as a command line and a properties file give it. Stateless. */
final class ServiceSettings {
    private static final String PREFIX = "expunge.";

    private ServiceSettings() {}

    /**
     * The configuration of a service that runs under a home directory.
     *
     * @throws io.expunge.processor.service.ConfigurationException naming a setting that is unknown or wrong
     */
    static ProcessorConfiguration of(Path home, Map<String, String> file, ConnectionSettings settings) {
        Map<String, String> changes = new HashMap<>();
        changes.put("expunge.state-directory", home.resolve("state").toString());
        changes.putAll(ofService(file));
        changes.putAll(settings.client());
        changes.put("expunge.topic-prefix", settings.topics().prefix());
        changes.put("bootstrap.servers", settings.bootstrapServers());
        return ProcessorConfiguration.of(changes);
    }

    /**
     * Reads the settings before anything is started for them.
     *
     * @throws io.expunge.processor.service.ConfigurationException naming a setting that is unknown or wrong
     */
    static void check(Map<String, String> file) {
        ProcessorConfiguration.of(ofService(file));
    }

    /**
     * How an object store is reached.
     *
     * @throws io.expunge.processor.service.ConfigurationException naming a setting that is unknown or wrong
     */
    static ObjectStoreSettings objectStore(Map<String, String> file) {
        return ProcessorConfiguration.of(ofService(file)).objectStore();
    }

    private static Map<String, String> ofService(Map<String, String> file) {
        Map<String, String> settings = new HashMap<>();
        file.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                settings.put(key, value);
            }
        });
        return settings;
    }
}
