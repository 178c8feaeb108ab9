/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.sandbox;

import java.nio.file.Path;

/**
 * What an embedded registry needs to know.
 *
 * @param directory where its data and its log live; created if missing
 * @param port where clients connect on 127.0.0.1; 0 takes a free one
 */
public record RegistrySettings(Path directory, int port) {

    /** A registry on a free port. */
    public static RegistrySettings in(Path directory) {
        return new RegistrySettings(directory, 0);
    }
}
