/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.ReasonCode;
import io.expunge.processor.command.Command.JobDone;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.testing.QueuedCommands;
import io.expunge.store.ModelStoreException;
import io.expunge.unlearning.CancelledException;
import io.expunge.unlearning.ProgressMonitor;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PooledJobRunnerTest {
    private static final Outcome NOTHING = new Outcome.NothingToDo(List.of());
    private static final long MEMORY = 100;
    private static final Instant NOW = Instant.parse("2026-01-17T09:00:00Z");

    private final QueuedCommands commands = new QueuedCommands();
    private Optional<PooledJobRunner> runner = Optional.empty();

    /** A job whose need of memory is part of its definition. */
    private record Work(long bytes, Body body) implements JobExecutor {
        interface Body {
            Outcome run(JobSpecification job, ProgressMonitor monitor) throws Exception;
        }

        @Override
        public Outcome execute(JobSpecification job, ProgressMonitor monitor) {
            try {
                return body.run(job, monitor);
            } catch (RuntimeException | Error asItIs) {
                throw asItIs;
            } catch (Exception failure) {
                throw new AssertionError(failure);
            }
        }

        @Override
        public long estimateBytes(JobSpecification job) {
            return bytes;
        }

        @Override
        public void forgetAllBut(String modelId, Optional<String> headHash) {
            // It keeps nothing.
        }
    }

    private PooledJobRunner runner(int threads, Duration deadline, JobExecutor executor) {
        PooledJobRunner created = new PooledJobRunner(
                executor,
                Optional.empty(),
                commands,
                new PoolSettings(threads, MEMORY, deadline, Duration.ofMillis(1)),
                Clock.fixed(NOW, ZoneOffset.UTC));
        runner = Optional.of(created);
        return created;
    }

    private PooledJobRunner runner(Work.Body body) {
        return runner(1, Duration.ofHours(1), new Work(1, body));
    }

    @AfterEach
    void close() {
        runner.ifPresent(PooledJobRunner::close);
    }

    private static JobSpecification job(String batchId) {
        return new JobSpecification.Unlearning("news", batchId, "base", "hessian-reassignment", List.of());
    }

    private static ModelStoreException.StoreUnavailable unavailable() {
        return new ModelStoreException.StoreUnavailable(
                "read", "artifact", "it is gone", "wait", new IOException("gone"));
    }

    private ReasonCode failure() throws InterruptedException {
        JobDone done = commands.next();
        assertThat(done.outcome()).isInstanceOf(Outcome.Failed.class);
        Outcome.Failed failed = (Outcome.Failed) done.outcome();
        assertThat(failed.reason().detail()).isNotBlank();
        return failed.reason().code();
    }

    @Test
    void theResultNamesItsJobAndItsTime() throws InterruptedException {
        runner((job, monitor) -> NOTHING).submit(job("a"));
        assertThat(commands.next()).isEqualTo(new JobDone(NOW.toEpochMilli(), "news", "a", "base", NOTHING));
    }

    @Test
    void aBatchSubmittedAgainWhileItRunsRunsOnce() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        PooledJobRunner pool = runner((job, monitor) -> {
            runs.incrementAndGet();
            go.await();
            return NOTHING;
        });
        pool.submit(job("a"));
        pool.submit(job("a"));
        pool.submit(job("b"));
        pool.submit(job("a"));
        go.countDown();
        assertThat(commands.next().batchId()).isEqualTo("a");
        assertThat(commands.next().batchId()).isEqualTo("b");
        pool.submit(job("c"));
        assertThat(commands.next().batchId()).isEqualTo("c");
        assertThat(runs).hasValue(3);
    }

    @Test
    void aBatchThatIsDoneMayBeAskedForAgain() throws InterruptedException {
        PooledJobRunner pool = runner((job, monitor) -> NOTHING);
        pool.submit(job("a"));
        commands.next();
        pool.submit(job("a"));
        assertThat(commands.next().batchId()).isEqualTo("a");
    }

    @Test
    void aStoreThatCannotBeReachedIsTriedAgain() throws InterruptedException {
        AtomicInteger attempts = new AtomicInteger();
        runner((job, monitor) -> {
                    if (attempts.incrementAndGet() < 4) {
                        throw unavailable();
                    }
                    return NOTHING;
                })
                .submit(job("a"));
        assertThat(commands.next().outcome()).isEqualTo(NOTHING);
        assertThat(attempts).hasValue(4);
        assertThat(commands.left()).isEmpty();
    }

    @Test
    void aStoreThatCannotBeReachedForTheEstimateIsTriedAgainToo() throws InterruptedException {
        AtomicInteger attempts = new AtomicInteger();
        runner(1, Duration.ofHours(1), new JobExecutor() {
                    @Override
                    public Outcome execute(JobSpecification job, ProgressMonitor monitor) {
                        return NOTHING;
                    }

                    @Override
                    public long estimateBytes(JobSpecification job) {
                        if (attempts.incrementAndGet() < 2) {
                            throw unavailable();
                        }
                        return 1;
                    }

                    @Override
                    public void forgetAllBut(String modelId, Optional<String> headHash) {
                        // It keeps nothing.
                    }
                })
                .submit(job("a"));
        assertThat(commands.next().outcome()).isEqualTo(NOTHING);
    }

    @Test
    void aJobPastItsDeadlineFails() throws InterruptedException {
        runner(1, Duration.ofNanos(1), new Work(1, (job, monitor) -> {
                    while (true) {
                        monitor.checkCancelled();
                        Thread.onSpinWait();
                    }
                }))
                .submit(job("a"));
        assertThat(failure()).isEqualTo(ReasonCode.DEADLINE);
    }

    @Test
    void aJobBiggerThanAllMemoryIsNotEvenStarted() throws InterruptedException {
        AtomicInteger runs = new AtomicInteger();
        runner(1, Duration.ofHours(1), new Work(MEMORY + 1, (job, monitor) -> {
                    runs.incrementAndGet();
                    return NOTHING;
                }))
                .submit(job("a"));
        assertThat(failure()).isEqualTo(ReasonCode.OUT_OF_MEMORY);
        assertThat(runs).hasValue(0);
    }

    @Test
    void jobsThatDoNotFitTogetherRunOneAfterTheOther() throws InterruptedException {
        AtomicInteger together = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        PooledJobRunner pool = runner(3, Duration.ofHours(1), new Work(MEMORY / 2 + 1, (job, monitor) -> {
            most.accumulateAndGet(together.incrementAndGet(), Math::max);
            Thread.yield();
            together.decrementAndGet();
            return NOTHING;
        }));
        for (int i = 0; i < 50; i++) {
            pool.submit(job("batch-" + i));
        }
        for (int i = 0; i < 50; i++) {
            commands.next();
        }
        assertThat(most).hasValue(1);
    }

    @Test
    void jobsThatFitTogetherRunTogether() throws InterruptedException {
        CyclicBarrier both = new CyclicBarrier(2);
        PooledJobRunner pool = runner(2, Duration.ofHours(1), new Work(MEMORY / 2, (job, monitor) -> {
            both.await(60, TimeUnit.SECONDS);
            return NOTHING;
        }));
        pool.submit(job("a"));
        pool.submit(job("b"));
        assertThat(commands.next().outcome()).isEqualTo(NOTHING);
        assertThat(commands.next().outcome()).isEqualTo(NOTHING);
    }

    static List<Throwable> unforeseen() {
        return List.of(
                new IllegalStateException("planted"),
                new IllegalArgumentException("planted"),
                new ArrayIndexOutOfBoundsException(3),
                new StackOverflowError(),
                new AssertionError("planted"),
                new NoClassDefFoundError("planted"));
    }

    /** A job that is lost would leave its batch waiting for ever. */
    @ParameterizedTest
    @MethodSource("unforeseen")
    void whateverBreaksTheJobEndsInAnOutcome(Throwable failure) throws InterruptedException {
        PooledJobRunner pool = runner((job, monitor) -> {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        });
        pool.submit(job("a"));
        assertThat(failure()).isEqualTo(ReasonCode.INTERNAL_ERROR);
        pool.submit(job("b"));
        assertThat(failure()).isEqualTo(ReasonCode.INTERNAL_ERROR);
    }

    @Test
    void storeFailuresHaveTheirOwnReasons() throws InterruptedException {
        PooledJobRunner pool = runner((job, monitor) -> {
            throw switch (job.batchId()) {
                case "missing" -> new ModelStoreException.ArtifactMissing("parameters");
                case "new" -> new ModelStoreException.FormatTooNew("parameters", 9, 1);
                default -> new ModelStoreException.ArtifactCorrupt("parameters", "this", "that");
            };
        });
        pool.submit(job("missing"));
        assertThat(failure()).isEqualTo(ReasonCode.ARTIFACT_MISSING);
        pool.submit(job("new"));
        assertThat(failure()).isEqualTo(ReasonCode.ARTIFACT_CORRUPT);
        pool.submit(job("corrupt"));
        assertThat(failure()).isEqualTo(ReasonCode.ARTIFACT_CORRUPT);
    }

    @Test
    void memoryThatIsExhaustedIsSaid() throws InterruptedException {
        runner((job, monitor) -> {
                    throw new OutOfMemoryError("planted");
                })
                .submit(job("a"));
        assertThat(failure()).isEqualTo(ReasonCode.OUT_OF_MEMORY);
    }

    @Test
    void closingCancelsAndSendsNothing() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        AtomicReference<Throwable> seen = new AtomicReference<>();
        PooledJobRunner pool = runner((job, monitor) -> {
            started.countDown();
            try {
                while (true) {
                    monitor.checkCancelled();
                    Thread.onSpinWait();
                }
            } catch (CancelledException cancelled) {
                seen.set(cancelled);
                throw cancelled;
            }
        });
        pool.submit(job("running"));
        pool.submit(job("waiting"));
        started.await();
        pool.close();
        assertThat(seen.get()).isInstanceOf(CancelledException.class);
        assertThat(commands.left()).isEmpty();
        pool.submit(job("late"));
        assertThat(commands.left()).isEmpty();
    }

    /** A stopping service interrupts its jobs; what breaks by that says nothing about the requests. */
    @Test
    void whatBreaksBecauseOfTheClosingIsNoFailure() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        PooledJobRunner pool = runner((job, monitor) -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException("a library that cannot be interrupted", interrupted);
            }
            return NOTHING;
        });
        pool.submit(job("a"));
        started.await();
        pool.close();
        assertThat(commands.left()).isEmpty();
    }

    @Test
    void aJobThatWaitsForTheStoreDoesNotKeepTheServiceFromStopping() throws InterruptedException {
        CountDownLatch tried = new CountDownLatch(2);
        PooledJobRunner pool = runner((job, monitor) -> {
            tried.countDown();
            throw unavailable();
        });
        pool.submit(job("a"));
        tried.await();
        pool.close();
        assertThat(commands.left()).isEmpty();
    }

    /** It waits in the queue of the pool: what counts running jobs must not be deceived through a whole outage. */
    @Test
    void aJobThatWaitsForTheStoreDoesNotRun() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        PooledJobRunner pool = runner((job, monitor) -> {
            if (job.batchId().equals("waits for the store")) {
                throw unavailable();
            }
            begun.countDown();
            go.await();
            return NOTHING;
        });
        pool.submit(job("waits for the store"));
        pool.submit(job("runs")); // the only thread does not come back to the other
        begun.await();
        assertThat(pool.load()).isEqualTo(new JobLoad(1, 1, 1, MEMORY));
        assertThat(pool.finish(Duration.ZERO)).isEqualTo(1);
        go.countDown();
        assertThat(pool.finish(Duration.ofHours(1))).isZero();
        assertThat(commands.next().batchId()).isEqualTo("runs");
        assertThat(commands.left()).isEmpty();
    }

    @Test
    void aJobThatWaitsForMemoryIsStoppedToo() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        PooledJobRunner pool = runner(2, Duration.ofHours(1), new Work(MEMORY, (job, monitor) -> {
            started.countDown();
            new CountDownLatch(1).await();
            return NOTHING;
        }));
        pool.submit(job("a"));
        pool.submit(job("b"));
        started.await();
        pool.close();
        assertThat(commands.left()).isEmpty();
    }

    @Test
    void aStopLetsARunningJobSendItsResultAndDropsWhatWaits() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        PooledJobRunner pool = runner((job, monitor) -> {
            begun.countDown();
            go.await();
            monitor.checkCancelled();
            return NOTHING;
        });
        pool.submit(job("runs"));
        pool.submit(job("waits"));
        begun.await();
        assertThat(pool.load()).isEqualTo(new JobLoad(1, 1, 1, MEMORY));
        assertThat(pool.finish(Duration.ZERO)).isEqualTo(1);
        go.countDown();
        assertThat(pool.finish(Duration.ofHours(1))).isZero();
        assertThat(commands.next().batchId()).isEqualTo("runs");
        pool.submit(job("too late"));
        pool.close();
        assertThat(commands.left()).isEmpty();
    }

    @Test
    void aStopDoesNotWaitLongerThanItsPatience() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        PooledJobRunner pool = runner((job, monitor) -> {
            begun.countDown();
            never.await();
            return NOTHING;
        });
        pool.submit(job("endless"));
        begun.await();
        assertThat(pool.finish(Duration.ZERO)).isEqualTo(1);
        pool.close();
        assertThat(commands.left()).isEmpty();
    }
}
