/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.processor.service.ProcessorConfiguration;
import io.expunge.store.ModelStore;
import io.expunge.store.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** With which key to sign: the one named, the service's own setting, or the one the model store keeps. */
final class SigningOptions {
    private static final String SETTING = "expunge.audit.signing-key";

    @Option(
            names = "--key",
            paramLabel = "FILE",
            showDefaultValue = Visibility.NEVER,
            description = "A PEM file with the Ed25519 private key. Default: " + SETTING
                    + " in --properties, else the key that the model store keeps.")
    private Optional<Path> file = Optional.empty();

    /** The key; of a store that has none yet, a new one. */
    SigningKey key(ConnectionOptions connection, Optional<ModelStore> store) {
        return file.map(SigningOptions::read)
                .or(() -> configured(connection.fileProperties()))
                .or(() -> store.map(open -> open.signingKeys().getOrCreate()))
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.BAD_INPUT,
                        "there is no key to sign with: " + connection.store()
                                + " is no model store. Name it with --store or --home, or a key with --key."));
    }

    private static Optional<SigningKey> configured(Map<String, String> properties) {
        Map<String, String> changes = new HashMap<>();
        Optional.ofNullable(properties.get(SETTING)).ifPresent(value -> changes.put(SETTING, value));
        return ProcessorConfiguration.of(changes).audit().key();
    }

    private static SigningKey read(Path path) {
        try {
            return SigningKey.ofPem(Files.readString(path));
        } catch (IOException missing) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT, "--key: " + path + " cannot be read; check the path.", missing);
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "--key: " + path
                            + " holds no Ed25519 private key in PKCS#8; make one with 'openssl genpkey -algorithm"
                            + " ed25519'.",
                    wrong);
        }
    }
}
