/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.fault;

import com.github.dockerjava.api.DockerClient;
import java.util.List;
import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A broker and a registry in containers. Which images they are made of say the system properties {@value #KAFKA_IMAGE} and
 * {@value #REGISTRY_IMAGE}; the official ones are the default. Owned by one thread.
 */
final class ContainerGround implements Footing, AutoCloseable {
    static final String KAFKA_IMAGE = "expunge.kafka-image";
    static final String REGISTRY_IMAGE = "expunge.registry-image";
    private static final String OFFICIAL_KAFKA = "apache/kafka";
    private static final int KAFKA_PORT = 9092;
    private static final int REGISTRY_PORT = 8080;
    private static final String REGISTRY_PATH = "/apis/ccompat/v7";

    private final KafkaContainer kafka;
    private final GenericContainer<?> registry;

    ContainerGround() {
        this.kafka = new KafkaContainer(
                        DockerImageName.parse(System.getProperty(KAFKA_IMAGE, OFFICIAL_KAFKA + ":4.3.1"))
                                .asCompatibleSubstituteFor(OFFICIAL_KAFKA))
                .withEnv(Map.of(
                        "KAFKA_HEAP_OPTS",
                        "-Xmx384m",
                        "KAFKA_AUTO_CREATE_TOPICS_ENABLE",
                        "false",
                        "KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS",
                        "1000",
                        "KAFKA_TRANSACTION_ABORT_TIMED_OUT_TRANSACTION_CLEANUP_INTERVAL_MS",
                        "500"));
        // A port of its own choice would be another one after a restart.
        kafka.setPortBindings(List.of(Ground.freePort() + ":" + KAFKA_PORT));
        this.registry = new GenericContainer<>(
                        System.getProperty(REGISTRY_IMAGE, "apicurio/apicurio-registry-mem:2.6.13.Final"))
                .withEnv(Map.of(
                        "ENABLE_CCOMPAT_CANONICAL_HASH_MODE",
                        "true",
                        "JAVA_OPTIONS",
                        "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"))
                .withExposedPorts(REGISTRY_PORT)
                .waitingFor(Wait.forHttp(REGISTRY_PATH + "/subjects").forPort(REGISTRY_PORT));
        registry.start();
        kafka.start();
    }

    /** Whether there is an engine to run containers. */
    static boolean possible() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    /** SIGKILL for the broker, which then starts again on what its disk holds. */
    void killAndStartBroker() {
        docker().killContainerCmd(kafka.getContainerId()).exec();
        startBroker();
    }

    /** Stops the broker in order. */
    void stopBroker() {
        docker().stopContainerCmd(kafka.getContainerId()).withTimeout(30).exec();
    }

    void startBroker() {
        docker().startContainerCmd(kafka.getContainerId()).exec();
    }

    private DockerClient docker() {
        return kafka.getDockerClient();
    }

    @Override
    public String bootstrapServers() {
        return kafka.getBootstrapServers();
    }

    @Override
    public String registryUrl() {
        return "http://" + registry.getHost() + ":" + registry.getMappedPort(REGISTRY_PORT) + REGISTRY_PATH;
    }

    @Override
    public void close() {
        kafka.stop();
        registry.stop();
    }
}
