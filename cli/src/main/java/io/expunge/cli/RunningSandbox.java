/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The embedded broker and registry that another process runs.
 *
 * @param bootstrapServers where the broker listens
 * @param registryUrl the registry's base URL
 */
record RunningSandbox(String bootstrapServers, String registryUrl) {

    /** Finds a running one by its rendezvous file. */
    static Optional<RunningSandbox> find(Path directory) {
        return Optional.empty();
    }
}
