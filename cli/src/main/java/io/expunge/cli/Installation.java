/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.processor.service.ProcessorConfiguration;
import io.expunge.processor.service.ProcessorService;
import io.expunge.sandbox.Endpoints;
import io.expunge.sandbox.Sandbox;
import io.expunge.sandbox.SandboxSettings;
import io.expunge.schemas.SensitiveSettings;
import io.expunge.schemas.SubjectAdministration;
import io.expunge.schemas.TopicAdministration;
import io.expunge.schemas.TopicCatalogue;
import io.expunge.schemas.TopicSettings;
import io.expunge.schemas.Topics;
import io.expunge.store.ModelStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A processor with all it needs in this process: on a broker and a registry of its own, or on those of a real cluster.
 * Closing stops everything in the reverse order of starting. Thread-safe.
 */
final class Installation implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);

    private final StartedParts parts;
    private final Connection connection;
    private final ModelStore store;
    private final ProcessorService service;

    private Installation(Plan plan, StartedParts parts) {
        this.parts = parts;
        try {
            ServiceSettings.check(plan.properties());
            ConnectionSettings settings = plan.embedded() ? startSandbox(plan) : plan.cluster();
            ProcessorConfiguration configuration = ServiceSettings.of(plan.home(), plan.properties(), settings);
            connection = parts.add(Connection.open(settings));
            if (plan.embedded()) {
                prepareTopics(configuration);
            }
            store = parts.add(plan.storePlace().open());
            service = parts.add(ProcessorService.start(configuration, connection.registry(), store));
            awaitRunning();
        } catch (Exception | Error failed) {
            close();
            throw failed;
        }
    }

    /**
     * What to start.
     *
     * @param home where the sandbox and the stream's state live
     * @param storePlace the model store
     * @param brokerPort port of the embedded broker; 0 takes a free one
     * @param registryPort port of the embedded registry; 0 takes a free one
     * @param topics topic names
     * @param properties settings from the user's file
     * @param clusters the real cluster; empty for the embedded one
     * @param notes told what is being started
     */
    record Plan(
            Path home,
            StorePlace storePlace,
            int brokerPort,
            int registryPort,
            Topics topics,
            Map<String, String> properties,
            List<ConnectionSettings> clusters,
            Consumer<String> notes) {
        boolean embedded() {
            return clusters.isEmpty();
        }

        ConnectionSettings cluster() {
            return clusters.get(0);
        }

        /** Without the values of passwords, tokens and logins. */
        @Override
        public String toString() {
            return "Plan[" + home + ", " + topics + ", " + SensitiveSettings.text(properties) + ", " + clusters + "]";
        }
    }

    /** Starts everything and returns when the processor serves. */
    static Installation start(Plan plan) {
        return start(plan, new StartedParts());
    }

    /** The same, with parts that another thread may stop while it starts. */
    static Installation start(Plan plan, StartedParts parts) {
        return new Installation(plan, parts);
    }

    Connection connection() {
        return connection;
    }

    ModelStore store() {
        return store;
    }

    ProcessorService service() {
        return service;
    }

    private ConnectionSettings startSandbox(Plan plan) {
        plan.notes().accept("starting a Kafka broker and a schema registry");
        Sandbox sandbox = parts.add(Sandbox.start(
                new SandboxSettings(plan.home().resolve("sandbox"), plan.brokerPort(), plan.registryPort())));
        Endpoints endpoints = sandbox.endpoints();
        return ConnectionSettings.of(
                endpoints.bootstrapServers(), List.of(endpoints.schemaRegistryUrl()), plan.topics(), plan.properties());
    }

    private void prepareTopics(ProcessorConfiguration configuration) {
        TopicCatalogue catalogue = TopicCatalogue.of(TopicSettings.defaults()
                .withPrefix(configuration.topicPrefix())
                .withModelPartitions(configuration.modelPartitions()));
        new TopicAdministration(connection.admin()).createMissing(catalogue);
        new SubjectAdministration(connection.registry()).register(catalogue);
    }

    private void awaitRunning() {
        try {
            CompletableFuture.anyOf(service.running(), service.stopped()).get(START.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException slow) {
            throw new CommandFailure(
                    ExitCode.TIMED_OUT,
                    "the processor did not start serving within " + START.toSeconds()
                            + " s. Another instance may still be leaving; try again, or look at the log.",
                    slow);
        } catch (java.util.concurrent.ExecutionException failed) {
            throw new CompletionException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.FAILED, "interrupted.", interrupted);
        }
        if (!service.running().isDone()) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "the processor stopped while starting"
                            + service.stopped()
                                    .join()
                                    .map(cause ->
                                            ": " + FailureReport.answer(cause).clause())
                                    .orElse("")
                            + ". The log says more.");
        }
    }

    @Override
    public void close() {
        parts.close();
    }
}
