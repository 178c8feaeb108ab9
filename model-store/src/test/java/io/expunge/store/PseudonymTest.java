/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PseudonymTest {

    private static final PseudonymKey KEY = PseudonymKey.of(
            HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"));

    /** Python: hmac.new(bytes(range(32)), b"document\0doc-1", "sha256").hexdigest()[:32], and so on. */
    @Test
    void pseudonymsAreWhatAnotherLanguageComputes() {
        assertThat(KEY.pseudonym(PseudonymDomain.DOCUMENT, "doc-1")).hasToString("8fd4fbfd4ef91574bed56c17627e71f0");
        assertThat(KEY.pseudonym(PseudonymDomain.SUBJECT, "doc-1")).hasToString("70b900c628118edc00817a8727d20051");
        assertThat(KEY.pseudonym(PseudonymDomain.CLASS, "日本")).hasToString("3b58c89ea373804ecb44e90404bbbbcf");
    }

    @Property(seed = Seeds.PROPERTY, tries = 200)
    void theTextFormIsExactAndKeepsTheOrder(
            @ForAll long high, @ForAll long low, @ForAll long otherHigh, @ForAll long otherLow) {
        Pseudonym one = new Pseudonym(high, low);
        Pseudonym other = new Pseudonym(otherHigh, otherLow);
        assertThat(Pseudonym.parse(one.toString())).isEqualTo(one);
        assertThat(Integer.signum(one.compareTo(other)))
                .isEqualTo(Integer.signum(one.toString().compareTo(other.toString())));
    }

    @Test
    void keysAndDomainsSeparate() {
        Pseudonym pseudonym = KEY.pseudonym(PseudonymDomain.DOCUMENT, "a");
        assertThat(PseudonymKey.random().pseudonym(PseudonymDomain.DOCUMENT, "a"))
                .isNotEqualTo(pseudonym);
        assertThat(KEY.pseudonym(PseudonymDomain.CLASS, "a")).isNotEqualTo(pseudonym);
        assertThat(KEY.pseudonym(PseudonymDomain.DOCUMENT, "а")).as("Cyrillic").isNotEqualTo(pseudonym);
    }

    @Test
    void noTextFormShowsTheSecret() {
        assertThat(KEY.toString()).isEqualTo("PseudonymKey[secret]");
    }

    @Test
    void theSecretCannotBeChangedFromOutside() {
        byte[] secret = new byte[32];
        PseudonymKey key = PseudonymKey.of(secret);
        secret[0] = 1;
        key.secret()[1] = 1;
        assertThat(key).isEqualTo(PseudonymKey.of(new byte[32]));
    }

    @Test
    void wrongFormsAreRefused() {
        assertThatThrownBy(() -> PseudonymKey.of(new byte[31])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Pseudonym.parse("00")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Pseudonym.parse("+".repeat(32))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KEY.pseudonym(PseudonymDomain.DOCUMENT, "\ud800"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ContentHash("A".repeat(64))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ContentHash("a".repeat(63))).isInstanceOf(IllegalArgumentException.class);
    }
}
