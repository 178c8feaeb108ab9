/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.service;

import io.expunge.processor.health.Dependencies;
import io.expunge.processor.health.Health;
import io.expunge.processor.health.HealthSource;
import io.expunge.processor.health.MonitoringException;
import io.expunge.processor.health.MonitoringServer;
import io.expunge.processor.health.MonitoringSettings;
import io.expunge.processor.health.RestoreProgress;
import io.expunge.processor.health.StreamsHealth;
import io.expunge.processor.metrics.ServiceMetrics;
import io.expunge.processor.model.ReleasePolicy;
import io.expunge.processor.topology.TopologyWatch;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Metrics and health of one service and the endpoint that tells them; nothing of it exists where the endpoint is off.
 * Listens before anything else is started, so that a taken port shows at once. Thread-safe.
 */
final class Monitoring implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Optional<Parts> parts;
    private volatile boolean stopping;
    private volatile Optional<HealthSource> source = Optional.empty();
    private volatile Optional<Dependencies> dependencies = Optional.empty();

    private record Parts(ServiceMetrics metrics, MonitoringServer server) {}

    private Monitoring(MonitoringSettings settings, ReleasePolicy releases) {
        this.parts = settings.port().isPresent() ? Optional.of(listen(settings, releases)) : Optional.empty();
    }

    /**
     * Begins to listen where that is wanted.
     *
     * @param releases what was promised of releases with noise, whose account is shown
     * @throws StartUpException if the address cannot be had
     */
    static Monitoring open(MonitoringSettings settings, ReleasePolicy releases) {
        return new Monitoring(settings, releases);
    }

    private Parts listen(MonitoringSettings settings, ReleasePolicy releases) {
        ServiceMetrics metrics = new ServiceMetrics(settings.maximumModels(), Clock.systemUTC(), releases);
        try {
            return new Parts(metrics, MonitoringServer.start(settings, metrics::scrape, this::live, this::ready));
        } catch (MonitoringException refused) {
            metrics.close();
            throw new StartUpException(List.of(String.valueOf(refused.getMessage())));
        }
    }

    private Health live() {
        return source.map(HealthSource::live).orElseGet(() -> Health.starting(true));
    }

    private Health ready() {
        return source.map(HealthSource::ready).orElseGet(() -> Health.starting(false));
    }

    /** Who looks on while records pass. */
    TopologyWatch watch() {
        return parts.<TopologyWatch>map(Parts::metrics).orElse(TopologyWatch.NONE);
    }

    /** The metrics, where they are wanted. */
    Optional<ServiceMetrics> metrics() {
        return parts.map(Parts::metrics);
    }

    /**
     * Begins to watch streams that were not started yet.
     *
     * @param probes what else has to answer; each may block
     */
    void watch(KafkaStreams streams, Map<String, Runnable> probes) {
        parts.ifPresent(present -> {
            RestoreProgress restore = new RestoreProgress(System::nanoTime);
            streams.setGlobalStateRestoreListener(restore);
            StreamsHealth health =
                    new StreamsHealth(streams::state, () -> StreamsHealth.threads(streams), restore, () -> stopping);
            Dependencies watched = Dependencies.watch(probes, INTERVAL, PATIENCE);
            HealthSource known = new HealthSource(health, watched);
            dependencies = Optional.of(watched);
            source = Optional.of(known);
            present.metrics().bindRuntime(streams);
            present.metrics().bindRestore(restore::restored, restore::seconds);
            present.metrics().bindHealth("live", () -> known.live().isUp());
            present.metrics().bindHealth("ready", () -> known.ready().isUp());
            watched.names().forEach(name -> present.metrics().bindHealth(name, () -> watched.isUp(name)));
        });
    }

    /** From now on the service is not ready, and its end is no failure. */
    void stopping() {
        stopping = true;
    }

    /** Where metrics and health are told. */
    Optional<URI> address() {
        return parts.map(Parts::server).map(MonitoringServer::address);
    }

    @Override
    public void close() {
        dependencies.ifPresent(Dependencies::close);
        parts.ifPresent(present -> {
            present.server().close();
            present.metrics().close();
        });
    }
}
