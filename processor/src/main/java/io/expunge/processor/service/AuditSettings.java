/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.service;

import io.expunge.processor.audit.CheckpointSigner;
import io.expunge.store.SigningKey;
import io.expunge.store.SigningKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How audit chains are signed.
 *
 * @param signingKey PEM file of the key, in PKCS#8; empty for the key that the model store makes and keeps
 * @param checkpointEvery how many audit records at most stand between two signed checkpoints
 */
public record AuditSettings(Optional<Path> signingKey, int checkpointEvery) {

    /**
     * What signs.
     *
     * @param stored the store's key, for who brings none
     * @throws ConfigurationException if the file cannot be read or holds no key
     */
    public CheckpointSigner signer(SigningKeys stored) {
        return new CheckpointSigner(key().orElseGet(stored::getOrCreate), checkpointEvery);
    }

    /**
     * The key that was brought.
     *
     * @throws ConfigurationException if the file cannot be read or holds no key
     */
    public Optional<SigningKey> key() {
        return signingKey.map(AuditSettings::read);
    }

    private static SigningKey read(Path file) {
        try {
            return SigningKey.ofPem(Files.readString(file));
        } catch (IOException | IllegalArgumentException wrong) {
            String why = wrong instanceof IOException ? "it cannot be read" : String.valueOf(wrong.getMessage());
            throw new ConfigurationException("setting expunge.audit.signing-key names " + file + ": " + why
                    + "; make one with 'openssl genpkey -algorithm ed25519 -out FILE', readable by the service alone");
        }
    }
}
