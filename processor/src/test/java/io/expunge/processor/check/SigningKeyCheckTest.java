/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.processor.check.Finding.Severity;
import io.expunge.processor.service.AuditSettings;
import io.expunge.store.ModelStore;
import io.expunge.store.memory.InMemoryModelStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyCheckTest {
    private static final AuditSettings OF_STORE = new AuditSettings(Optional.empty(), 10);

    @TempDir
    private Path directory;

    private static Finding check(AuditSettings settings, ModelStore store) {
        return new SigningKeyCheck().examine(settings, store);
    }

    @Test
    void theKeyOfTheStoreIsNamedAndNoneIsMade() {
        ModelStore store = InMemoryModelStore.open();
        assertThat(check(OF_STORE, store).what()).contains("none yet");
        assertThat(store.signingKeys().find()).isEmpty();
        String id = store.signingKeys().getOrCreate().publicKey().id();
        assertThat(check(OF_STORE, store).what()).contains(id);
    }

    @Test
    void aFileThatIsMissingOrNoKeyKeepsTheServiceFromStarting() throws IOException {
        Path file = directory.resolve("key.pem");
        AuditSettings brought = new AuditSettings(Optional.of(file), 10);
        ModelStore store = InMemoryModelStore.open();
        assertThat(check(brought, store)).satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.ERROR);
            assertThat(finding.on()).isEqualTo(file.toString());
            assertThat(finding.what()).contains("cannot be read");
        });
        Files.writeString(file, "no key");
        assertThat(check(brought, store).severity()).isEqualTo(Severity.ERROR);
    }
}
