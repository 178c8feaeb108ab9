/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.service;

import io.expunge.events.DeletionRequested;
import io.expunge.events.ModelRegistered;
import io.expunge.processor.command.CommandSender;
import io.expunge.processor.command.KafkaCommandSender;
import io.expunge.processor.intake.Intakes;
import io.expunge.processor.job.JobExecutor;
import io.expunge.processor.job.JobRunner;
import io.expunge.processor.job.PooledJobRunner;
import io.expunge.processor.job.PreparationSettings;
import io.expunge.processor.job.PurgingJobRunner;
import io.expunge.processor.job.RemovalPreparer;
import io.expunge.processor.job.StoreJobExecutor;
import io.expunge.processor.job.StorePurger;
import io.expunge.processor.topology.ExpungeTopology;
import io.expunge.processor.topology.TopologyParts;
import io.expunge.processor.verification.HeadHints;
import io.expunge.processor.verification.StoreHeadHints;
import io.expunge.schemas.EventSchemas;
import io.expunge.schemas.SchemaRegistry;
import io.expunge.schemas.Topics;
import io.expunge.store.ModelStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/**
 * Puts a service together and starts nothing of it. If a part cannot be had, those that were opened before it are closed,
 * the newest first. For one service; use from one thread.
 */
final class ServiceAssembly {
    private final ProcessorConfiguration configuration;
    private final SchemaRegistry registry;
    private final ModelStore store;
    private final ServiceSeams seams;
    private final Monitoring monitoring;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    ServiceAssembly(
            ProcessorConfiguration configuration,
            SchemaRegistry registry,
            ModelStore store,
            ServiceSeams seams,
            Monitoring monitoring) {
        this.configuration = configuration;
        this.registry = registry;
        this.store = store;
        this.seams = seams;
        this.monitoring = monitoring;
    }

    /** The parts; they are the caller's to close. */
    ServiceParts assemble() {
        try {
            return open();
        } catch (RuntimeException failed) {
            closeOpened(failed);
            throw failed;
        }
    }

    private ServiceParts open() {
        EventSchemas schemas = EventSchemas.prepare(
                new PatientRegistry(registry, configuration.registryPatience()),
                new Topics(configuration.topicPrefix()));
        Map<String, Object> clients = new HashMap<>(configuration.clientProperties());
        CommandSender commands = opened(
                seams.commands().apply(new KafkaCommandSender(schemas.topics().commands(), clients)));
        JobRunner jobs = opened(jobs(commands));
        HeadHints hints = opened(seams.hints().apply(new StoreHeadHints(store)));
        StreamsConfig settings = new StreamsConfig(
                StreamsSettings.of(configuration, store.ownership().identity()));
        KafkaStreams streams =
                opened(seams.streams().create(topology(schemas, jobs, commands, hints), settings, new MonotonicTime()));
        String subject = schemas.topics().modelVersions() + "-value";
        monitoring.watch(streams, Map.of("registry", () -> registry.compatibility(subject), "store", store::probe));
        return new ServiceParts(streams, jobs, commands, hints);
    }

    private JobRunner jobs(CommandSender commands) {
        StoreJobExecutor executor = new StoreJobExecutor(
                store,
                configuration.unlearning(),
                configuration.jobParallelism(),
                configuration.indistinguishability().noise());
        Optional<RemovalPreparer> preparer = Optional.of(configuration.preparation())
                .filter(PreparationSettings::enabled)
                .map(executor::preparer);
        JobExecutor seamed = seams.executor().apply(executor);
        JobExecutor measured =
                monitoring.metrics().map(present -> present.measured(seamed)).orElse(seamed);
        PooledJobRunner pool = new PooledJobRunner(
                measured, Optional.of(executor.verifier()), preparer, commands, configuration.pool(), seams.clock());
        StorePurger purger = pool.purger(store, executor::discardPrepared);
        monitoring.metrics().ifPresent(present -> {
            present.bindJobs(pool::load);
            present.bindPrepared(executor::preparedLoad);
            present.bindPurges(purger::load);
        });
        return new PurgingJobRunner(pool, purger);
    }

    private Topology topology(EventSchemas schemas, JobRunner jobs, CommandSender commands, HeadHints hints) {
        Intakes intakes = new Intakes(
                schemas.decoder(DeletionRequested.class),
                schemas.decoder(ModelRegistered.class),
                new CachedKeys(store.keys(), configuration.registryPatience()),
                configuration.intake());
        return ExpungeTopology.build(new TopologyParts(
                schemas,
                intakes,
                configuration.policy(),
                configuration.verification(),
                jobs,
                commands,
                hints,
                monitoring.watch(),
                Optional.of(configuration.audit().signer(store.signingKeys())),
                configuration.modelPartitions()));
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    private void closeOpened(RuntimeException because) {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception stubborn) {
                because.addSuppressed(stubborn);
            }
        }
    }
}
