/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.sandbox;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a sandbox needs to know.
 *
 * @param directory where everything of it lives; created if missing, for its owner only
 * @param brokerPort where Kafka clients connect on 127.0.0.1; 0 takes a free one
 * @param registryPort where registry clients connect on 127.0.0.1; 0 takes a free one
 * @param security who may come in to the broker; empty lets everybody on this machine do everything
 */
public record SandboxSettings(Path directory, int brokerPort, int registryPort, Optional<BrokerSecurity> security) {

    /** A sandbox that is open to everybody on this machine. */
    public SandboxSettings(Path directory, int brokerPort, int registryPort) {
        this(directory, brokerPort, registryPort, Optional.empty());
    }

    /** A sandbox on free ports. */
    public static SandboxSettings in(Path directory) {
        return new SandboxSettings(directory, 0, 0);
    }

    /** The same with a broker that asks for a login and denies what no rule allows; the registry stays open. */
    public SandboxSettings secured(BrokerSecurity security) {
        return new SandboxSettings(directory, brokerPort, registryPort, Optional.of(security));
    }
}
