/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.sandbox;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What an embedded broker needs to know.
 *
 * @param directory where its data lives; created if missing
 * @param port where clients connect on 127.0.0.1; 0 takes a free one
 * @param overrides broker properties that win over the sandbox's own
 * @param security who may come in; empty lets everybody on this machine do everything
 */
public record BrokerSettings(
        Path directory, int port, Map<String, String> overrides, Optional<BrokerSecurity> security) {
    /** Copies the overrides. */
    public BrokerSettings {
        overrides = Map.copyOf(overrides);
    }

    /** A broker that is open to everybody on this machine. */
    public BrokerSettings(Path directory, int port, Map<String, String> overrides) {
        this(directory, port, overrides, Optional.empty());
    }

    /** A broker on a free port. */
    public static BrokerSettings in(Path directory) {
        return new BrokerSettings(directory, 0, Map.of());
    }
}
