/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.sandbox;

import java.nio.file.Path;

/**
 * What a sandbox needs to know.
 *
 * @param directory where everything of it lives; created if missing
 * @param brokerPort where Kafka clients connect on 127.0.0.1; 0 takes a free one
 * @param registryPort where registry clients connect on 127.0.0.1; 0 takes a free one
 */
public record SandboxSettings(Path directory, int brokerPort, int registryPort) {

    /** A sandbox on free ports. */
    public static SandboxSettings in(Path directory) {
        return new SandboxSettings(directory, 0, 0);
    }
}
