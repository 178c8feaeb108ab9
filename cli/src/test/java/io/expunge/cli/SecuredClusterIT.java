/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.expunge.sandbox.TlsMaterial;
import io.expunge.schemas.TopicAdministration;
import io.expunge.schemas.TopicAdministrationException;
import io.expunge.schemas.TopicCatalogue;
import io.expunge.schemas.TopicSettings;
import io.expunge.schemas.TopicSpec;
import io.expunge.schemas.TopicSpec.Direction;
import io.expunge.schemas.Topics;
import io.expunge.unlearning.corpus.SampleCorpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** The main job on a cluster with TLS, logins and nothing allowed but what {@code expunge topics acls} prints. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecuredClusterIT {
    private static final List<TopicSpec> TOPICS =
            TopicCatalogue.of(TopicSettings.defaults()).topics();

    @TempDir
    private static Path directory;

    private static SecuredCluster cluster;
    private static Installation installation;
    private static String request;

    @BeforeAll
    static void start() throws Exception {
        Logging.toFile(directory.resolve("home/expunge.log"));
        // The level at which Kafka's clients print their whole configuration.
        logger("ROOT").setLevel(Level.INFO);
        logger("io.expunge").setLevel(Level.DEBUG);
        cluster = new SecuredCluster(directory);
        Path home = directory.resolve("home");
        Map<String, String> settings = cluster.settings("expunge");
        // Rights that a service needs only after a while should be needed now.
        settings.put("repartition.purge.interval.ms", "200");
        installation = Installation.start(new Installation.Plan(
                home,
                new StorePlace.Directory(home.resolve("store")),
                0,
                0,
                Topics.withDefaultPrefix(),
                settings,
                List.of(ConnectionSettings.of(
                        settings.get("bootstrap.servers"),
                        List.of(settings.get("schema.registry.url")),
                        Topics.withDefaultPrefix(),
                        settings)),
                note -> {}));
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    @AfterAll
    static void stop() {
        if (installation != null) {
            installation.close();
        }
        if (cluster != null) {
            cluster.close();
        }
        logger("ROOT").setLevel(Level.OFF);
    }

    @Test
    @Order(1)
    void theMainJobWorksWithExactlyThePrintedRights() throws Exception {
        Path news = CorpusCsv.write(
                directory.resolve("news.csv"),
                SampleCorpus.generate(Seeds.CORPUS, 400).train().documents());
        CommandRun trained =
                cluster.expunge("desk", "train", "--model", "news", "--data", news.toString(), "--min-df", "2");
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(trained.out()).contains("Published as version 1.");

        CommandRun asked =
                cluster.expunge("shop", "request", "class", "--model", "news", "--label", "science", "--json");
        assertThat(asked.exitCode()).as(asked.err()).isZero();
        request = asked.json().get(0).path("requestId").asText();

        CommandRun status = cluster.expunge("server", "status", "--model", "news", "--request", request, "--follow");
        assertThat(status.exitCode()).as(status.err()).isZero();
        assertThat(status.out()).contains("APPLIED").contains("VERIFIED");
        CommandRun versions = cluster.expunge("server", "versions", "--model", "news", "--json");
        assertThat(versions.json()).hasSize(2);
        assertThat(versions.json().get(1).path("classesRemoved").path(0).asText())
                .isEqualTo("science");
        assertThat(directory.resolve("home/expunge.log"))
                .content()
                .as("what the brokers denied so far")
                .doesNotContain(" is Denied ", "uthorizationException");
    }

    @Test
    @Order(2)
    void aProducerThatMayAlsoSubscribeWaitsForItsAnswer() throws Exception {
        CommandRun run = cluster.expunge(
                "both", "request", "class", "--model", "nobody-has-it", "--label", "x", "--wait", "--timeout", "60s");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.FAILED.number());
        assertThat(run.out()).contains("UNKNOWN_MODEL");
    }

    @Test
    @Order(2)
    void aProducerMayNotWriteAnythingButRequests() throws Exception {
        for (TopicSpec topic : TOPICS) {
            boolean request = topic.name().equals(Topics.withDefaultPrefix().deletionRequests());
            if (!request) {
                assertRefused("shop", topic.name());
            }
        }
        assertRefused("shop", "expunge-models-changelog");
    }

    @Test
    @Order(2)
    void onlyTheServiceWritesOutputsAndOnlyItAndOperatorsCommands() throws Exception {
        for (String user : List.of("shop", "desk", "server", "jane", "nobody")) {
            for (TopicSpec topic : TOPICS) {
                boolean commands = topic.direction() == Direction.INTERNAL && !user.equals("jane");
                if (topic.direction() == Direction.OUTPUT || commands) {
                    assertRefused(user, topic.name());
                }
            }
        }
    }

    private static void assertRefused(String user, String topic) {
        Map<String, Object> properties = cluster.clients(user);
        properties.put("max.block.ms", "15000");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>(topic, new byte[] {1}))
                            .get(20, TimeUnit.SECONDS))
                    .as(user + " writes " + topic)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(AuthorizationException.class);
        }
    }

    @Test
    @Order(2)
    void aProducerMayNotReadWhatOthersAsk() {
        for (String topic : List.of("expunge.deletion-requests", "expunge.dead-letters", "expunge.commands")) {
            for (String user : List.of("shop", "server")) {
                try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        cluster.clients(user), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                    consumer.assign(List.of(new TopicPartition(topic, 0)));
                    consumer.seekToBeginning(consumer.assignment());
                    assertThatThrownBy(() -> consumer.poll(java.time.Duration.ofSeconds(20)))
                            .as(user + " reads " + topic)
                            .isInstanceOf(TopicAuthorizationException.class);
                }
            }
        }
    }

    @Test
    @Order(2)
    void aProducerThatMayNotReadIsToldSo() throws Exception {
        CommandRun run = cluster.expunge("shop", "status", "--model", "news", "--request", request);

        assertOneSentence(run, ExitCode.FAILED, "expunge.request-status", "expunge topics acls");
    }

    @Test
    @Order(2)
    void whatAUserMayNotSeeIsNotTakenForMissing() throws Exception {
        assertOneSentence(
                cluster.expunge("shop", "topics"),
                ExitCode.FAILED,
                "could not describe topic 'expunge.",
                "expunge topics acls");
        try (Admin admin = Admin.create(cluster.clients("server"))) {
            assertThatThrownBy(() -> new TopicAdministration(admin).holdsRecords("expunge-models-changelog"))
                    .isInstanceOf(TopicAdministrationException.class)
                    .hasCauseInstanceOf(TopicAuthorizationException.class);
        }
    }

    @Test
    @Order(2)
    void aServiceWithoutRightsDoesNotStartAndNamesThemAll() throws Exception {
        CommandRun run = cluster.expunge("server", "run");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.FAILED.number());
        assertThat(run.err())
                .contains("topic expunge.commands: this user may not read, write")
                .contains("topic expunge.model-versions: this user may not write")
                .contains("group expunge: this user may not read")
                .contains("expunge topics acls")
                .doesNotContain("\tat ", SecuredCluster.CANARY);
    }

    /** One wrong thing in an otherwise good file, and what has to be said. */
    record Mistake(String name, Map<String, String> changes, ExitCode exitCode, List<String> words) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Mistake> mistakes() throws Exception {
        TlsMaterial expired = TlsMaterial.generateExpired(directory.resolve("secrets/expired"));
        SecuredRegistry old = new SecuredRegistry("http://127.0.0.1:1/", expired, "u", "p");
        Map<String, String> expiredBroker = new HashMap<>(expired.clientProperties());
        expiredBroker.put("bootstrap.servers", "127.0.0.1:" + old.port());
        Map<String, String> expiredRegistry = new HashMap<>(old.clientProperties(expired));
        String login = cluster.settings("shop").get("sasl.jaas.config");
        return Stream.of(
                        new Mistake(
                                "wrong password",
                                Map.of("sasl.jaas.config", login.replace(".shop", ".wrong")),
                                ExitCode.UNREACHABLE,
                                List.of("refuse the login", "sasl.jaas.config")),
                        new Mistake(
                                "wrong mechanism",
                                Map.of(
                                        "sasl.mechanism",
                                        "PLAIN",
                                        "sasl.jaas.config",
                                        login.replace("scram.Scram", "plain.Plain")),
                                ExitCode.UNREACHABLE,
                                List.of("sasl.mechanism")),
                        new Mistake(
                                "login misspelt",
                                Map.of("sasl.jaas.config", login.replace(";", "")),
                                ExitCode.USAGE,
                                List.of("sasl.jaas.config cannot be read")),
                        new Mistake(
                                "unknown authority",
                                expired.clientProperties(),
                                ExitCode.UNREACHABLE,
                                List.of("not trusted", "ssl.truststore.location")),
                        new Mistake(
                                "expired certificate",
                                expiredBroker,
                                ExitCode.UNREACHABLE,
                                List.of("expired", "ssl.keystore.location of the brokers")),
                        new Mistake(
                                "no such truststore",
                                Map.of("ssl.truststore.location", "/nowhere.p12"),
                                ExitCode.USAGE,
                                List.of("/nowhere.p12", "no such file", "ssl.truststore.*")),
                        new Mistake(
                                "wrong truststore password",
                                Map.of("ssl.truststore.password", SecuredCluster.CANARY + "x"),
                                ExitCode.USAGE,
                                List.of("its password does not open it", "ssl.truststore.*")),
                        new Mistake(
                                "no TLS",
                                Map.of(
                                        "security.protocol",
                                        "PLAINTEXT",
                                        "default.api.timeout.ms",
                                        "4000",
                                        "request.timeout.ms",
                                        "3000"),
                                ExitCode.UNREACHABLE,
                                List.of("security.protocol")),
                        new Mistake(
                                "wrong registry password",
                                Map.of("schema.registry.basic.auth.user.info", "expunge:" + SecuredCluster.CANARY),
                                ExitCode.UNREACHABLE,
                                List.of("401", "schema.registry.basic.auth.user.info")),
                        new Mistake(
                                "unknown registry authority",
                                Map.of(
                                        "schema.registry.ssl.truststore.location",
                                        expired.trustStore().toString(),
                                        "schema.registry.ssl.truststore.password",
                                        expired.password()),
                                ExitCode.UNREACHABLE,
                                List.of("schema.registry.ssl.truststore.location")),
                        new Mistake(
                                "expired registry certificate",
                                expiredRegistry,
                                ExitCode.UNREACHABLE,
                                List.of("schema registry", "certificate is valid")),
                        new Mistake(
                                "registry truststore that is none",
                                Map.of("schema.registry.ssl.truststore.location", "/nowhere.p12"),
                                ExitCode.UNREACHABLE,
                                List.of("/nowhere.p12", "schema.registry.ssl.*")))
                .onClose(old::close);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    @Order(2)
    void aMistakeInTheFileIsOneSentenceWithTheSettingToChange(Mistake mistake) throws IOException {
        Map<String, String> settings = cluster.settings("shop");
        settings.putAll(mistake.changes());

        CommandRun run = cluster.expunge(
                cluster.file(mistake.name().replace(' ', '-'), settings),
                "request",
                "class",
                "--model",
                "elsewhere",
                "--label",
                "x");

        assertOneSentence(run, mistake.exitCode(), mistake.words().toArray(String[]::new));
    }

    private static void assertOneSentence(CommandRun run, ExitCode exitCode, String... words) {
        assertThat(run.err())
                .contains(words)
                .startsWith("expunge: ")
                .doesNotContain("\tat ", "Exception in thread", SecuredCluster.CANARY)
                .hasLineCount(1);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode.number());
    }

    @Test
    @Order(3)
    void noSecretIsInAnyOutputLogStoreOrTopic() throws Exception {
        assertThat(cluster.said()).noneMatch(text -> cluster.secrets().stream().anyMatch(text::contains));
        assertThat(new Installation.Plan(
                                directory,
                                new StorePlace.Directory(directory),
                                0,
                                0,
                                Topics.withDefaultPrefix(),
                                cluster.settings("expunge"),
                                List.of(installation.connection().settings()),
                                note -> {})
                        .toString())
                .doesNotContain(cluster.secrets());
        installation.close();
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> searched = files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(directory.resolve("secrets")))
                    .toList();
            assertThat(searched).anyMatch(file -> file.endsWith("expunge.log"));
            assertThat(searched).filteredOn(SecuredClusterIT::holdsSecret).isEmpty();
        }
        assertThat(directory.resolve("home/expunge.log")).content().contains("sasl.jaas.config = [hidden]");
    }

    private static boolean holdsSecret(Path file) {
        try {
            String content = Files.readString(file, StandardCharsets.ISO_8859_1);
            return cluster.secrets().stream().anyMatch(content::contains);
        } catch (IOException gone) {
            return false;
        }
    }
}
