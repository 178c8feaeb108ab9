/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.sandbox;

import java.nio.file.Path;
import java.util.Properties;

/** The configuration of a node that is broker and controller, alone and on loopback. Stateless. */
final class BrokerProperties {
    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private BrokerProperties() {}

    static Properties of(BrokerSettings settings, Path logs, int port, int controllerPort) {
        Properties properties = new Properties();
        node(properties, logs);
        listeners(properties, port, controllerPort, settings.security().isPresent() ? "SASL_SSL" : "PLAINTEXT");
        settings.security().ifPresent(security -> security.addTo(properties));
        singleCopies(properties);
        modestResources(properties);
        properties.putAll(settings.overrides());
        return properties;
    }

    private static void node(Properties properties, Path logs) {
        properties.setProperty("process.roles", "broker,controller");
        properties.setProperty("node.id", String.valueOf(NODE_ID));
        properties.setProperty("log.dirs", logs.toString());
        properties.setProperty("auto.create.topics.enable", "false");
        properties.setProperty("group.initial.rebalance.delay.ms", "0");
    }

    private static void listeners(Properties properties, int port, int controllerPort, String protocol) {
        String client = protocol + "://" + Ports.LOOPBACK + ":" + port;
        String controller = CONTROLLER_LISTENER + "://" + Ports.LOOPBACK + ":" + controllerPort;
        properties.setProperty("listeners", client + "," + controller);
        properties.setProperty("advertised.listeners", client);
        properties.setProperty(
                "listener.security.protocol.map",
                protocol + ":" + protocol + "," + CONTROLLER_LISTENER + ":" + protocol);
        properties.setProperty("inter.broker.listener.name", protocol);
        properties.setProperty("controller.listener.names", CONTROLLER_LISTENER);
        properties.setProperty("controller.quorum.voters", NODE_ID + "@" + Ports.LOOPBACK + ":" + controllerPort);
    }

    private static void singleCopies(Properties properties) {
        // There is nobody to hand leadership to: partitions would only lack a leader while transactions are being
        // ended.
        properties.setProperty("controlled.shutdown.enable", "false");
        properties.setProperty("default.replication.factor", "1");
        properties.setProperty("min.insync.replicas", "1");
        properties.setProperty("offsets.topic.replication.factor", "1");
        properties.setProperty("offsets.topic.num.partitions", "1");
        properties.setProperty("transaction.state.log.replication.factor", "1");
        properties.setProperty("transaction.state.log.min.isr", "1");
        properties.setProperty("transaction.state.log.num.partitions", "1");
        properties.setProperty("share.coordinator.state.topic.replication.factor", "1");
        properties.setProperty("share.coordinator.state.topic.min.isr", "1");
        properties.setProperty("share.coordinator.state.topic.num.partitions", "1");
    }

    // Kafka's defaults are for machines of its own; the cleaner alone would take 128 MiB of heap.
    private static void modestResources(Properties properties) {
        properties.setProperty("log.cleaner.dedupe.buffer.size", String.valueOf(4 * 1024 * 1024));
        properties.setProperty("num.network.threads", "2");
        properties.setProperty("num.io.threads", "4");
        properties.setProperty("background.threads", "2");
    }
}
