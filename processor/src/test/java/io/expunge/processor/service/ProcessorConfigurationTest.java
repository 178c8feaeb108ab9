/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessorConfigurationTest {
    private static final Set<String> TEXTS = Set.of(
            "expunge.audit.signing-key",
            "expunge.application-id",
            "expunge.topic-prefix",
            "expunge.state-directory",
            "expunge.http.address",
            "expunge.indistinguishability.models",
            "expunge.indistinguishability.secret",
            "expunge.store.s3.region");

    /** For each key that is no plain number, a value that differs from its default. */
    private static final Map<String, String> OTHERS = Map.ofEntries(
            Map.entry("expunge.purge.policy", "immediate"),
            Map.entry("expunge.prepared.enabled", "true"),
            Map.entry("expunge.method", "retrain"),
            Map.entry("expunge.vectoriser", "frozen"),
            Map.entry("expunge.registration.erased", "drop"),
            Map.entry("expunge.solver", "lbfgs"),
            Map.entry("expunge.guard.floor", "off"),
            Map.entry("expunge.verification.deep", "true"),
            Map.entry("expunge.verified-when", "deep"),
            Map.entry("expunge.relative-bound", "1e-3"),
            Map.entry("expunge.indistinguishability.epsilon", "0.5"),
            Map.entry("expunge.indistinguishability.delta", "1e-7"),
            Map.entry("expunge.indistinguishability.distance", "1e-4"),
            Map.entry("expunge.indistinguishability.warn-at", "0.5"),
            Map.entry("expunge.indistinguishability.when-spent", "refuse"),
            Map.entry("expunge.job.memory-fraction", "0.5"),
            Map.entry("expunge.store.s3.endpoint", "https://s3.example.com"),
            Map.entry("expunge.store.s3.path-style", "true"));

    private static Properties reference() {
        Properties properties = new Properties();
        try (InputStream in = ProcessorConfiguration.class.getResourceAsStream(
                "/io/expunge/processor/expunge-reference.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    static Set<String> keys() {
        return new TreeSet<>(reference().stringPropertyNames());
    }

    static Set<String> typedKeys() {
        Set<String> typed = keys();
        typed.removeAll(TEXTS);
        return typed;
    }

    private static String other(String key) {
        if (TEXTS.contains(key)) {
            return "other";
        }
        return OTHERS.getOrDefault(key, "17");
    }

    @ParameterizedTest
    @MethodSource("keys")
    void everyKeyOfTheReferenceChangesSomething(String key) {
        assertThat(ProcessorConfiguration.of(Map.of(key, other(key)))).isNotEqualTo(ProcessorConfiguration.defaults());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void theReferenceHoldsTheDefaults(String key) {
        assertThat(ProcessorConfiguration.of(Map.of(key, reference().getProperty(key))))
                .isEqualTo(ProcessorConfiguration.defaults());
    }

    @ParameterizedTest
    @MethodSource("typedKeys")
    void aWrongValueNamesItsKeyAndItself(String key) {
        for (String wrong : new String[] {"many", "-1", "1e999"}) {
            assertThatThrownBy(() -> ProcessorConfiguration.of(Map.of(key, wrong)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(key)
                    .hasMessageContaining("'" + wrong + "'");
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    void anEmptyValueNamesItsKey(String key) {
        assertThatThrownBy(() -> ProcessorConfiguration.of(Map.of(key, " ")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(key);
    }

    @Test
    void anUnknownKeyIsNamedWithTheKnownOnes() {
        assertThatThrownBy(() -> ProcessorConfiguration.of(Map.of("expunge.batch.size", "3")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("expunge.batch.size")
                .hasMessageContaining("expunge.batch.maximum-size");
    }

    @ParameterizedTest
    @CsvSource({"expunge.batch.linger-ms, 0", "expunge.standby-replicas, 0"})
    void zeroIsAValueWhereItMeansSomething(String key, String zero) {
        assertThat(ProcessorConfiguration.of(Map.of(key, zero))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "expunge.model-partitions",
                "expunge.batch.maximum-size",
                "expunge.batch.status-slice",
                "expunge.job.threads",
                "expunge.relative-bound",
                "expunge.guard.floor"
            })
    void zeroIsNoValueWhereItWouldStopEverything(String key) {
        assertThatThrownBy(() -> ProcessorConfiguration.of(Map.of(key, "0")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(key);
    }

    @Test
    void aShareOfTheHeapIsAtMostAllOfIt() {
        assertThatThrownBy(() -> ProcessorConfiguration.of(Map.of("expunge.job.memory-fraction", "7")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("expunge.job.memory-fraction");
    }

    @Test
    void keysOfOthersArePassedOnToThem() {
        ProcessorConfiguration configuration = ProcessorConfiguration.of(Map.of(
                "bootstrap.servers", "broker:9092",
                "sasl.mechanism", "PLAIN",
                "schema.registry.ssl.truststore.location", "/trust"));
        assertThat(configuration.clientProperties())
                .containsOnlyKeys("bootstrap.servers", "sasl.mechanism")
                .containsEntry("bootstrap.servers", "broker:9092");
        assertThat(configuration.registryProperties()).containsOnlyKeys("schema.registry.ssl.truststore.location");
    }

    @Test
    void unitsAreWhatTheKeysSay() {
        ProcessorConfiguration configuration = ProcessorConfiguration.of(Map.of(
                "expunge.job.deadline-seconds", "90",
                "expunge.job.retry-ms", "250",
                "expunge.intake.registry-patience-seconds", "5"));
        assertThat(configuration.pool().deadline()).isEqualTo(Duration.ofSeconds(90));
        assertThat(configuration.pool().retryDelay()).isEqualTo(Duration.ofMillis(250));
        assertThat(configuration.registryPatience()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void whatSettlesAResultIsPartOfTheBatchesName() {
        assertThat(ProcessorConfiguration.of(Map.of("expunge.relative-bound", "1e-3"))
                        .policy()
                        .settings())
                .isNotEqualTo(ProcessorConfiguration.defaults().policy().settings());
        assertThat(ProcessorConfiguration.of(Map.of("expunge.job.parallelism", "9"))
                        .policy())
                .isEqualTo(ProcessorConfiguration.defaults().policy());
    }

    /** Whatever spelling the default has, batches are called what they were. */
    @Test
    void aFloorThatIsNotTheDefaultIsPartOfTheBatchesName() {
        Map<String, String> standard =
                ProcessorConfiguration.defaults().policy().settings();
        assertThat(standard).doesNotContainKey("guard-floor");
        assertThat(floor("5e-2")).isEqualTo(standard);
        assertThat(floor("0.1")).containsEntry("guard-floor", "0.1");
        assertThat(floor("off")).containsEntry("guard-floor", "off");
    }

    private static Map<String, String> floor(String value) {
        return ProcessorConfiguration.of(Map.of("expunge.guard.floor", value))
                .policy()
                .settings();
    }

    @Test
    void noTextShowsASecret() {
        ProcessorConfiguration configuration = ProcessorConfiguration.of(Map.of(
                "sasl.jaas.config", "canary",
                "ssl.truststore.password", "canary",
                "schema.registry.basic.auth.user.info", "u:canary",
                "security.protocol", "SASL_SSL"));
        assertThat(configuration.toString())
                .contains("security.protocol=SASL_SSL", "sasl.jaas.config=[hidden]")
                .doesNotContain("canary");
    }

    @Test
    void streamsAreExactlyOnceWhateverAClientFileSays() {
        Map<String, Object> settings = StreamsSettings.of(
                ProcessorConfiguration.of(Map.of(
                        "bootstrap.servers", "broker:9092",
                        "processing.guarantee", "at_least_once",
                        "group.protocol", "streams",
                        "max.task.idle.ms", "-1",
                        "client.id", "mine",
                        "expunge.replication-factor", "3")),
                "0123456789abcdef");
        assertThat(settings)
                .containsEntry("max.task.idle.ms", 0L)
                .containsEntry("client.id", "mine-store-0123456789abcdef")
                .containsEntry("processing.guarantee", "exactly_once_v2")
                .containsEntry("group.protocol", "classic")
                .containsEntry("topic.min.insync.replicas", "2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "consumer.", "main.consumer.", "restore.consumer."})
    void noConsumerReadsOtherwiseThanItMust(String prefix) {
        StreamsConfig settings = new StreamsConfig(StreamsSettings.of(
                ProcessorConfiguration.of(Map.of(
                        "bootstrap.servers",
                        "broker:9092",
                        prefix + "session.timeout.ms",
                        "45000",
                        prefix + "isolation.level",
                        "read_uncommitted",
                        prefix + "auto.offset.reset",
                        "latest",
                        prefix + "fetch.max.bytes",
                        "1234")),
                "0123456789abcdef"));

        Map<String, Object> main = settings.getMainConsumerConfigs("expunge", "client", 0);
        assertThat(main)
                .containsEntry("session.timeout.ms", 10_000)
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("auto.offset.reset", "earliest");
        Map<String, Object> restore = settings.getRestoreConsumerConfigs("client");
        assertThat(restore).containsEntry("isolation.level", "read_committed");
        assertThat(prefix.equals("restore.consumer.") ? restore : main).containsEntry("fetch.max.bytes", "1234");
    }

    @Test
    void theDocumentationRepeatsTheReferenceAsItIs() throws IOException {
        Path page = Path.of("..", "src", "site", "markdown", "configuration.md");
        String reference = Files.readString(
                Path.of("src", "main", "resources", "io", "expunge", "processor", "expunge-reference.properties"));
        assertThat(Files.readString(page)).contains(reference.strip());
    }
}
