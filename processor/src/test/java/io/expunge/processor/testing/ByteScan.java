/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Looks for bytes in every file under a directory, whatever its name and format, as it is when asked. */
public final class ByteScan {
    private final Path root;
    private final Predicate<Path> chosen;

    private ByteScan(Path root, Predicate<Path> chosen) {
        this.root = root;
        this.chosen = chosen;
    }

    public static ByteScan of(Path root, Predicate<Path> chosen) {
        return new ByteScan(root, chosen);
    }

    /** The files that hold a sequence of bytes. */
    public List<Path> filesWith(byte[] wanted) throws IOException {
        // One character a byte, so that the search of strings finds bytes.
        String pattern = new String(wanted, StandardCharsets.ISO_8859_1);
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).filter(chosen).toList()) {
                if (read(file).contains(pattern)) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    private static String read(Path file) throws IOException {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException gone) {
            return "";
        }
    }
}
