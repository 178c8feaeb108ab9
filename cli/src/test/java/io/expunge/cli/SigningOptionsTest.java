/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.events.AuditKind;
import io.expunge.processor.audit.AuditEntry;
import io.expunge.processor.audit.CheckpointSigner;
import io.expunge.store.ModelStore;
import io.expunge.store.SigningKey;
import io.expunge.store.filesystem.FileSystemModelStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SigningOptionsTest {
    @TempDir
    private Path directory;

    @Test
    void aStoreThatKeepsNoKeyIsLeftAsItIs() {
        Path store = directory.resolve("store");
        FileSystemModelStore.open(store).close();

        CommandRun run = CommandRun.of("audit", "key", "--store", store.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT.number());
        assertThat(run.err()).contains(store + " keeps no signing key").contains("--store");
        try (ModelStore open = FileSystemModelStore.open(store)) {
            assertThat(open.signingKeys().find()).isEmpty();
        }
    }

    @Test
    void theKeyOfTheServiceIsFound() {
        Path store = directory.resolve("store");
        String id;
        try (ModelStore open = FileSystemModelStore.open(store)) {
            id = open.signingKeys().getOrCreate().publicKey().id();
        }
        assertThat(CommandRun.of("audit", "key", "--store", store.toString()).err())
                .contains(id);
    }

    @Test
    void aFoundKeyMustBeTheOneThatSignedLast() {
        List<AuditEntry> audit = List.of(checkpoint(1, key(1)), checkpoint(2, key(2)));
        SigningOptions found = new SigningOptions();

        assertThatCode(() -> found.check(key(2), audit)).doesNotThrowAnyException();
        assertThatCode(() -> found.check(key(1), List.of())).doesNotThrowAnyException();
        assertThatThrownBy(() -> found.check(key(1), audit))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(key(1).publicKey().id())
                .hasMessageContaining(key(2).publicKey().id())
                .hasMessageContaining("--key");
    }

    @Test
    void aNamedKeyIsTaken() throws IOException, GeneralSecurityException {
        byte[] encoded = KeyPairGenerator.getInstance("Ed25519")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        Path pem = Files.writeString(
                directory.resolve("key.pem"),
                "-----BEGIN PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(encoded)
                        + "\n-----END PRIVATE KEY-----\n");
        SigningOptions named = new SigningOptions();
        new CommandLine(CommandLine.Model.CommandSpec.create().addMixin("signing", annotated(named)))
                .parseArgs("--key", pem.toString());

        assertThatCode(() -> named.check(key(1), List.of(checkpoint(1, key(2)))))
                .doesNotThrowAnyException();
    }

    private static CommandLine.Model.CommandSpec annotated(Object options) {
        return CommandLine.Model.CommandSpec.forAnnotatedObject(options);
    }

    private static SigningKey key(int number) {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        seed[0] = (byte) number;
        return SigningKey.of(seed);
    }

    private static AuditEntry checkpoint(long sequence, SigningKey key) {
        return AuditEntry.after(
                "news",
                sequence,
                AuditEntry.GENESIS,
                AuditKind.CHECKPOINT.name(),
                0,
                new CheckpointSigner(key, 1)
                        .sign("news", sequence, AuditEntry.GENESIS)
                        .facts());
    }
}
