/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.perturbation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Bits that look fair to whoever lacks a secret, and are the same each time for whoever has it: AES-256 in counter mode
 * (NIST SP 800-38A) under a key of its own for every purpose, HMAC-SHA256 of the purpose's parts under the secret. A job that
 * is done again draws the same noise; nobody without the secret can subtract it. Not thread-safe.
 */
public final class KeyedBits implements RandomBits {
    private static final int SECRET_BYTES = 32;
    private static final int LOT = 1 << 13;

    private final Cipher cipher;
    private final byte[] zeros = new byte[LOT];
    private ByteBuffer lot = ByteBuffer.allocate(0);

    private KeyedBits(Cipher cipher) {
        this.cipher = cipher;
    }

    /**
     * @param secret 32 bytes that nobody else has; never stored with what it made noise for
     * @param purpose what the bits are for, such as model, batch id and base hash; other parts give other bits, and so does
     *     the same text cut into other parts
     * @throws IllegalArgumentException if the secret is not 32 bytes long
     */
    public static KeyedBits of(byte[] secret, List<String> purpose) {
        if (secret.length != SECRET_BYTES) {
            throw new IllegalArgumentException("the secret must have " + SECRET_BYTES + " bytes, not " + secret.length);
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            for (String part : purpose) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                mac.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
                mac.update(bytes);
            }
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE, new SecretKeySpec(mac.doFinal(), "AES"), new IvParameterSpec(new byte[16]));
            return new KeyedBits(cipher);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has AES and HMAC-SHA256", missing);
        }
    }

    @Override
    public long next() {
        if (!lot.hasRemaining()) {
            lot = ByteBuffer.wrap(cipher.update(zeros));
        }
        return lot.getLong();
    }
}
