/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.perturbation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class KeyedBitsTest {
    private static final byte[] SECRET = new byte[32];

    private static long[] first(byte[] secret, String... purpose) {
        KeyedBits bits = KeyedBits.of(secret, List.of(purpose));
        return LongStream.generate(bits::next).limit(5000).toArray();
    }

    @Test
    void theSamePurposeGetsTheSameBits() {
        assertThat(first(SECRET, "model", "batch", "base")).isEqualTo(first(SECRET, "model", "batch", "base"));
    }

    @Test
    void anotherSecretPurposeOrCutGetsOthers() {
        byte[] other = SECRET.clone();
        other[31] = 1;
        long[] one = first(SECRET, "model", "batch", "base");
        for (long[] another : List.of(
                first(other, "model", "batch", "base"),
                first(SECRET, "model", "batch", "case"),
                first(SECRET, "modelb", "atch", "base"),
                first(SECRET, "model", "batch", "base", ""))) {
            assertThat(Arrays.stream(another).limit(4).toArray())
                    .doesNotContain(Arrays.stream(one).limit(4).toArray());
        }
    }

    @Test
    void lotsFollowOneAnotherWithoutRepeating() {
        assertThat(Arrays.stream(first(SECRET, "a")).distinct().count()).isEqualTo(5000);
    }

    /** AES-256 in counter mode from zero under HMAC-SHA256(0³², 00000001 ‖ "a"); computed with OpenSSL. */
    @Test
    void theBitsAreThoseOfTheStandards() {
        assertThat(Arrays.stream(first(SECRET, "a")).limit(4).toArray()).containsExactly(KNOWN);
    }

    private static final long[] KNOWN = {
        0xf0e897208335b2acL, 0x60ec1aedf1352cefL, 0x5e6efc94dd039659L, 0xd72bf4e82e6b7e9dL
    };

    @Test
    void aShortSecretIsRefused() {
        assertThatThrownBy(() -> KeyedBits.of(new byte[16], List.of("a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("32 bytes");
    }
}
