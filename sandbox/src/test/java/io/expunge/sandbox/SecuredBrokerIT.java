/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A broker with TLS, SCRAM and an authorizer lets in whom it should, and nobody else. */
@Timeout(120)
class SecuredBrokerIT {
    @TempDir
    private static Path directory;

    private static BrokerSecurity security;
    private static EmbeddedBroker broker;

    @BeforeAll
    static void start() {
        TlsMaterial tls = TlsMaterial.generate(directory.resolve("tls"));
        security = new BrokerSecurity(tls, "admin", Map.of("admin", "admin-secret", "guest", "guest-secret"));
        broker = startBroker();
    }

    private static EmbeddedBroker startBroker() {
        return EmbeddedBroker.start(
                new BrokerSettings(directory.resolve("broker"), 0, Map.of(), Optional.of(security)));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static Admin admin(Map<String, String> properties) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put("bootstrap.servers", broker.bootstrapServers());
        all.put("default.api.timeout.ms", "10000");
        all.put("request.timeout.ms", "5000");
        return Admin.create(all);
    }

    private static void createTopic(Map<String, String> properties, String name) throws Exception {
        try (Admin admin = admin(properties)) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void theAdministratorMayDoEverythingAlsoAfterARestart() throws Exception {
        createTopic(security.clientProperties("admin"), "first");
        broker.close();
        broker = startBroker();
        createTopic(security.clientProperties("admin"), "second");
        try (Admin admin = admin(security.clientProperties("admin"))) {
            assertThat(admin.listTopics().names().get(20, TimeUnit.SECONDS)).contains("first", "second");
        }
    }

    @Test
    void afterARestartTheBrokerIsAskedForOpenTransactionsAsItsAdministrator() {
        ListAppender<ILoggingEvent> told = new ListAppender<>();
        told.start();
        Logger log = (Logger) LoggerFactory.getLogger(HangingTransactions.class);
        log.addAppender(told);
        log.setLevel(Level.WARN);
        try {
            broker.close();
            broker = startBroker();
        } finally {
            log.setLevel(null);
            log.detachAppender(told);
        }
        assertThat(told.list).as("warnings that it could not be asked").isEmpty();
    }

    @Test
    void whoHasNoRuleIsRefused() {
        assertThatThrownBy(() -> createTopic(security.clientProperties("guest"), "mine"))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void aWrongPasswordIsRefused() {
        Map<String, String> wrong = new HashMap<>(security.clientProperties("admin"));
        wrong.computeIfPresent("sasl.jaas.config", (key, login) -> login.replace("admin-secret", "guessed"));

        assertThatThrownBy(() -> createTopic(wrong, "mine")).hasCauseInstanceOf(SaslAuthenticationException.class);
    }

    @Test
    void anAuthorityNobodyKnowsIsRefused() {
        Map<String, String> stranger = new HashMap<>(security.clientProperties("admin"));
        stranger.putAll(TlsMaterial.generate(directory.resolve("other")).clientProperties());

        assertThatThrownBy(() -> createTopic(stranger, "mine")).hasCauseInstanceOf(SslAuthenticationException.class);
    }

    @Test
    void keysAndBrokerFilesAreForTheirOwnerAndNoTextShowsAPassword() throws Exception {
        for (Path path : List.of(directory.resolve("tls"), directory.resolve("broker"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .as(path.toString())
                    .isEqualTo("rwx------");
        }
        assertThat(security + " " + security.tls())
                .contains("admin")
                .doesNotContain("admin-secret", "guest-secret", security.tls().password());
    }
}
