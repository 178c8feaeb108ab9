/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.metrics;

import io.expunge.events.AuditKind;
import io.expunge.events.Operation;
import io.expunge.events.UnlearningVerified;
import io.expunge.processor.intake.DeadLetter;
import io.expunge.processor.job.JobExecutor;
import io.expunge.processor.job.JobLoad;
import io.expunge.processor.job.PreparedLoad;
import io.expunge.processor.job.PurgeLoad;
import io.expunge.processor.model.ModelOutput;
import io.expunge.processor.model.ModelStores;
import io.expunge.processor.model.ModelWatch;
import io.expunge.processor.model.ReleaseAccount;
import io.expunge.processor.model.ReleasePolicy;
import io.expunge.processor.topology.TopologyWatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.streams.KafkaStreams;

/**
 * All metrics of one service. Gauges of state are made from the ledger's stores when a task starts and follow what it
 * does, so they are right again after a restore, a rebalance or an aborted transaction. Counters count what this process
 * did since it started. Labels hold model ids up to a bound, and nothing else that a producer chose. Thread-safe.
 */
public final class ServiceMetrics implements TopologyWatch, AutoCloseable {
    private static final String BYTES = "bytes";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Collection<AutoCloseable> binders = new CopyOnWriteArrayList<>();
    private final Collection<TaskTally> tasks = new CopyOnWriteArrayList<>();
    private final HighWaterMarks publishedVersions = new HighWaterMarks();
    private final DeadLetterCounters deadLetters = new DeadLetterCounters(registry);
    private final PurgeCounters purges = new PurgeCounters(registry);
    private final RepairCounters repairs;
    private final RequestGauges requests;
    private final Clock clock;
    private final Timer counting = Timer.builder("expunge.ledger.count")
            .description("Counting the ledger when a task starts, on its stream thread.")
            .register(registry);

    /**
     * @param maximumModels most models that get a label of their own; the others share one
     */
    public ServiceMetrics(int maximumModels, Clock clock) {
        this(maximumModels, clock, ReleasePolicy.NONE);
    }

    /** @param releases what was promised of releases with noise */
    public ServiceMetrics(int maximumModels, Clock clock, ReleasePolicy releases) {
        this.clock = clock;
        this.requests = new RequestGauges(registry, maximumModels, clock, releases);
        this.repairs = new RepairCounters(registry, maximumModels);
        for (Operation operation : Operation.values()) {
            if (operation != Operation.UNKNOWN) {
                published(operation);
            }
        }
    }

    /** Everything in Prometheus' text format, as it is now. */
    public synchronized String scrape() {
        requests.show(tasks.stream().map(TaskTally::figures).toList());
        return registry.scrape();
    }

    @Override
    public ModelWatch models() {
        return (partition, stores) -> watch(partition, count(stores));
    }

    private TaskTally count(ModelStores stores) {
        Timer.Sample sample = Timer.start(registry);
        TaskTally tally = TaskTally.of(stores);
        sample.stop(counting);
        return tally;
    }

    /** Shows a tally and keeps it in step. */
    ModelWatch.TaskWatch watch(int partition, TaskTally tally) {
        return new Watch(partition, tally);
    }

    @Override
    public void deadLetter(DeadLetter letter) {
        deadLetters.ofIntake(letter);
    }

    /** Measures the jobs of an executor. */
    public JobExecutor measured(JobExecutor executor) {
        return new MeteredJobs(executor, registry);
    }

    /** Shows what the pool of jobs has to do. */
    public void bindJobs(Supplier<JobLoad> load) {
        gauge("expunge.jobs.waiting", "Jobs that wait for a thread, memory or the store.", load, JobLoad::waiting);
        gauge("expunge.jobs.running", "Jobs that run.", load, JobLoad::running);
        bytes("expunge.job.memory.used", "Heap that running jobs are estimated to need.", load, JobLoad::memoryUsed);
        bytes("expunge.job.memory.limit", "Heap that jobs may need together.", load, JobLoad::memoryLimit);
    }

    /** Shows what was worked out before anybody asked. */
    public void bindPrepared(Supplier<PreparedLoad> load) {
        gauge("expunge.prepared.answers", "Removals solved in advance and staged.", load, PreparedLoad::answers);
        bytes("expunge.prepared.size", "Bytes staged in the model store.", load, PreparedLoad::bytes);
        FunctionCounter.builder(
                        "expunge.prepared.served", this, kept -> load.get().served())
                .description("Batches that found their removal solved.")
                .register(registry);
    }

    /** Shows what the purger has to do. */
    public void bindPurges(Supplier<PurgeLoad> load) {
        gauge("expunge.purges.waiting", "Purges that are planned and not done.", load, PurgeLoad::waiting);
        FunctionCounter.builder("expunge.purges.done", this, kept -> load.get().done())
                .description("Purges that this process carried out.")
                .register(registry);
        Gauge.builder("expunge.oldest.purge.age", load, supplier -> age(supplier.get()))
                .description("Since when this process tries to carry out the oldest purge that waits.")
                .baseUnit("seconds")
                .strongReference(true)
                .register(registry);
    }

    private double age(PurgeLoad load) {
        return load.oldest()
                .map(since -> Duration.between(since, clock.instant()).toSeconds())
                .map(seconds -> Math.max(0, seconds))
                .orElse(0L);
    }

    private <T> void gauge(String name, String description, Supplier<T> source, ToDoubleFunction<T> figure) {
        Gauge.builder(name, source, supplier -> figure.applyAsDouble(supplier.get()))
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    private <T> void bytes(String name, String description, Supplier<T> source, ToDoubleFunction<T> figure) {
        Gauge.builder(name, source, supplier -> figure.applyAsDouble(supplier.get()))
                .description(description)
                .baseUnit(BYTES)
                .strongReference(true)
                .register(registry);
    }

    /** Shows what was restored since the start, and how long that took. */
    public void bindRestore(LongSupplier records, DoubleSupplier seconds) {
        // Micrometer holds the object weakly and the function strongly: a lambda as the object would soon be gone.
        FunctionCounter.builder("expunge.restored.records", this, kept -> records.getAsLong())
                .description("Records read back from changelogs.")
                .register(registry);
        FunctionCounter.builder("expunge.restore", this, kept -> seconds.getAsDouble())
                .description("Time in which a store was being restored.")
                .baseUnit("seconds")
                .register(registry);
    }

    /** Shows a check of the service's health as 1 or 0. */
    public void bindHealth(String check, BooleanSupplier passed) {
        Gauge.builder("expunge.health", passed, supplier -> supplier.getAsBoolean() ? 1 : 0)
                .description("Whether a check passes: 1 or 0.")
                .tags("check", check)
                .strongReference(true)
                .register(registry);
    }

    /** Shows the metrics of Kafka Streams and of the Java process. */
    public void bindRuntime(KafkaStreams streams) {
        bind(new KafkaStreamsMetrics(streams));
        bind(new JvmMemoryMetrics());
        bind(new ProcessorMetrics());
        bind(new UptimeMetrics());
    }

    private void bind(MeterBinder binder) {
        binder.bindTo(registry);
        if (binder instanceof AutoCloseable closeable) {
            binders.add(closeable);
        }
    }

    private Counter published(Operation operation) {
        return Counter.builder("expunge.versions.published")
                .description("Versions announced by this process.")
                .tags("operation", operation.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    /** Follows one task. */
    private final class Watch implements ModelWatch.TaskWatch {
        private final int partition;
        private final TaskTally tally;

        Watch(int partition, TaskTally tally) {
            this.partition = partition;
            this.tally = tally;
            tasks.add(tally);
        }

        @Override
        public void told(ModelOutput output) {
            if (output instanceof ModelOutput.Status status) {
                tally.follow(status.event());
            } else if (output instanceof ModelOutput.Version version) {
                count(version);
            } else if (output instanceof ModelOutput.Audit audit) {
                purges.follow(audit.event());
                if (audit.event().getKind() == AuditKind.BUDGET_WARNING) {
                    tally.released(
                            audit.event().getModelId(),
                            ReleaseAccount.told(audit.event().getFacts())
                                    .spent()
                                    .mu());
                }
                repairs.follow(audit.event());
            } else if (output instanceof ModelOutput.Dead dead) {
                deadLetters.ofModel(partition, dead.letter());
            }
        }

        @Override
        public void judged(UnlearningVerified verdict) {
            repairs.follow(verdict);
        }

        private void count(ModelOutput.Version version) {
            String modelId = version.event().getModelId();
            long number = version.event().getVersion();
            tally.published(modelId, number);
            Optional.ofNullable(version.event().getIndistinguishability())
                    .ifPresent(told -> tally.released(modelId, told.getAccountMu()));
            if (publishedVersions.pass(modelId, number)) {
                published(version.event().getOperation()).increment();
            }
        }

        @Override
        public void close() {
            tasks.remove(tally);
        }
    }

    @Override
    public void close() {
        for (AutoCloseable binder : binders) {
            try {
                binder.close();
            } catch (Exception failed) {
                throw new IllegalStateException("metrics of Kafka Streams could not be let go of", failed);
            }
        }
        registry.close();
    }
}
