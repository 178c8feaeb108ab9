/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.sandbox.Endpoints;
import io.expunge.sandbox.Sandbox;
import io.expunge.schemas.SensitiveSettings;
import io.expunge.schemas.Topics;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** Where the brokers, the registry, the topics and the files are. */
final class ConnectionOptions {
    private static final String TOPIC_PREFIX = "expunge.topic-prefix";

    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = "${env:EXPUNGE_HOME:-.expunge}",
            description = "Where the embedded broker and registry, the model store and the processor's state live.")
    private Path home = Path.of(".expunge");

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT,...",
            showDefaultValue = Visibility.NEVER,
            description =
                    "A real Kafka cluster. Without it: the embedded broker that 'expunge run' started under --home.")
    private Optional<String> bootstrapServers = Optional.empty();

    @Option(
            names = "--registry-url",
            paramLabel = "URL,...",
            showDefaultValue = Visibility.NEVER,
            description = "The Confluent-compatible schema registry that goes with --bootstrap-servers.")
    private Optional<String> registryUrl = Optional.empty();

    @Option(
            names = "--properties",
            paramLabel = "FILE",
            showDefaultValue = Visibility.NEVER,
            description = "Kafka client properties, TLS and SASL for example; 'schema.registry.' settings go to the"
                    + " registry client.")
    private Optional<Path> properties = Optional.empty();

    @Option(
            names = "--topic-prefix",
            paramLabel = "PREFIX",
            showDefaultValue = Visibility.NEVER,
            description = "What every topic name starts with. Default: expunge.topic-prefix in --properties, else '"
                    + Topics.DEFAULT_PREFIX + "'.")
    private Optional<String> topicPrefix = Optional.empty();

    @Option(
            names = "--store",
            paramLabel = "DIR|s3://BUCKET/PREFIX",
            showDefaultValue = Visibility.NEVER,
            description = "The model store: a directory, or a place in an object store (credentials as usual there:"
                    + " environment, profile or role; expunge.store.s3.* in --properties says which server)."
                    + " Default: 'store' under --home.")
    private Optional<String> store = Optional.empty();

    Path home() {
        return home.toAbsolutePath().normalize();
    }

    /** Where the model store is. */
    StorePlace store() {
        return store.map(text -> StorePlace.parse(text, ServiceSettings.objectStore(fileProperties())))
                .orElseGet(() -> new StorePlace.Directory(home().resolve("store")));
    }

    /** The directory of the embedded broker and registry. */
    Path sandbox() {
        return home().resolve("sandbox");
    }

    Topics topics() {
        try {
            return new Topics(topicPrefix
                    .or(() -> Optional.ofNullable(fileProperties().get(TOPIC_PREFIX)))
                    .orElse(Topics.DEFAULT_PREFIX));
        } catch (IllegalArgumentException badPrefix) {
            String where = topicPrefix.isPresent() ? "--topic-prefix" : TOPIC_PREFIX + " in --properties";
            throw new CommandFailure(ExitCode.USAGE, where + ": " + badPrefix.getMessage() + ".", badPrefix);
        }
    }

    /** Whether a real cluster was named, on the command line or in the properties file. */
    boolean namesCluster() {
        return bootstrapServers.isPresent() || fileProperties().containsKey("bootstrap.servers");
    }

    /** What was named, or what runs under the home directory. */
    ConnectionSettings settings() {
        Topics topics = topics();
        registryUrl.filter(SensitiveSettings::hasUserInfo).ifPresent(url -> {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--registry-url holds a user or a password, which everybody on this machine can read there. Put"
                            + " schema.registry.basic.auth.credentials.source=USER_INFO and"
                            + " schema.registry.basic.auth.user.info=USER:PASSWORD into --properties.");
        });
        Map<String, String> fromFile = fileProperties();
        Optional<String> servers = bootstrapServers.or(() -> Optional.ofNullable(fromFile.get("bootstrap.servers")));
        Optional<String> registry = registryUrl.or(() -> Optional.ofNullable(fromFile.get("schema.registry.url")));
        if (servers.isEmpty()) {
            return embedded(topics, fromFile);
        }
        if (registry.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "a schema registry is needed with --bootstrap-servers; name it with --registry-url, or as"
                            + " schema.registry.url in --properties.");
        }
        return ConnectionSettings.of(servers.get(), split(registry.get()), topics, fromFile);
    }

    private ConnectionSettings embedded(Topics topics, Map<String, String> fromFile) {
        Endpoints running = Sandbox.find(sandbox())
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.UNREACHABLE,
                        "nothing is running under " + home() + ". Start it with 'expunge run', or name a cluster with"
                                + " --bootstrap-servers and --registry-url."));
        return ConnectionSettings.of(
                running.bootstrapServers(), List.of(running.schemaRegistryUrl()), topics, fromFile);
    }

    /** What the properties file says; empty without one. */
    Map<String, String> fileProperties() {
        return properties.map(ConnectionOptions::load).orElseGet(Map::of);
    }

    private static Map<String, String> load(Path file) {
        Properties loaded = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            loaded.load(reader);
        } catch (NoSuchFileException missing) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT, "--properties: " + file + " does not exist; check the path.", missing);
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "--properties: " + file + " cannot be read as a Java properties file (" + unreadable.getMessage()
                            + "). Check the path and its content.",
                    unreadable);
        }
        return loaded.stringPropertyNames().stream()
                .collect(Collectors.toMap(
                        name -> name, name -> loaded.getProperty(name).strip()));
    }

    private static List<String> split(String list) {
        return Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }
}
