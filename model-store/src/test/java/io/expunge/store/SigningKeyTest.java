/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SigningKeyTest {
    /** Made by OpenSSL 3 for this test. */
    private static final String OPENSSL_PRIVATE =
            """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEIBfQdc5i7HGR6sN4ruzZxlOVMQ04QUMaMxV0Vi17zKiF
            -----END PRIVATE KEY-----
            """;

    private static final String OPENSSL_PUBLIC =
            """
            -----BEGIN PUBLIC KEY-----
            MCowBQYDK2VwAyEAujHFg55fGpER7n7LUFuQscYht0CeHCrDwpodF1mczuY=
            -----END PUBLIC KEY-----
            """;

    private static final String OPENSSL_SIGNATURE_OF_EXPUNGE =
            "3m2f4CtJTAXn9aH8ViJQQsV3uJnJEaZwOT8bbFhihOKrg3TfInysz2cuy5VelBOcvvYJ87suiByp6XqvukRKDA==";

    private static final String X25519 =
            """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VuBCIEIHAI5hR+mQdQs93dlZKbr41ZlhuHYSF4nbgFFQssiRZk
            -----END PRIVATE KEY-----
            """;

    /** RFC 8032, 7.1, test 2. */
    @Test
    void signsAsTheStandardSays() {
        HexFormat hex = HexFormat.of();
        SigningKey key =
                SigningKey.of(hex.parseHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
        assertThat(hex.formatHex(
                        java.util.Base64.getDecoder().decode(key.publicKey().encoded())))
                .endsWith("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
        assertThat(hex.formatHex(java.util.Base64.getDecoder().decode(key.sign(new byte[] {0x72}))))
                .isEqualTo("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
    }

    @Test
    void readsWhatOpensslWritesAndSignsAsItDoes() {
        SigningKey key = SigningKey.ofPem(OPENSSL_PRIVATE);
        byte[] message = bytes("expunge");
        assertThat(key.publicKey().pem()).isEqualTo(OPENSSL_PUBLIC);
        assertThat(VerificationKey.ofPem(OPENSSL_PUBLIC)).isEqualTo(key.publicKey());
        assertThat(key.sign(message)).isEqualTo(OPENSSL_SIGNATURE_OF_EXPUNGE);
        assertThat(key.publicKey().verifies(message, OPENSSL_SIGNATURE_OF_EXPUNGE))
                .isTrue();
    }

    @Property(seed = Seeds.PROPERTY, tries = 50)
    void onlyTheMessageTheKeyAndTheSignatureTogetherAreRight(
            @ForAll byte[] message, @ForAll int place, @ForAll byte other) {
        SigningKey key = SigningKey.random();
        String signature = key.sign(message);
        assertThat(key.sign(message)).as("deterministic").isEqualTo(signature);
        assertThat(SigningKey.of(key.seed())).isEqualTo(key);
        assertThat(key.publicKey().verifies(message, signature)).isTrue();
        assertThat(SigningKey.random().publicKey().verifies(message, signature)).isFalse();
        byte[] longer = java.util.Arrays.copyOf(message, message.length + 1);
        assertThat(key.publicKey().verifies(longer, signature)).isFalse();
        char[] changed = signature.toCharArray();
        int index = Math.floorMod(place, changed.length);
        changed[index] = changed[index] == 'A' ? (char) ('B' + Math.floorMod(other, 20)) : 'A';
        assertThat(key.publicKey().verifies(message, new String(changed))).isFalse();
    }

    @Test
    void refusesWhatIsNoEd25519Key() {
        assertThatThrownBy(() -> SigningKey.ofPem(X25519)).hasMessageContaining("no Ed25519 key");
        assertThatThrownBy(() -> SigningKey.ofPem(OPENSSL_PUBLIC)).hasMessageContaining("BEGIN PRIVATE KEY");
        assertThatThrownBy(() -> VerificationKey.ofPem(OPENSSL_PRIVATE)).hasMessageContaining("BEGIN PUBLIC KEY");
        assertThatThrownBy(() -> new VerificationKey("AAAA")).hasMessageContaining("no Ed25519 public key");
        assertThatThrownBy(() -> SigningKey.of(new byte[31])).hasMessageContaining("32 bytes");
    }

    @Test
    void isNotATextThatTellsTheSecret() {
        SigningKey key = SigningKey.ofPem(OPENSSL_PRIVATE);
        assertThat(key.toString())
                .contains(key.publicKey().id())
                .doesNotContain(HexFormat.of().formatHex(key.seed()).substring(0, 8));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
