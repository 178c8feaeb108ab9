/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.events.AuditRecorded;
import io.expunge.sandbox.SandboxException.Reason;
import io.expunge.schemas.ConfluentSchemaRegistry;
import io.expunge.schemas.EventSchemas;
import io.expunge.schemas.RegistryUnavailableException;
import io.expunge.schemas.SchemaRegistry;
import io.expunge.schemas.SchemaRegistryContract;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The suite that every registry has to pass, through Confluent's client on a real one; and the life of that one. */
@Timeout(120)
class EmbeddedRegistryIT extends SchemaRegistryContract {
    private static EmbeddedRegistry shared;
    private static SchemaRegistry client;

    @TempDir
    Path directory;

    @BeforeAll
    static void start(@TempDir Path sharedDirectory) {
        shared = EmbeddedRegistry.start(RegistrySettings.in(sharedDirectory));
        client = connect(shared.url());
    }

    @AfterAll
    static void stop() {
        client.close();
        shared.close();
    }

    @Override
    protected SchemaRegistry registry() {
        return client;
    }

    private static SchemaRegistry connect(String url) {
        return new ConfluentSchemaRegistry(List.of(url), Map.of());
    }

    @Test
    void whatWasRegisteredSurvivesAStopAndAKill() {
        Schema contract = EventSchemas.contractOf(AuditRecorded.class);
        int id;
        try (EmbeddedRegistry first = EmbeddedRegistry.start(RegistrySettings.in(directory))) {
            id = connect(first.url()).register("kept", contract);
        }
        Schema other = new Schema.Parser().parse("{\"type\":\"fixed\",\"name\":\"F\",\"size\":3}");
        int otherId;
        try (EmbeddedRegistry second = EmbeddedRegistry.start(RegistrySettings.in(directory))) {
            assertThat(connect(second.url()).idOf("kept", contract)).isEqualTo(id);
            otherId = connect(second.url()).register("other", other);
            second.processHandle().destroyForcibly();
            second.processHandle().onExit().join();
        }
        try (EmbeddedRegistry third = EmbeddedRegistry.start(RegistrySettings.in(directory))) {
            assertThat(connect(third.url()).schemaById(id)).isEqualTo(contract);
            assertThat(connect(third.url()).schemaById(otherId)).isEqualTo(other);
        }
    }

    @Test
    void oneThatIsKilledIsStartedAgainAtTheSameAddress() {
        Schema contract = EventSchemas.contractOf(AuditRecorded.class);
        try (EmbeddedRegistry registry = EmbeddedRegistry.start(RegistrySettings.in(directory))) {
            int id = connect(registry.url()).register("kept", contract);
            ProcessHandle killed = registry.processHandle();
            killed.destroyForcibly();
            awaitAnother(registry, killed);
            assertThat(connect(registry.url()).schemaById(id)).isEqualTo(contract);
        }
    }

    /** Looks until another process is there; the class's time-out ends it. */
    private static void awaitAnother(EmbeddedRegistry registry, ProcessHandle killed) {
        while (true) {
            try {
                if (!registry.processHandle().equals(killed)) {
                    return;
                }
            } catch (IllegalStateException gone) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void stoppingEndsTheProcess() {
        EmbeddedRegistry registry = EmbeddedRegistry.start(RegistrySettings.in(directory));
        ProcessHandle process = registry.processHandle();
        registry.close();
        registry.close();
        assertThat(process.isAlive()).isFalse();
        assertThatThrownBy(() -> connect(registry.url()).schemaById(1))
                .isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, Ports.loopback())) {
            assertThatThrownBy(() -> EmbeddedRegistry.start(new RegistrySettings(directory, taken.getLocalPort())))
                    .isInstanceOfSatisfying(SandboxException.class, refused -> assertThat(refused.reason())
                            .isEqualTo(Reason.PORT_IN_USE))
                    .hasMessageContaining(String.valueOf(taken.getLocalPort()));
        }
    }

    @Test
    void oneDirectoryTakesOneRegistry() {
        try (EmbeddedRegistry holder = EmbeddedRegistry.start(RegistrySettings.in(directory))) {
            assertThatThrownBy(() -> EmbeddedRegistry.start(RegistrySettings.in(directory)))
                    .isInstanceOfSatisfying(SandboxException.class, refused -> assertThat(refused.reason())
                            .isEqualTo(Reason.DIRECTORY_LOCKED));
            assertThat(holder.processHandle().isAlive()).isTrue();
        }
    }

    @Test
    void aHomeWithoutARegistryIsNamed() {
        System.setProperty(RegistryHome.PROPERTY, directory.toString());
        try {
            assertThatThrownBy(() -> EmbeddedRegistry.start(RegistrySettings.in(directory.resolve("data"))))
                    .isInstanceOfSatisfying(SandboxException.class, refused -> assertThat(refused.reason())
                            .isEqualTo(Reason.REGISTRY_MISSING))
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining(RegistryHome.PROPERTY);
        } finally {
            System.clearProperty(RegistryHome.PROPERTY);
        }
    }

    @Test
    void aRegistryThatDoesNotComeUpShowsTheEndOfItsLog() throws IOException {
        java.nio.file.Files.writeString(directory.resolve("registry.mv.db"), "this is no database");
        assertThatThrownBy(() -> EmbeddedRegistry.start(RegistrySettings.in(directory)))
                .isInstanceOfSatisfying(SandboxException.class, refused -> assertThat(refused.reason())
                        .isEqualTo(Reason.REGISTRY_FAILED))
                .hasMessageContaining("registry.log")
                .hasMessageContaining("registry.mv.db");
    }

    @Test
    void aWrongPathIsNotTakenForAMissingSchema() {
        URI url = URI.create(shared.url());
        SchemaRegistry lost = connect(url.getScheme() + "://" + url.getAuthority());
        assertThatThrownBy(() -> lost.schemaById(1))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("/apis/ccompat/v7");
    }
}
