/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.fault;

import io.expunge.sandbox.EmbeddedRegistry;
import io.expunge.sandbox.RegistrySettings;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;

/**
 * A broker in a child process and a registry, both of which can be taken away and started again on the same ports. Several
 * sites stand on it, each with topics of its own. Owned by one thread.
 */
final class Ground implements Footing, AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int BROKER_HEAP = 384;

    private final Path directory;
    private final int port = freePort();
    private final int slowPort = freePort();
    private final SlowProxy proxy;
    private final Path brokerFile;
    private ChildJvm broker;
    private EmbeddedRegistry registry;
    private int sites;

    Ground(Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        this.proxy = SlowProxy.start(slowPort);
        this.brokerFile = write(directory.resolve("broker.properties"), brokerProperties());
        CompletableFuture<EmbeddedRegistry> starting =
                CompletableFuture.supplyAsync(() -> EmbeddedRegistry.start(registrySettings(0)));
        startBroker();
        this.registry = starting.join();
    }

    /** Two doors: the usual one, and one behind a proxy that can be slow. Time-outs are short, so that tests are. */
    private Map<String, String> brokerProperties() {
        int controller = freePort();
        Map<String, String> properties = new HashMap<>();
        properties.put(BrokerChild.DIRECTORY, directory.resolve("broker").toString());
        properties.put(BrokerChild.PORT, Integer.toString(port));
        properties.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port + ",SLOW://127.0.0.1:" + slowPort + ",CONTROLLER://127.0.0.1:"
                        + controller);
        properties.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port + ",SLOW://127.0.0.1:" + proxy.port());
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,SLOW:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
        properties.put("group.min.session.timeout.ms", "1000");
        properties.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500");
        return properties;
    }

    private RegistrySettings registrySettings(int registryPort) {
        return new RegistrySettings(directory.resolve("registry"), registryPort);
    }

    /** A place of its own for topics, store and state. */
    Site site(Map<String, String> settings) throws Exception {
        sites++;
        return new Site(this, directory.resolve("site-" + sites), "site" + sites + ".", settings);
    }

    void startBroker() throws IOException, InterruptedException {
        broker = ChildJvm.start("broker", BrokerChild.class, BROKER_HEAP, brokerFile, directory.resolve("broker.log"));
        broker.await("running", PATIENCE);
    }

    ChildJvm broker() {
        return broker;
    }

    /** Stops the broker in order. */
    void stopBroker() throws InterruptedException {
        broker.tell("close");
        broker.exitCode();
    }

    /** Stops the registry; killed, it would be started again at once. */
    void stopRegistry() {
        registry.close();
    }

    void startRegistry() {
        int registryPort = java.net.URI.create(registry.url()).getPort();
        registry = EmbeddedRegistry.start(registrySettings(registryPort));
    }

    @Override
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** The way to the broker that goes through the proxy. */
    String slowBootstrapServers() {
        return "127.0.0.1:" + proxy.port();
    }

    SlowProxy proxy() {
        return proxy;
    }

    @Override
    public String registryUrl() {
        return registry.url();
    }

    static Path write(Path file, Map<String, String> settings) throws IOException {
        Files.createDirectories(file.getParent());
        Properties properties = new Properties();
        properties.putAll(settings);
        try (Writer out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        }
        return file;
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new IllegalStateException("no free port", none);
        }
    }

    @Override
    public void close() {
        broker.close();
        proxy.close();
        registry.close();
    }
}
