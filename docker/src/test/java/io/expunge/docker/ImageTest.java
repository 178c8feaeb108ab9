/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.sandbox.Sandbox;
import io.expunge.sandbox.SandboxException;
import io.expunge.sandbox.SandboxSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The class path of these tests is the image's and the test libraries. */
class ImageTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka.server.KafkaRaftServer",
                "kafka.Kafka",
                "org.apache.kafka.metadata.storage.Formatter",
                "org.apache.kafka.streams.TopologyTestDriver"
            })
    void holdsNoBroker(String name) {
        assertThatThrownBy(() -> Class.forName(name)).isInstanceOf(ClassNotFoundException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"io.expunge.cli.Main", "org.rocksdb.RocksDB", "org.apache.kafka.streams.KafkaStreams"})
    void holdsTheService(String name) throws Exception {
        assertThat(Class.forName(name)).isNotNull();
    }

    @Test
    void saysWhatToDoWhereABrokerOfItsOwnIsAskedFor(@TempDir Path directory) {
        assertThatThrownBy(() -> Sandbox.start(SandboxSettings.in(directory)))
                .isInstanceOf(SandboxException.class)
                .hasMessageContaining("--bootstrap-servers");
        assertThat(directory).isEmptyDirectory();
    }
}
