/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.service;

import io.expunge.processor.command.CommandSender;
import io.expunge.processor.job.JobRunner;
import io.expunge.processor.verification.HeadHints;
import io.expunge.schemas.SchemaRegistry;
import io.expunge.store.ModelStore;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running processor: checks what it needs, runs the topology, and stops it in an order that loses nothing. Thread-safe.
 */
public final class ProcessorService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessorService.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final KafkaStreams streams;
    private final JobRunner jobs;
    private final CommandSender commands;
    private final HeadHints hints;
    private final Monitoring monitoring;
    private final Duration stopPatience;
    private final CompletableFuture<Void> running = new CompletableFuture<>();
    private final CompletableFuture<Optional<Throwable>> stopped = new CompletableFuture<>();

    private ProcessorService(ServiceParts parts, Monitoring monitoring, Duration stopPatience) {
        this.streams = parts.streams();
        this.jobs = parts.jobs();
        this.commands = parts.commands();
        this.hints = parts.hints();
        this.monitoring = monitoring;
        this.stopPatience = stopPatience;
    }

    /**
     * Starts the service; the registry and the store stay the caller's.
     *
     * @throws StartUpException naming everything that is missing or wrong
     * @throws io.expunge.schemas.SchemaRegistryException if the registry stops answering meanwhile
     * @throws io.expunge.store.ModelStoreException if the store stops doing what is asked of it
     */
    public static ProcessorService start(
            ProcessorConfiguration configuration, SchemaRegistry registry, ModelStore store) {
        return start(configuration, registry, store, ServiceSeams.NONE);
    }

    /** Starts the service with something around its parts. */
    static ProcessorService start(
            ProcessorConfiguration configuration, SchemaRegistry registry, ModelStore store, ServiceSeams seams) {
        Monitoring monitoring = Monitoring.open(
                configuration.monitoring(), configuration.indistinguishability().policy());
        try {
            return start(configuration, registry, store, seams, monitoring);
        } catch (RuntimeException failed) {
            monitoring.close();
            throw failed;
        }
    }

    private static ProcessorService start(
            ProcessorConfiguration configuration,
            SchemaRegistry registry,
            ModelStore store,
            ServiceSeams seams,
            Monitoring monitoring) {
        StartUpChecks.require(configuration, registry, store);
        store.staging().discardAll();
        ServiceParts parts = new ServiceAssembly(configuration, registry, store, seams, monitoring).assemble();
        ProcessorService service = new ProcessorService(parts, monitoring, configuration.stopPatience());
        service.running.thenRunAsync(() -> StartUpChecks.noteLocalState(configuration));
        try {
            service.run();
        } catch (RuntimeException failed) {
            service.closeParts();
            throw failed;
        }
        return service;
    }

    private void run() {
        streams.setUncaughtExceptionHandler(failure -> {
            LOG.error("the processor stops: {}", rootMessage(failure), failure);
            stopped.complete(Optional.of(failure));
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.RUNNING) {
                running.complete(null);
            } else if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) {
                stopped.complete(Optional.empty());
            }
        });
        streams.start();
    }

    /** Completes when all partitions are served for the first time. */
    public CompletableFuture<Void> running() {
        return running;
    }

    /** Completes when the service has stopped, with the failure that stopped it if there was one. */
    public CompletableFuture<Optional<Throwable>> stopped() {
        return stopped;
    }

    /** Where Kafka Streams stands. */
    public KafkaStreams.State state() {
        return streams.state();
    }

    /** Where metrics and health are told, if they are. */
    public Optional<URI> monitoringAddress() {
        return monitoring.address();
    }

    /** How long closing waits for running jobs at most. */
    public Duration stopPatience() {
        return stopPatience;
    }

    /** Jobs at work or waiting. */
    public int openJobs() {
        return jobs.open();
    }

    /**
     * Leaves the group at once, so that another instance takes over without waiting for a time-out. Running jobs may go
     * on for the time the configuration gives them: their results are sent, and whoever owns the model by then takes in
     * the first that comes.
     */
    @Override
    public void close() {
        monitoring.stopping();
        closeParts();
        monitoring.close();
        stopped.complete(Optional.empty());
    }

    private void closeParts() {
        streams.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(CLOSE_TIMEOUT));
        int cut = jobs.finish(stopPatience);
        if (cut > 0) {
            LOG.warn(
                    "{} job(s) did not end in {} s and are stopped; the next owner starts them again",
                    cut,
                    stopPatience.toSeconds());
        }
        jobs.close();
        commands.close();
        hints.close();
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
