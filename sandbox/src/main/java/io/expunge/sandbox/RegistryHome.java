/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.sandbox;

import io.expunge.sandbox.SandboxException.Reason;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the registry's files are: the system property {@value #PROPERTY} if set, else a directory {@code apicurio} beside
 * this code, be it {@code sandbox/target/classes} or a jar: that is where the build unpacks them. Stateless.
 */
final class RegistryHome {
    /** Names the directory that holds the registry's runner jar and its {@code lib}. */
    static final String PROPERTY = "expunge.registry.home";

    private RegistryHome() {}

    /** The runner jar, whose manifest names all others. */
    static Path runnerJar() {
        Path home = Optional.ofNullable(System.getProperty(PROPERTY))
                .map(Path::of)
                .orElseGet(() -> ownCode().resolveSibling("apicurio"));
        return runnerIn(home)
                .orElseThrow(() -> new SandboxException(
                        Reason.REGISTRY_MISSING,
                        "no schema registry found in " + home + "; build the project with Maven, which unpacks it"
                                + " into sandbox/target/apicurio, or name the directory with -D" + PROPERTY));
    }

    /** Where this module's own classes are. */
    static Path ownCode() {
        CodeSource source = RegistryHome.class.getProtectionDomain().getCodeSource();
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("code location " + source.getLocation() + " is no URI", impossible);
        }
    }

    private static Optional<Path> runnerIn(Path directory) {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith("-runner.jar"))
                    .findFirst();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
