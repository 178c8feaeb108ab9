/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.events.ReasonCode;
import io.expunge.events.VerificationCheck;
import io.expunge.processor.command.Command;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.command.CommandCodec;
import io.expunge.processor.command.CommandSender;
import io.expunge.processor.request.Reason;
import io.expunge.store.ModelStore;
import io.expunge.store.ModelStoreException;
import io.expunge.unlearning.CancelledException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs on a bounded pool. A job that would not fit into memory beside the running ones waits; one that would never
 * fit fails with that reason. When the store cannot be reached the job is tried again and the request stays open. Closing
 * cancels what runs. Thread-safe.
 */
public final class PooledJobRunner implements JobRunner {
    private static final Logger LOG = LoggerFactory.getLogger(PooledJobRunner.class);

    /** A little less than what a broker takes in one record by default. */
    private static final int LARGEST_RESULT = 900_000;

    private final CommandCodec codec = new CommandCodec();
    private final JobExecutor executor;
    private final CommandSender commands;
    private final PoolSettings settings;
    private final Clock clock;
    private final MemoryBudget memory;
    private final Optional<IdlePreparation> preparation;
    private final Optional<BackgroundVerification> verification;
    private final ScheduledThreadPoolExecutor pool;
    private final Map<String, JobMonitor> known = new ConcurrentHashMap<>();

    /** A pool that checks no versions. */
    public PooledJobRunner(
            JobExecutor executor,
            Optional<RemovalPreparer> preparer,
            CommandSender commands,
            PoolSettings settings,
            Clock clock) {
        this(executor, Optional.empty(), preparer, commands, settings, clock);
    }

    /**
     * @param verifier checks published versions while no job waits or runs, if anything does
     * @param preparer prepares answers while there is nothing else to do, if anything does
     */
    public PooledJobRunner(
            JobExecutor executor,
            Optional<VerificationExecutor> verifier,
            Optional<RemovalPreparer> preparer,
            CommandSender commands,
            PoolSettings settings,
            Clock clock) {
        this.executor = executor;
        this.commands = commands;
        this.settings = settings;
        this.clock = clock;
        this.memory = new MemoryBudget(settings.memoryBytes());
        this.verification = verifier.map(checks -> BackgroundVerification.start(
                checks,
                this::verified,
                known::isEmpty,
                this::goOnPreparing,
                memory,
                settings.retryDelay().toMillis()));
        this.preparation = preparer.map(idle -> IdlePreparation.start(idle, this::isIdle, memory));
        AtomicInteger number = new AtomicInteger();
        this.pool = new ScheduledThreadPoolExecutor(settings.threads(), task -> {
            Thread thread = new Thread(task, "expunge-job-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        pool.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * Makes a purger whose looks at artifacts share the memory of the jobs; it is the caller's to close.
     *
     * @param unstage discards what is staged of a model, so that no job counts on it
     */
    public StorePurger purger(ModelStore store, Consumer<String> unstage) {
        return new StorePurger(store, commands, settings.retryDelay(), clock, memory, unstage);
    }

    @Override
    public void submit(JobSpecification job) {
        JobMonitor monitor = new JobMonitor(job, settings.deadline());
        if (known.putIfAbsent(job.batchId(), monitor) == null) {
            preparation.ifPresent(IdlePreparation::giveWay);
            verification.ifPresent(BackgroundVerification::giveWay);
            schedule(job, monitor, 0);
        }
    }

    private void schedule(JobSpecification job, JobMonitor monitor, long delayMillis) {
        try {
            pool.schedule(() -> run(job, monitor), delayMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            end(job);
        }
    }

    private void run(JobSpecification job, JobMonitor monitor) {
        try {
            Outcome outcome = attempt(job, monitor);
            end(job);
            if (monitor.isCancelled() && outcome instanceof Outcome.Failed) {
                // The interrupt may have broken it: that says nothing about the requests.
                LOG.info("job of batch {} broke while the service stops; the next owner takes it up", job.batchId());
                return;
            }
            commands.send(job.modelId(), done(job, outcome));
        } catch (CancelledException cancelled) {
            end(job);
            LOG.info("job of batch {} stops with the service; the next owner takes it up", job.batchId());
        } catch (ModelStoreException.StoreUnavailable unavailable) {
            LOG.warn("job of batch {} waits: {}", job.batchId(), unavailable.getMessage());
            schedule(job, monitor, settings.retryDelay().toMillis());
        }
    }

    /** A result that no record can carry would be sent in vain for ever; it ends as a failure that says so. */
    private Command.JobDone done(JobSpecification job, Outcome outcome) {
        Command.JobDone done =
                new Command.JobDone(clock.millis(), job.modelId(), job.batchId(), job.baseHash(), outcome);
        int bytes = codec.encode(done).length;
        if (bytes <= LARGEST_RESULT) {
            return done;
        }
        Outcome tooLarge = failed(
                ReasonCode.INTERNAL_ERROR,
                "The version event would have " + bytes + " bytes; at most " + LARGEST_RESULT
                        + " can be published. Shorten the class names, or lower expunge.batch.maximum-size.");
        return new Command.JobDone(done.at(), done.modelId(), done.batchId(), done.baseHash(), tooLarge);
    }

    private void end(JobSpecification job) {
        known.remove(job.batchId());
        verification.ifPresent(BackgroundVerification::goOn);
        preparation.ifPresent(IdlePreparation::goOn);
    }

    private boolean isIdle() {
        return known.isEmpty() && openVerifications() == 0;
    }

    /** Published versions that wait for checks or are being checked. */
    public int openVerifications() {
        return verification.map(BackgroundVerification::open).orElse(0);
    }

    @Override
    public void verify(VerificationSpecification version) {
        preparation.ifPresent(IdlePreparation::giveWay);
        verification.ifPresent(checks -> checks.offer(version));
    }

    @Override
    public void abandonVerification(String modelId) {
        verification.ifPresent(checks -> checks.forsake(modelId));
    }

    private void verified(VerificationSpecification version, List<VerificationCheck> checks) {
        commands.send(
                version.modelId(),
                new Command.VerificationDone(
                        clock.millis(),
                        version.modelId(),
                        version.version(),
                        version.contentHash(),
                        version.stage(),
                        checks));
    }

    private void goOnPreparing() {
        preparation.ifPresent(IdlePreparation::goOn);
    }

    @Override
    public void prepare(Preparation head) {
        executor.forgetAllBut(head.modelId(), Optional.of(head.baseHash()));
        preparation.ifPresent(idle -> idle.offer(head));
    }

    @Override
    public void forsake(String modelId) {
        executor.forgetAllBut(modelId, Optional.empty());
        preparation.ifPresent(idle -> idle.forsake(modelId));
    }

    // A job must end in an outcome whatever happens inside it: an unforeseen error quarantines one request after the
    // bisection, while a lost job would leave its whole batch waiting for ever.
    private Outcome attempt(JobSpecification job, JobMonitor monitor) {
        try {
            long bytes = executor.estimateBytes(job);
            if (!memory.couldEverFit(bytes)) {
                return failed(ReasonCode.OUT_OF_MEMORY, tooBig(bytes));
            }
            memory.acquire(bytes);
            try {
                monitor.begin();
                return executor.execute(job, monitor);
            } finally {
                monitor.pause();
                memory.release(bytes);
            }
        } catch (DeadlineExceededException late) {
            return failed(ReasonCode.DEADLINE, String.valueOf(late.getMessage()));
        } catch (CancelledException | ModelStoreException.StoreUnavailable passOn) {
            throw passOn;
        } catch (ModelStoreException.ArtifactMissing missing) {
            return failed(ReasonCode.ARTIFACT_MISSING, String.valueOf(missing.getMessage()));
        } catch (ModelStoreException unreadable) {
            return failed(ReasonCode.ARTIFACT_CORRUPT, String.valueOf(unreadable.getMessage()));
        } catch (OutOfMemoryError exhausted) {
            return failed(
                    ReasonCode.OUT_OF_MEMORY,
                    "The job needed more memory than the process has; give the service a bigger heap and retry.");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CancelledException("the service stops");
        } catch (RuntimeException | Error unforeseen) {
            LOG.error("job of batch {} of model {} failed", job.batchId(), job.modelId(), unforeseen);
            return failed(
                    ReasonCode.INTERNAL_ERROR,
                    "The job failed unexpectedly (" + unforeseen.getClass().getSimpleName()
                            + "); the service's log has the details.");
        }
    }

    private String tooBig(long bytes) {
        return "The job needs about " + (bytes >> 20) + " MiB and jobs may use " + (settings.memoryBytes() >> 20)
                + " MiB. Give the service a bigger heap and retry.";
    }

    private static Outcome failed(ReasonCode code, String detail) {
        return new Outcome.Failed(new Reason(code, detail));
    }

    @Override
    public int open() {
        return known.size();
    }

    /** What there is to do now. */
    public JobLoad load() {
        int running = running();
        return new JobLoad(Math.max(0, known.size() - running), running, memory.used(), memory.capacity());
    }

    private int running() {
        return (int) known.values().stream().filter(JobMonitor::isRunning).count();
    }

    @Override
    public int finish(Duration patience) {
        pool.shutdown(); // drops what is scheduled, since the policy says so
        known.values().stream().filter(monitor -> !monitor.isRunning()).forEach(JobMonitor::cancel);
        verification.ifPresent(BackgroundVerification::close);
        preparation.ifPresent(IdlePreparation::close);
        int running = running();
        if (running > 0) {
            LOG.info("waiting up to {} s for {} running job(s)", patience.toSeconds(), running);
        }
        try {
            return pool.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS) ? 0 : running();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return running();
        }
    }

    @Override
    public void close() {
        known.values().forEach(JobMonitor::cancel);
        pool.shutdownNow();
        verification.ifPresent(BackgroundVerification::close);
        preparation.ifPresent(IdlePreparation::close);
        try {
            if (!pool.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("a job does not stop; it ends with the process and announces nothing");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
