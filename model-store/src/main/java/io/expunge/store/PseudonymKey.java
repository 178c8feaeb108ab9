/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret of one model: an HMAC-SHA-256 key (RFC 2104). Once it is destroyed, pseudonyms left anywhere name nobody.
 * Immutable and thread safe. Its text form never shows the secret.
 */
public final class PseudonymKey {

    /** Bytes of a key. */
    public static final int BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] secret;

    private PseudonymKey(byte[] secret) {
        this.secret = secret;
    }

    /** Draws a new key. */
    public static PseudonymKey random() {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        return new PseudonymKey(secret);
    }

    /**
     * Takes a key that was kept; the array is copied.
     *
     * @throws IllegalArgumentException if it has not 32 bytes
     */
    public static PseudonymKey of(byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("A pseudonym key has 32 bytes; got " + secret.length);
        }
        return new PseudonymKey(secret.clone());
    }

    /** Returns a copy of the secret, for those who keep it and for nobody else. */
    public byte[] secret() {
        return secret.clone();
    }

    /**
     * Returns the pseudonym of an id. Ids are compared by their code points as they are: nothing is normalised, so
     * texts that only look alike have different pseudonyms.
     *
     * @throws IllegalArgumentException if the id holds an unpaired surrogate
     */
    public Pseudonym pseudonym(PseudonymDomain domain, String id) {
        byte[] name = StrictUtf8.encode("The id of a " + domain.label(), id);
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            mac.update(StrictUtf8.encode("The domain", domain.label()));
            // No label holds a zero byte, so (domain, id) to hashed bytes is one to one whatever the id.
            mac.update((byte) 0);
            ByteBuffer hash = ByteBuffer.wrap(mac.doFinal(name));
            return new Pseudonym(hash.getLong(), hash.getLong());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java platform must have HmacSHA256; this one has not", impossible);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PseudonymKey that && MessageDigest.isEqual(secret, that.secret);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(secret);
    }

    @Override
    public String toString() {
        return "PseudonymKey[secret]";
    }
}
