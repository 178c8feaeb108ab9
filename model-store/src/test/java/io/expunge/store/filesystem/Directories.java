/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.filesystem;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Directories for stores, under {@code target} so that cleaning the build removes them. */
final class Directories {

    private Directories() {}

    static Path fresh() {
        try {
            Path parent = Files.createDirectories(Path.of("target", "test-stores"));
            return Files.createTempDirectory(parent, "store");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static List<Path> filesUnder(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
