/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.expunge.sandbox.BrokerSecurity;
import io.expunge.sandbox.Sandbox;
import io.expunge.sandbox.SandboxSettings;
import io.expunge.sandbox.TlsMaterial;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A broker and a registry with TLS and logins, users for every role, a properties file for each, and exactly the rights
 * that {@code expunge topics acls} prints.
 */
final class SecuredCluster implements AutoCloseable {
    /** Stands in every password, so that any file or output can be searched for it. */
    static final String CANARY = "canary4711";

    private static final Set<String> USERS =
            Set.of("root", "expunge", "shop", "desk", "server", "jane", "maker", "both", "nobody");

    private final Path directory;
    private final TlsMaterial tls;
    private final Sandbox sandbox;
    private final SecuredRegistry registry;
    private final BrokerSecurity security;
    private final List<String> said = new ArrayList<>();

    SecuredCluster(Path directory) throws Exception {
        this.directory = directory;
        this.tls = TlsMaterial.generate(directory.resolve("secrets/tls"));
        this.security = new BrokerSecurity(
                tls, "root", USERS.stream().collect(Collectors.toMap(user -> user, user -> CANARY + "." + user)));
        this.sandbox =
                Sandbox.start(SandboxSettings.in(directory.resolve("sandbox")).secured(security));
        this.registry =
                new SecuredRegistry(sandbox.endpoints().schemaRegistryUrl(), tls, "expunge", CANARY + ".registry");
        allow();
        CommandRun created = expunge("maker", "topics", "--create");
        assertThat(created.exitCode()).as(created.err() + created.out()).isZero();
    }

    /** Gives the roles what the command prints, and nothing else. */
    private void allow() throws Exception {
        CommandRun printed = CommandRun.of(
                "topics",
                "acls",
                "--service=User:expunge",
                "--producer=User:shop",
                "--producer=User:both",
                "--subscriber=User:both",
                "--trainer=User:desk",
                "--subscriber=User:server",
                "--operator=User:jane",
                "--administrator=User:maker",
                "--json");
        assertThat(printed.exitCode()).as(printed.err()).isZero();
        List<AclBinding> bindings = new ArrayList<>();
        printed.json().get(0).path("rules").forEach(rule -> bindings.add(binding(rule)));
        try (Admin admin = Admin.create(clients("root"))) {
            admin.createAcls(bindings).all().get(30, TimeUnit.SECONDS);
        }
    }

    private static AclBinding binding(JsonNode rule) {
        return new AclBinding(
                new ResourcePattern(
                        ResourceType.valueOf(rule.path("resourceType").asText()),
                        rule.path("name").asText(),
                        PatternType.valueOf(rule.path("patternType").asText())),
                new AccessControlEntry(
                        rule.path("principal").asText(),
                        rule.path("host").asText(),
                        AclOperation.valueOf(rule.path("operation").asText()),
                        AclPermissionType.valueOf(rule.path("permission").asText())));
    }

    /** What a Kafka client of a user gets. */
    Map<String, Object> clients(String user) {
        Map<String, Object> properties = new HashMap<>(security.clientProperties(user));
        properties.put("bootstrap.servers", sandbox.endpoints().bootstrapServers());
        return properties;
    }

    /** What stands in a user's properties file. */
    Map<String, String> settings(String user) {
        Map<String, String> settings = new HashMap<>(security.clientProperties(user));
        settings.put("bootstrap.servers", sandbox.endpoints().bootstrapServers());
        settings.putAll(registry.clientProperties(tls));
        return settings;
    }

    TlsMaterial tls() {
        return tls;
    }

    /** A properties file beside the others, where no search for secrets looks. */
    Path file(String name, Map<String, String> settings) throws IOException {
        Properties properties = new Properties();
        properties.putAll(settings);
        StringWriter text = new StringWriter();
        properties.store(text, null);
        return Files.writeString(directory.resolve("secrets").resolve(name + ".properties"), text.toString());
    }

    /** A command of a user whose file says everything that is needed. */
    CommandRun expunge(String user, String... arguments) throws IOException {
        return expunge(file(user, settings(user)), arguments);
    }

    /** A command with a properties file. */
    CommandRun expunge(Path properties, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--properties",
                properties.toString(),
                "--home",
                directory.resolve("home").toString()));
        CommandRun run = CommandRun.of(all.toArray(String[]::new));
        said.add(run.out() + run.err());
        return run;
    }

    /** Everything commands have printed so far. */
    List<String> said() {
        return List.copyOf(said);
    }

    /** Every text that must never be seen: what all passwords have in common, and that of the key files. */
    Set<String> secrets() {
        return new TreeSet<>(Set.of(CANARY, tls.password()));
    }

    @Override
    public void close() {
        registry.close();
        sandbox.close();
    }
}
