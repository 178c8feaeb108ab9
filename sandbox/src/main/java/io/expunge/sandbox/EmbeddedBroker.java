/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.sandbox;

import io.expunge.sandbox.SandboxException.Reason;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka node in this JVM: broker and controller in one, on loopback, with data that survive a restart. Kafka stops
 * the whole process when it cannot go on (a full or broken disk, for instance). Thread-safe.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final int ATTEMPTS = 5;

    // Kafka halts the JVM without a word when, say, its disk fails; a user whose logs are quiet should still learn why.
    static {
        Exit.setHaltProcedure((status, message) -> {
            System.err.println("The embedded broker cannot go on and ends this process"
                    + (message == null ? "" : " (" + message + ")")
                    + ". Is the disk full or broken? What is committed is safe and there after a restart.");
            Runtime.getRuntime().halt(status);
        });
    }

    private final DirectoryLock lock;
    private final KafkaRaftServer server;
    private final int port;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedBroker(DirectoryLock lock, KafkaRaftServer server, int port) {
        this.lock = lock;
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a broker and returns when it takes requests.
     *
     * @throws SandboxException if the port or the directory cannot be had, or the broker does not come up
     */
    public static EmbeddedBroker start(BrokerSettings settings) {
        DirectoryLock lock = DirectoryLock.acquire(settings.directory(), "broker.lock");
        boolean ranBefore = Files.exists(logs(settings).resolve("meta.properties"));
        EmbeddedBroker broker;
        try {
            broker = startLocked(settings, lock);
        } catch (RuntimeException failed) {
            lock.close();
            throw failed;
        }
        if (ranBefore) {
            endHangingTransactions(broker, settings);
        }
        return broker;
    }

    private static void endHangingTransactions(EmbeddedBroker broker, BrokerSettings settings) {
        Map<String, String> login = settings.security()
                .map(security -> security.clientProperties(security.administrator()))
                .orElse(Map.of());
        try {
            HangingTransactions.end(broker.bootstrapServers(), login);
        } catch (RuntimeException failed) {
            broker.close();
            throw new SandboxException(
                    Reason.BROKER_FAILED,
                    "the broker in " + settings.directory()
                            + " could not be asked for transactions that were left open: " + failed.getMessage()
                            + "; start it again",
                    failed);
        }
    }

    // A free port can be lost to another process between choosing and binding; then another is chosen.
    private static EmbeddedBroker startLocked(BrokerSettings settings, DirectoryLock lock) {
        for (int attempt = 1; ; attempt++) {
            int port = Ports.choose(settings.port(), "broker");
            try {
                return new EmbeddedBroker(lock, startServer(settings, port), port);
            } catch (SandboxException failed) {
                boolean again = failed.reason() == Reason.PORT_IN_USE && settings.port() == 0 && attempt < ATTEMPTS;
                if (!again) {
                    throw failed;
                }
                LOG.debug("Port {} was taken while the broker started; trying another", port);
            }
        }
    }

    private static KafkaRaftServer startServer(BrokerSettings settings, int port) {
        Path logs = logs(settings);
        int controllerPort = Ports.choose(0, "controller");
        Properties properties = BrokerProperties.of(settings, logs, port, controllerPort);
        try {
            format(settings, logs);
            KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
            startOrShutDown(server);
            return server;
        } catch (Exception failed) {
            throw failure(settings, port, failed);
        }
    }

    private static Path logs(BrokerSettings settings) {
        return settings.directory().toAbsolutePath().resolve("kafka");
    }

    private static void startOrShutDown(KafkaRaftServer server) {
        try {
            server.startup();
        } catch (RuntimeException failed) {
            server.shutdown();
            throw failed;
        }
    }

    private static SandboxException failure(BrokerSettings settings, int port, Exception cause) {
        if (cause instanceof KafkaException
                && String.valueOf(cause.getMessage()).contains("failed to bind")) {
            return Ports.inUse(port, "broker", cause);
        }
        return new SandboxException(
                Reason.BROKER_FAILED,
                "the broker in " + settings.directory() + " did not start: " + cause.getMessage()
                        + "; if its files were damaged or written by a newer Kafka, move the directory away",
                cause);
    }

    private static void format(BrokerSettings settings, Path logs) throws Exception {
        if (Files.exists(logs.resolve("meta.properties"))) {
            return;
        }
        new Formatter()
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(BrokerProperties.NODE_ID)
                .addDirectory(logs.toString())
                .setMetadataLogDirectory(logs.toString())
                .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setIgnoreFormatted(true)
                .setScramArguments(
                        settings.security().map(BrokerSecurity::scramArguments).orElse(List.of()))
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                .run();
    }

    /** What clients put into {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return Ports.LOOPBACK + ":" + port;
    }

    /** Stops the broker in order and waits for it. Does nothing the second time. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.shutdown();
            server.awaitShutdown();
            lock.close();
        }
    }
}
