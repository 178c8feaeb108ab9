/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.metrics;

import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.job.JobExecutor;
import io.expunge.processor.job.JobSpecification;
import io.expunge.unlearning.ProgressMonitor;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Times jobs and measures batches: the work done here, whether or not its result was taken in. Thread-safe. */
final class MeteredJobs implements JobExecutor {
    private static final String BROKEN = "broken";

    private final JobExecutor executor;
    private final MeterRegistry registry;
    private final DistributionSummary batchSizes;
    private final DistributionSummary passes;

    MeteredJobs(JobExecutor executor, MeterRegistry registry) {
        this.executor = executor;
        this.registry = registry;
        this.batchSizes = DistributionSummary.builder("expunge.batch.size")
                .description("Deletion requests of one job that ended.")
                .serviceLevelObjectives(1, 10, 100, 1000)
                .register(registry);
        this.passes = DistributionSummary.builder("expunge.solver.passes")
                .description("Passes over the training data that a new version took.")
                .serviceLevelObjectives(10, 30, 100, 300, 1000)
                .register(registry);
        for (Class<?> kind : Outcome.class.getPermittedSubclasses()) {
            timer(name(kind));
        }
        timer(BROKEN);
    }

    @Override
    public Outcome execute(JobSpecification job, ProgressMonitor monitor) {
        long start = System.nanoTime();
        String ending = BROKEN;
        try {
            Outcome outcome = executor.execute(job, monitor);
            ending = name(outcome.getClass());
            measure(job, outcome);
            return outcome;
        } finally {
            timer(ending).record(Duration.ofNanos(System.nanoTime() - start));
        }
    }

    /** Only at the end: a job that waits for the store comes again, with the same batch. */
    private void measure(JobSpecification job, Outcome outcome) {
        if (job instanceof JobSpecification.Unlearning unlearning) {
            batchSizes.record(unlearning.requests().size());
        }
        if (outcome instanceof Outcome.Produced produced) {
            Optional.ofNullable(produced.draft().getEvidence())
                    .ifPresent(evidence -> passes.record(evidence.getPasses()));
        }
    }

    @Override
    public long estimateBytes(JobSpecification job) {
        return executor.estimateBytes(job);
    }

    @Override
    public void forgetAllBut(String modelId, Optional<String> headHash) {
        executor.forgetAllBut(modelId, headHash);
    }

    private static String name(Class<?> kind) {
        return kind.getSimpleName().toLowerCase(Locale.ROOT);
    }

    private Timer timer(String outcome) {
        return Timer.builder("expunge.job.duration")
                .description("Seconds of jobs by how they ended; broken ones were cancelled or wait for the store.")
                .tags("outcome", outcome)
                .serviceLevelObjectives(
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(5),
                        Duration.ofHours(1))
                .register(registry);
    }
}
