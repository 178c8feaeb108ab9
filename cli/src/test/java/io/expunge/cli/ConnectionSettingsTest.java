/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.schemas.Topics;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectionSettingsTest {
    @Test
    void aPropertiesFileIsSharedOutToWhomItConcerns() {
        ConnectionSettings settings = ConnectionSettings.of(
                "broker:9092",
                List.of("http://registry"),
                Topics.withDefaultPrefix(),
                Map.of(
                        "security.protocol", "SSL",
                        "bootstrap.servers", "elsewhere:1",
                        "schema.registry.url", "http://elsewhere",
                        "schema.registry.ssl.truststore.location", "/t",
                        "schema.registry.basic.auth.user.info", "u:p",
                        "bearer.auth.token", "x",
                        "expunge.batch.linger-ms", "5"));

        assertThat(settings.client()).containsExactlyEntriesOf(Map.of("security.protocol", "SSL"));
        assertThat(settings.registry())
                .containsEntry("schema.registry.ssl.truststore.location", "/t")
                .containsEntry("basic.auth.user.info", "u:p")
                .containsEntry("bearer.auth.token", "x")
                .doesNotContainKeys("url", "schema.registry.url", "expunge.batch.linger-ms");
        assertThat(settings.bootstrapServers()).isEqualTo("broker:9092");
    }
}
