/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.processor.audit.AuditEntry;
import io.expunge.processor.audit.Checkpoint;
import io.expunge.processor.service.ProcessorConfiguration;
import io.expunge.store.ModelStore;
import io.expunge.store.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
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

    /**
     * The key. Never makes one: a signature with a key that signed no checkpoint would prove nothing, and the service would
     * sign with it from then on.
     */
    SigningKey key(ConnectionOptions connection, Optional<ModelStore> store) {
        return find(connection, store).orElseThrow(() -> missing(connection, store));
    }

    /** The key, if there is one. */
    Optional<SigningKey> find(ConnectionOptions connection, Optional<ModelStore> store) {
        return file.map(SigningOptions::read)
                .or(() -> configured(connection.fileProperties()))
                .or(() -> store.flatMap(open -> open.signingKeys().find()));
    }

    private static CommandFailure missing(ConnectionOptions connection, Optional<ModelStore> store) {
        String what = connection.store()
                + (store.isEmpty()
                        ? " is no model store."
                        : " keeps no signing key; the service makes one when it starts.");
        return new CommandFailure(
                ExitCode.BAD_INPUT,
                "there is no key to sign with: " + what
                        + " Name the store of the service with --store or --home, its settings with --properties, or its key"
                        + " with --key.");
    }

    /**
     * Refuses a key that was found and is not the one that the service signs with. One that was named with --key is taken:
     * whoever names it knows whose it is, and the check of the evidence says that the keys differ.
     *
     * @param audit the model's chain
     */
    void check(SigningKey key, List<AuditEntry> audit) {
        Optional<String> newest = audit.stream()
                .flatMap(entry -> Checkpoint.of(entry).stream())
                .reduce((earlier, later) -> later)
                .map(checkpoint -> checkpoint.key().id());
        String found = key.publicKey().id();
        if (file.isEmpty() && newest.filter(id -> !id.equals(found)).isPresent()) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "the key found here is " + found
                            + ", and the newest checkpoint of the audit log is signed with key "
                            + newest.get()
                            + ". Name the store or the settings of the service that signs it with --store"
                            + " or --properties, or a key with --key.");
        }
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
