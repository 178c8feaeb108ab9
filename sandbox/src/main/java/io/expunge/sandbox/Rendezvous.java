/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.sandbox;

import io.expunge.sandbox.SandboxException.Reason;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/**
 * The file by which other processes find a sandbox. It counts only while its owner holds the lock beside it, so one that
 * a killed process left behind deceives nobody. Stateless.
 */
final class Rendezvous {
    static final String LOCK = "sandbox.lock";
    private static final String FILE = "endpoints.properties";
    private static final String BOOTSTRAP = "bootstrap.servers";
    private static final String REGISTRY = "schema.registry.url";
    private static final String PID = "pid";

    private Rendezvous() {}

    static void write(Path directory, Endpoints endpoints) {
        Properties properties = new Properties();
        properties.setProperty(BOOTSTRAP, endpoints.bootstrapServers());
        properties.setProperty(REGISTRY, endpoints.schemaRegistryUrl());
        properties.setProperty(PID, String.valueOf(endpoints.pid()));
        StringWriter text = new StringWriter();
        Path draft = directory.resolve(FILE + ".tmp");
        try {
            properties.store(text, "Where this sandbox is reached; valid while " + LOCK + " is held.");
            Files.writeString(draft, text.toString(), StandardCharsets.UTF_8);
            Files.move(draft, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException refused) {
            throw new SandboxException(
                    Reason.DIRECTORY_UNUSABLE, "cannot write " + directory.resolve(FILE) + ": " + refused, refused);
        }
    }

    static void remove(Path directory) {
        try {
            Files.deleteIfExists(directory.resolve(FILE));
        } catch (IOException stays) {
            // Harmless: without the lock the file says nothing.
        }
    }

    static Optional<Endpoints> read(Path directory) {
        if (!DirectoryLock.isHeld(directory, LOCK)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(directory.resolve(FILE), StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException stillStarting) {
            return Optional.empty();
        }
        return endpoints(properties);
    }

    private static Optional<Endpoints> endpoints(Properties properties) {
        String bootstrap = properties.getProperty(BOOTSTRAP);
        String registry = properties.getProperty(REGISTRY);
        String pid = properties.getProperty(PID, "");
        return bootstrap == null || registry == null || !pid.matches("\\d{1,18}")
                ? Optional.empty()
                : Optional.of(new Endpoints(bootstrap, registry, Long.parseLong(pid)));
    }
}
