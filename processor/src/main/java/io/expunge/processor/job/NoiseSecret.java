/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.unlearning.perturbation.KeyedBits;
import io.expunge.unlearning.perturbation.RandomBits;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What noise is made from. Whoever has it can subtract the noise of every release, so it never lies with the models; and a job
 * that is done again draws the same noise, so that nobody sees two drawings for the same weights. Immutable.
 */
public final class NoiseSecret {
    private static final Pattern TEXT = Pattern.compile("[0-9a-fA-F]{64}");

    private final byte[] secret;

    private NoiseSecret(byte[] secret) {
        this.secret = secret;
    }

    /**
     * @param text 64 hexadecimal digits
     * @throws IllegalArgumentException if it is anything else; the text is not repeated
     */
    public static NoiseSecret ofHex(String text) {
        String digits = text.strip();
        if (!TEXT.matcher(digits).matches()) {
            throw new IllegalArgumentException(
                    "the noise secret must be 64 hexadecimal digits, which " + digits.length() + " characters are not");
        }
        return new NoiseSecret(HexFormat.of().parseHex(digits));
    }

    /**
     * Bits for one release: the same for the same weights of a model on the same terms, unrelated for any others. Not for a batch: a
     * retry of one that was refused comes to the very same release.
     *
     * @param weights their hash
     */
    RandomBits bits(String modelId, ReleaseTerms terms, String weights) {
        return KeyedBits.of(secret, List.of("release", modelId, terms.text(), weights));
    }

    @Override
    public String toString() {
        return "NoiseSecret";
    }
}
