/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How answers that no healthy registry gives are told apart. The contract itself is held against a real registry. */
class ConfluentSchemaRegistryTest {
    private static final Schema SCHEMA =
            SchemaBuilder.record("R").fields().requiredInt("a").endRecord();

    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private SchemaRegistry answering(int status, String body) {
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        return new ConfluentSchemaRegistry(List.of(url()), Map.of());
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Test
    void theRegistrySaysThereIsNoSuchSchema() {
        SchemaRegistry registry = answering(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
        assertThatThrownBy(() -> registry.schemaById(7))
                .isInstanceOf(SchemaNotFoundException.class)
                .hasMessageContaining("7")
                .hasMessageContaining(url());
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>Not Found</html>", "{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}"})
    void aWrongPathCondemnsNoRecord(String body) {
        SchemaRegistry registry = answering(404, body);
        assertThatThrownBy(() -> registry.schemaById(7))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("/apis/ccompat/v7");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void missingCredentialsAreNamed(int status) {
        SchemaRegistry registry = answering(status, "{\"error_code\":" + status + ",\"message\":\"no\"}");
        assertThatThrownBy(() -> registry.schemaById(7))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("basic.auth.user.info");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 429})
    void aFailingRegistryCondemnsNoRecord(int status) {
        SchemaRegistry registry = answering(status, "{\"error_code\":50001,\"message\":\"store\"}");
        assertThatThrownBy(() -> registry.schemaById(7))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining(String.valueOf(status));
        assertThatThrownBy(() -> registry.register("s", SCHEMA)).isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void aRegistryThatIsNotThereIsNamed() {
        String url = url();
        server.stop(0);
        SchemaRegistry registry = new ConfluentSchemaRegistry(List.of(url), Map.of());
        assertThatThrownBy(() -> registry.schemaById(7))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining(url);
        assertThatThrownBy(() -> registry.idOf("s", SCHEMA)).isInstanceOf(RegistryUnavailableException.class);
        assertThatThrownBy(() -> registry.isCompatible("s", SCHEMA)).isInstanceOf(RegistryUnavailableException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 422})
    void aRefusalNamesTheSubject(int status) {
        SchemaRegistry registry = answering(status, "{\"error_code\":" + status + ",\"message\":\"incompatible\"}");
        assertThatThrownBy(() -> registry.register("some-subject", SCHEMA))
                .isInstanceOf(IncompatibleSchemaException.class)
                .hasMessageContaining("some-subject");
    }

    @Test
    void aSchemaOfAnotherKindIsNoAvroSchema() {
        SchemaRegistry registry = answering(200, "{\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax = 'proto3';\"}");
        assertThatThrownBy(() -> registry.schemaById(7))
                .isInstanceOf(SchemaNotFoundException.class)
                .hasMessageContaining("PROTOBUF");
    }

    @Test
    void aSchemaThatAvroCannotReadIsNoAvroSchema() {
        SchemaRegistry registry = answering(200, "{\"schema\":\"{\\\"type\\\":\\\"nonsense\\\"}\"}");
        assertThatThrownBy(() -> registry.schemaById(7)).isInstanceOf(SchemaNotFoundException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"status\":\"ok\"}", "<html>please log in</html>", ""})
    void whatIsNoRegistryCondemnsNoRecord(String body) {
        SchemaRegistry registry = answering(200, body);
        assertThatThrownBy(() -> registry.schemaById(7))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining(url());
    }

    @Test
    void aSchemaNestedWithoutEndIsNoAvroSchema() {
        String deep = "{\\\"type\\\":\\\"array\\\",\\\"items\\\":".repeat(900) + "\\\"int\\\"" + "}".repeat(900);
        String wrong = "{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"R\\\",\\\"fields\\\":"
                + "[{\\\"name\\\":\\\"a\\\",\\\"type\\\":\\\"int\\\",\\\"default\\\":\\\"x\\\"}]}";
        for (String schema : new String[] {deep + "}", wrong}) {
            SchemaRegistry registry = answering(200, "{\"schema\":\"" + schema + "\"}");
            assertThatThrownBy(() -> registry.schemaById(7)).isInstanceOf(SchemaNotFoundException.class);
            server.removeContext("/");
        }
    }

    @Test
    void aSchemaIsAskedForOnce() {
        SchemaRegistry registry = answering(200, "{\"schema\":\"{\\\"type\\\":\\\"string\\\"}\"}");
        assertThat(registry.schemaById(7)).isEqualTo(registry.schemaById(7));
        assertThat(requests).hasValue(1);
    }
}
