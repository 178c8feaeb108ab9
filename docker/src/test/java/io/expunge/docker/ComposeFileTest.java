/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.expunge.processor.service.ProcessorConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of the compose file can be seen without an engine; smoke.sh sees the rest. */
class ComposeFileTest {
    private static final String COMPOSE = read("compose.yaml");

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException missing) {
            throw new java.io.UncheckedIOException(missing);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "light"})
    void theServiceKnowsEverySetting(String layout) {
        ProcessorConfiguration configuration = Documents.settings(read("settings/" + layout + ".properties"));
        assertThat(configuration.replicationFactor()).isEqualTo(layout.equals("full") ? 3 : 1);
    }

    @Test
    void imagesHaveTheVersionsOfTheBuild() {
        assertThat(COMPOSE)
                .contains("apache/kafka:" + System.getProperty("kafka.version") + "}")
                .contains("apicurio/apicurio-registry-mem:" + System.getProperty("apicurio.version") + "}")
                .contains("expunge/expunge:" + System.getProperty("project.version") + "}");
    }

    @Test
    void portsAreOpenOnThisMachineOnly() {
        assertThat(COMPOSE.lines().filter(line -> line.strip().startsWith("ports:")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains("\"127.0.0.1:"));
    }

    @Test
    void everyFileThatIsMountedIsThere() {
        JsonNode services = Documents.yaml("compose.yaml").get(0).get("services");
        assertThat(services).isNotEmpty();
        services.forEach(service -> service.path("volumes").forEach(volume -> {
            String source = volume.asText().replaceAll("\\$\\{[^}]*}", "full");
            if (source.startsWith(".")) {
                assertThat(Path.of(source.substring(0, source.indexOf(':')))).exists();
            }
        }));
    }

    @Test
    void everyPanelOfTheDashboardAsksSomething() {
        JsonNode panels = Documents.yaml("grafana/expunge.json").get(0).get("panels");
        assertThat(panels).isNotEmpty();
        panels.forEach(
                panel -> assertThat(StreamSupport.stream(panel.get("targets").spliterator(), false))
                        .isNotEmpty()
                        .allSatisfy(target ->
                                assertThat(target.get("expr").asText()).containsAnyOf("expunge_", "jvm_", "kafka_")));
    }
}
