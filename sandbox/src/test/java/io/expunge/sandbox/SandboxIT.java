/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.events.ClassRemoval;
import io.expunge.events.DeletionRequested;
import io.expunge.sandbox.SandboxException.Reason;
import io.expunge.schemas.ConfluentSchemaRegistry;
import io.expunge.schemas.EventSchemas;
import io.expunge.schemas.SchemaRegistry;
import io.expunge.schemas.SubjectAdministration;
import io.expunge.schemas.TopicAdministration;
import io.expunge.schemas.TopicCatalogue;
import io.expunge.schemas.TopicSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class SandboxIT {
    @TempDir
    Path directory;

    @Test
    void anEventGoesThroughRealComponents() throws Exception {
        try (Sandbox sandbox = Sandbox.start(SandboxSettings.in(directory));
                SchemaRegistry registry =
                        new ConfluentSchemaRegistry(List.of(sandbox.endpoints().schemaRegistryUrl()), Map.of())) {
            Map<String, Object> config = Map.of(
                    "bootstrap.servers", sandbox.endpoints().bootstrapServers(), "auto.offset.reset", "earliest");
            TopicCatalogue catalogue = TopicCatalogue.of(TopicSettings.defaults());
            try (Admin admin = Admin.create(config)) {
                new TopicAdministration(admin).createMissing(catalogue);
            }
            new SubjectAdministration(registry).register(catalogue);
            EventSchemas events =
                    EventSchemas.prepare(registry, catalogue.settings().topics());
            DeletionRequested sent = request();

            send(config, events, sent);

            assertThat(receiveOne(config, events)).isEqualTo(sent);
        }
    }

    private static void send(Map<String, Object> config, EventSchemas events, DeletionRequested request)
            throws Exception {
        String topic = events.topics().deletionRequests();
        try (var producer =
                new KafkaProducer<>(config, new StringSerializer(), events.serializer(DeletionRequested.class))) {
            producer.send(new ProducerRecord<>(topic, request.getModelId(), request))
                    .get();
        }
    }

    private static DeletionRequested receiveOne(Map<String, Object> config, EventSchemas events) {
        String topic = events.topics().deletionRequests();
        try (var consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), events.deserializer(DeletionRequested.class))) {
            consumer.assign(IntStream.range(0, 4)
                    .mapToObj(i -> new TopicPartition(topic, i))
                    .toList());
            while (true) {
                for (var received : consumer.poll(Duration.ofSeconds(1))) {
                    return received.value();
                }
            }
        }
    }

    private static DeletionRequested request() {
        return DeletionRequested.newBuilder()
                .setRequestId(new UUID(1, 2))
                .setModelId("news")
                .setTarget(new ClassRemoval("sport"))
                .setRequester("privacy desk")
                .setRequestedAt(Instant.ofEpochMilli(1_700_000_000_000L))
                .build();
    }

    @Test
    void aSandboxIsFoundWhileItRunsAndNotAfter() {
        assertThat(Sandbox.find(directory)).isEmpty();
        assertThat(Sandbox.find(directory.resolve("nowhere"))).isEmpty();
        Sandbox sandbox = Sandbox.start(SandboxSettings.in(directory));
        try {
            assertThat(Sandbox.find(directory)).contains(sandbox.endpoints());
            assertThat(Sandbox.find(directory)).contains(sandbox.endpoints());
        } finally {
            sandbox.close();
            sandbox.close();
        }
        assertThat(Sandbox.find(directory)).isEmpty();
    }

    @Test
    void anotherProcessIsFoundRefusedAndTakesItsRegistryAlongWhenKilled() throws IOException {
        ProcessHandle registry;
        try (ChildJvm holder = ChildJvm.run(SandboxHolder.class, directory)) {
            registry = ProcessHandle.of(Long.parseLong(holder.line())).orElseThrow();
            assertThat(Sandbox.find(directory)).isPresent();
            assertThatThrownBy(() -> Sandbox.start(SandboxSettings.in(directory)))
                    .isInstanceOfSatisfying(SandboxException.class, refused -> assertThat(refused.reason())
                            .isEqualTo(Reason.DIRECTORY_LOCKED))
                    .hasMessageContaining(directory.toString());
            try (ChildJvm second = ChildJvm.run(SandboxHolder.class, directory)) {
                assertThat(second.line()).startsWith("DIRECTORY_LOCKED").contains("in use by another process");
            }
            assertThat(registry.isAlive()).isTrue();
            holder.killAtOnce();
        }
        registry.onExit().join();
        assertThat(Files.exists(directory.resolve("endpoints.properties"))).isTrue();
        assertThat(Sandbox.find(directory)).isEmpty();
        Sandbox.start(SandboxSettings.in(directory)).close();
    }

    @Test
    void nothingListensBeyondLoopback() throws IOException {
        List<String> outside = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .map(address -> address.getHostAddress())
                .toList();
        if (outside.isEmpty()) {
            System.err.println("SKIPPED nothingListensBeyondLoopback: this machine has only loopback addresses");
        }
        Assumptions.assumeFalse(outside.isEmpty(), "this machine has only loopback addresses");
        try (Sandbox sandbox = Sandbox.start(SandboxSettings.in(directory))) {
            URI broker = URI.create("kafka://" + sandbox.endpoints().bootstrapServers());
            URI registry = URI.create(sandbox.endpoints().schemaRegistryUrl());
            for (int port : new int[] {broker.getPort(), registry.getPort()}) {
                for (String address : outside) {
                    assertThatThrownBy(() -> connect(address, port)).isInstanceOf(IOException.class);
                }
                connect("127.0.0.1", port);
            }
        }
    }

    private static void connect(String address, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 5000);
        }
    }
}
