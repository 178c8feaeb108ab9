/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.store.ModelStore;
import io.expunge.store.memory.InMemoryModelStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditSettingsTest {
    /** Made by OpenSSL 3 for this test. */
    private static final String KEY =
            """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEIBfQdc5i7HGR6sN4ruzZxlOVMQ04QUMaMxV0Vi17zKiF
            -----END PRIVATE KEY-----
            """;

    @TempDir
    private Path directory;

    private static AuditSettings settings(Path file) {
        return ProcessorConfiguration.of(Map.of("expunge.audit.signing-key", file.toString()))
                .audit();
    }

    @Test
    void theStoresKeySignsUnlessAnotherIsNamed() throws IOException {
        Path file = Files.writeString(directory.resolve("key.pem"), KEY);
        try (ModelStore store = InMemoryModelStore.open()) {
            AuditSettings defaults = ProcessorConfiguration.defaults().audit();
            assertThat(settings(file).signer(store.signingKeys()).key())
                    .isEqualTo(settings(file).key().orElseThrow());
            assertThat(store.signingKeys().find())
                    .as("none is made that is not needed")
                    .isEmpty();
            assertThat(defaults.signer(store.signingKeys()).key())
                    .isEqualTo(store.signingKeys().find().orElseThrow());
        }
    }

    @Test
    void aKeyThatCannotBeReadNamesSettingFileAndRemedy() throws IOException {
        Path none = directory.resolve("none.pem");
        Path wrong = Files.writeString(directory.resolve("wrong.pem"), "hello");
        for (Path file : new Path[] {none, wrong}) {
            assertThatThrownBy(() -> settings(file).key())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("expunge.audit.signing-key")
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("openssl genpkey");
        }
    }
}
