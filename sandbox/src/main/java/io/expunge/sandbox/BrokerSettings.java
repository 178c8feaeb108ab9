/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.sandbox;

import java.nio.file.Path;
import java.util.Map;

/**
 * What an embedded broker needs to know.
 *
 * @param directory where its data lives; created if missing
 * @param port where clients connect on 127.0.0.1; 0 takes a free one
 * @param overrides broker properties that win over the sandbox's own
 */
public record BrokerSettings(Path directory, int port, Map<String, String> overrides) {
    /** Copies the overrides. */
    public BrokerSettings {
        overrides = Map.copyOf(overrides);
    }

    /** A broker on a free port. */
    public static BrokerSettings in(Path directory) {
        return new BrokerSettings(directory, 0, Map.of());
    }
}
