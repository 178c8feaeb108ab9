/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.fault;

import com.github.dockerjava.api.DockerClient;
import io.expunge.sandbox.HangingTransactions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.RemoteDockerImage;
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
        this.kafka = new KafkaContainer(DockerImageName.parse(kafkaImage()).asCompatibleSubstituteFor(OFFICIAL_KAFKA))
                .withEnv(Map.of(
                        "KAFKA_HEAP_OPTS",
                        "-Xmx384m",
                        "KAFKA_AUTO_CREATE_TOPICS_ENABLE",
                        "false",
                        "KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS",
                        "1000",
                        "KAFKA_TRANSACTION_ABORT_TIMED_OUT_TRANSACTION_CLEANUP_INTERVAL_MS",
                        "500"));
        // A port that the engine chooses would be another one after a restart.
        kafka.setPortBindings(List.of(Ground.freePort() + ":" + KAFKA_PORT));
        this.registry = new GenericContainer<>(registryImage())
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

    /** Why there can be no containers here, if there cannot. */
    static Optional<String> obstacle() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return Optional.of("No Docker engine is reachable. Start one, or name it by DOCKER_HOST.");
        }
        return Stream.of(kafkaImage(), registryImage())
                .filter(image -> !isThere(image))
                .map(image -> "The image " + image
                        + " is not there and cannot be pulled. docker/offline-images.sh makes a" + " stand-in.")
                .findFirst();
    }

    private static boolean isThere(String image) {
        try {
            new RemoteDockerImage(DockerImageName.parse(image)).get(2, TimeUnit.MINUTES);
            return true;
        } catch (ContainerFetchException | TimeoutException notThere) {
            return false;
        }
    }

    private static String kafkaImage() {
        return System.getProperty(KAFKA_IMAGE, OFFICIAL_KAFKA + ":4.3.1");
    }

    private static String registryImage() {
        return System.getProperty(REGISTRY_IMAGE, "apicurio/apicurio-registry-mem:2.6.13.Final");
    }

    /** SIGKILL for the broker, which then starts again on what its disk holds. */
    void killAndStartBroker() throws InterruptedException {
        docker().killContainerCmd(kafka.getContainerId()).exec();
        startBroker();
    }

    /** Stops the broker in order and waits until it is gone. The container's first process would not pass a signal on. */
    void stopBroker() throws IOException, InterruptedException {
        kafka.execInContainer(
                "bash",
                "-c",
                "for process in /proc/[0-9]*; do grep -qs 'kafka[.]Kafka' $process/cmdline && kill -TERM ${process#/proc/};"
                        + " done");
        docker().waitContainerCmd(kafka.getContainerId()).start().awaitStatusCode(60, TimeUnit.SECONDS);
    }

    /**
     * Starts the broker on what its disk holds and ends what nobody else will: the only broker of a cluster may leave
     * transactions open for ever when it is killed.
     */
    void startBroker() throws InterruptedException {
        docker().startContainerCmd(kafka.getContainerId()).exec();
        awaitBroker();
        HangingTransactions.end(bootstrapServers(), Map.of());
    }

    private void awaitBroker() throws InterruptedException {
        long giveUp = System.nanoTime() + Ground.PATIENCE.toNanos();
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()))) {
            while (!answers(admin)) {
                if (System.nanoTime() > giveUp) {
                    throw new AssertionError("the broker does not come back; its log ends: " + kafka.getLogs());
                }
            }
        }
    }

    private static boolean answers(Admin admin) throws InterruptedException {
        try {
            return !admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException notYet) {
            return false;
        }
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
