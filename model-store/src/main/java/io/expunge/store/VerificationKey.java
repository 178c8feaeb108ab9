/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * The public half of a {@link SigningKey}: whoever has it can check what was signed. Immutable and thread safe.
 *
 * @param encoded base64 of the key's X.509 form (RFC 8410, SubjectPublicKeyInfo), as between the lines of a PEM file
 */
public record VerificationKey(String encoded) {
    static final String ALGORITHM = "Ed25519";

    private static final String PEM_TYPE = "PUBLIC KEY";
    private static final int SIGNATURE_BYTES = 64;

    /** @throws IllegalArgumentException if it is no Ed25519 public key in the one form that is written */
    public VerificationKey {
        byte[] bytes = Base64.getDecoder().decode(encoded);
        if (!Base64.getEncoder().encodeToString(bytes).equals(encoded)) {
            throw new IllegalArgumentException("A public key has one base64 form; this is another");
        }
        read(bytes);
    }

    /**
     * Reads a PEM file.
     *
     * @throws IllegalArgumentException if it holds no Ed25519 public key
     */
    public static VerificationKey ofPem(String pem) {
        return new VerificationKey(Base64.getEncoder().encodeToString(Pem.read(PEM_TYPE, pem)));
    }

    /** Returns the PEM file. */
    public String pem() {
        return Pem.write(PEM_TYPE, bytes());
    }

    /** Returns the name of this key: the SHA-256 of its X.509 form, 64 hexadecimal digits. */
    public String id() {
        return ContentHash.of(bytes()).hex();
    }

    /**
     * Returns whether the private half of this key signed a message.
     *
     * @param signature base64 of 64 bytes; anything else is no signature
     */
    public boolean verifies(byte[] message, String signature) {
        try {
            byte[] bytes = Base64.getDecoder().decode(signature);
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(read(bytes()));
            verifier.update(message);
            // Two texts for the same bytes, or zeros behind them, which Java 17 takes, would let a character change
            // unnoticed.
            return bytes.length == SIGNATURE_BYTES
                    && Base64.getEncoder().encodeToString(bytes).equals(signature)
                    && verifier.verify(bytes);
        } catch (GeneralSecurityException | IllegalArgumentException noSignature) {
            return false;
        }
    }

    private byte[] bytes() {
        return Base64.getDecoder().decode(encoded);
    }

    private static PublicKey read(byte[] encoded) {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException wrong) {
            throw new IllegalArgumentException("This is no Ed25519 public key in X.509 form", wrong);
        }
    }
}
