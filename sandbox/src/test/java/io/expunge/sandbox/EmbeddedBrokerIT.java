/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.sandbox.SandboxException.Reason;
import io.expunge.schemas.TopicAdministration;
import io.expunge.schemas.TopicAdministrationException;
import io.expunge.schemas.TopicCatalogue;
import io.expunge.schemas.TopicFinding;
import io.expunge.schemas.TopicFinding.Problem;
import io.expunge.schemas.TopicSettings;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedBrokerIT {
    @TempDir
    Path directory;

    @Test
    void whatWasCommittedIsThereAfterARestart() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.in(directory))) {
            TestTopics.create(broker.bootstrapServers(), "t");
            TestTopics.produce(broker.bootstrapServers(), "t", 0, 10);
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.in(directory))) {
            assertThat(TestTopics.readAll(broker.bootstrapServers(), "t"))
                    .hasSize(10)
                    .endsWith("value 9");
            TestTopics.produce(broker.bootstrapServers(), "t", 10, 20);
            assertThat(TestTopics.readAll(broker.bootstrapServers(), "t"))
                    .hasSize(20)
                    .endsWith("value 19");
        }
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, Ports.loopback())) {
            BrokerSettings settings = new BrokerSettings(directory, taken.getLocalPort(), Map.of());
            assertThatThrownBy(() -> EmbeddedBroker.start(settings))
                    .isInstanceOfSatisfying(SandboxException.class, refused -> assertThat(refused.reason())
                            .isEqualTo(Reason.PORT_IN_USE))
                    .hasMessageContaining(String.valueOf(taken.getLocalPort()));
        }
    }

    @Test
    void oneDirectoryTakesOneBroker() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.in(directory))) {
            assertThatThrownBy(() -> EmbeddedBroker.start(BrokerSettings.in(directory)))
                    .isInstanceOfSatisfying(SandboxException.class, refused -> assertThat(refused.reason())
                            .isEqualTo(Reason.DIRECTORY_LOCKED))
                    .hasMessageContaining(directory.toString());
            broker.close();
        }
        EmbeddedBroker.start(BrokerSettings.in(directory)).close();
    }

    @Test
    void aDirectoryThatIsAFileIsNamed() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> EmbeddedBroker.start(BrokerSettings.in(file)))
                .isInstanceOfSatisfying(SandboxException.class, refused -> assertThat(refused.reason())
                        .isEqualTo(Reason.DIRECTORY_UNUSABLE))
                .hasMessageContaining("file");
    }

    @Test
    void aPropertyTheBrokerRefusesIsToldAndLeavesNothingBehind() {
        BrokerSettings broken = new BrokerSettings(directory, 0, Map.of("num.io.threads", "none"));
        assertThatThrownBy(() -> EmbeddedBroker.start(broken))
                .isInstanceOfSatisfying(SandboxException.class, refused -> assertThat(refused.reason())
                        .isEqualTo(Reason.BROKER_FAILED))
                .hasMessageContaining("num.io.threads");
        EmbeddedBroker.start(BrokerSettings.in(directory)).close();
    }

    @Test
    void aCatalogueIsCreatedAndCheckedOnARealBroker() {
        TopicCatalogue catalogue = TopicCatalogue.of(TopicSettings.defaults());
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.in(directory));
                Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()))) {
            TopicAdministration administration = new TopicAdministration(admin);
            assertThat(administration.check(catalogue))
                    .hasSize(9)
                    .extracting(TopicFinding::problem)
                    .containsOnly(Problem.MISSING);
            assertThat(administration.createMissing(catalogue)).hasSize(9);
            assertThat(administration.check(catalogue)).isEmpty();
            assertThat(administration.createMissing(catalogue)).isEmpty();

            TopicCatalogue other = TopicCatalogue.of(TopicSettings.defaults().withModelPartitions(5));
            assertThat(administration.check(other))
                    .hasSize(5)
                    .extracting(TopicFinding::problem)
                    .containsOnly(Problem.PARTITIONS);
        }
    }

    @Test
    void brokersThatAreNotThereAreTold() {
        Map<String, Object> nowhere =
                Map.of("bootstrap.servers", "127.0.0.1:1", "default.api.timeout.ms", 1000, "request.timeout.ms", 500);
        try (Admin admin = Admin.create(nowhere)) {
            TopicAdministration administration = new TopicAdministration(admin);
            assertThatThrownBy(() -> administration.check(TopicCatalogue.of(TopicSettings.defaults())))
                    .isInstanceOf(TopicAdministrationException.class)
                    .hasMessageContaining("bootstrap servers");
        }
    }
}
