/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * An Ed25519 key (RFC 8032) that signs audit checkpoints and evidence. Signing is deterministic: the same message always has
 * the same signature. Never prints its secret. Immutable and thread safe.
 */
public final class SigningKey {

    /** Bytes of the secret from which both halves are made. */
    public static final int SEED_BYTES = 32;

    private static final String PEM_TYPE = "PRIVATE KEY";

    private final byte[] seed;
    private final PrivateKey secret;
    private final VerificationKey publicKey;

    private SigningKey(byte[] seed) {
        KeyPair pair = pair(seed);
        this.seed = seed.clone();
        this.secret = pair.getPrivate();
        this.publicKey = new VerificationKey(
                Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
        if (!Arrays.equals(seed, seedOf(secret))) {
            throw new IllegalStateException(
                    "This Java platform makes Ed25519 keys in a way that is not known; run" + " another one");
        }
    }

    /** Draws a new key. */
    public static SigningKey random() {
        byte[] seed = new byte[SEED_BYTES];
        new SecureRandom().nextBytes(seed);
        return new SigningKey(seed);
    }

    /**
     * Takes a key that was kept.
     *
     * @throws IllegalArgumentException if it has not 32 bytes
     */
    public static SigningKey of(byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("The secret of an Ed25519 key has 32 bytes; got " + seed.length);
        }
        return new SigningKey(seed);
    }

    /**
     * Reads a PEM file in PKCS#8, unencrypted, as {@code openssl genpkey -algorithm ed25519} writes it.
     *
     * @throws IllegalArgumentException if it holds no such key
     */
    public static SigningKey ofPem(String pem) {
        try {
            return of(seedOf(KeyFactory.getInstance(VerificationKey.ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(Pem.read(PEM_TYPE, pem)))));
        } catch (GeneralSecurityException wrong) {
            throw new IllegalArgumentException("Its private key is no Ed25519 key in PKCS#8", wrong);
        }
    }

    /** Returns a copy of the secret, for those who keep it and for nobody else. */
    public byte[] seed() {
        return seed.clone();
    }

    /** Returns what others check signatures with. */
    public VerificationKey publicKey() {
        return publicKey;
    }

    /** Signs a message; base64 of 64 bytes. */
    public String sign(byte[] message) {
        try {
            Signature signer = Signature.getInstance(VerificationKey.ALGORITHM);
            signer.initSign(secret);
            signer.update(message);
            return Base64.getEncoder().encodeToString(signer.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("An Ed25519 key that was just read cannot sign", impossible);
        }
    }

    private static byte[] seedOf(PrivateKey key) {
        return ((EdECPrivateKey) key).getBytes().orElseThrow();
    }

    /** The platform derives a public key only when it makes a pair, so it is given the secret as its randomness. */
    private static KeyPair pair(byte[] seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(VerificationKey.ALGORITHM);
            generator.initialize(NamedParameterSpec.ED25519, new Fixed(seed));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java 17 platform has Ed25519; this one has not", impossible);
        }
    }

    /** Not random at all. */
    private static final class Fixed extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final byte[] bytes;

        Fixed(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        @Override
        public void nextBytes(byte[] target) {
            System.arraycopy(bytes, 0, target, 0, target.length);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SigningKey that && MessageDigest.isEqual(seed, that.seed);
    }

    @Override
    public int hashCode() {
        return publicKey.hashCode();
    }

    @Override
    public String toString() {
        return "SigningKey[" + publicKey.id() + "]";
    }
}
