/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.processor.command.Command;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.testing.RecordingCommands;
import io.expunge.unlearning.ProgressMonitor;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who goes first in a pool that also prepares. The twins tell what they do and go on only when they are let. */
class IdlePreparationTest {
    private static final Preparation HEAD = new Preparation("m", 1, "h1", List.of("a", "b"));
    private static final PoolSettings POOL = new PoolSettings(1, 1000, Duration.ofMinutes(1), Duration.ofMillis(1));

    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final Semaphore passes = new Semaphore(0);
    private final Semaphore jobs = new Semaphore(0);
    private final PooledJobRunner runner = new PooledJobRunner(
            new Jobs(), Optional.of(new Passes()), new RecordingCommands(), POOL, Clock.systemUTC());

    @AfterEach
    void close() {
        passes.release(1000);
        jobs.release(1000);
        runner.close();
    }

    private String next() throws InterruptedException {
        return Optional.ofNullable(seen.poll(30, TimeUnit.SECONDS)).orElse("nothing happens");
    }

    private static JobSpecification job(String batchId) {
        return new JobSpecification.Unlearning("m", batchId, "h1", "method", List.of());
    }

    @Test
    void classesAreWorkedOutInTurnAfterWhatWasThereIsDiscarded() throws Exception {
        runner.prepare(HEAD);
        passes.release(2);
        assertThat(List.of(next(), next(), next(), next(), next()))
                .containsExactly("discard m", "begin a", "done a", "begin b", "done b");
        runner.prepare(HEAD);
        runner.forsake("m");
        assertThat(next()).as("offering the same head again does nothing").isEqualTo("discard m");
    }

    @Test
    void aJobInterruptsAtTheNextPassAndPreparingStartsAgainAfterIt() throws Exception {
        runner.prepare(HEAD);
        assertThat(List.of(next(), next())).containsExactly("discard m", "begin a");
        runner.submit(job("batch"));
        passes.release(1);
        assertThat(List.of(next(), next())).containsExactlyInAnyOrder("cancelled a", "job batch");
        passes.release(2);
        assertThat(seen).as("nothing is prepared while a job runs").isEmpty();
        jobs.release(1);
        assertThat(List.of(next(), next(), next(), next())).containsExactly("begin a", "done a", "begin b", "done b");
    }

    @Test
    void aHeadThatMovesIsDroppedAndDiscardedBeforeTheNextIsWorkedOn() throws Exception {
        runner.prepare(HEAD);
        assertThat(List.of(next(), next())).containsExactly("discard m", "begin a");
        runner.prepare(new Preparation("m", 2, "h2", List.of("c")));
        passes.release(2);
        assertThat(List.of(next(), next(), next(), next()))
                .containsExactly("cancelled a", "discard m", "begin c", "done c");
    }

    @Test
    void aClassThatCannotBePreparedDoesNotStopTheOthersAndAFullDiskDoes() throws Exception {
        runner.prepare(new Preparation("m", 1, "h1", List.of("broken", "a", "full", "b")));
        passes.release(4);
        assertThat(List.of(next(), next(), next(), next(), next()))
                .containsExactly("discard m", "begin broken", "begin a", "done a", "begin full");
        runner.forsake("m");
        assertThat(next()).isEqualTo("discard m");
    }

    @Test
    void whatIsToBeDiscardedIsDiscardedEvenWhenClosing() throws Exception {
        runner.prepare(HEAD);
        assertThat(List.of(next(), next())).containsExactly("discard m", "begin a");
        runner.forsake("m");
        passes.release(1);
        runner.close();
        assertThat(List.of(next(), next())).containsExactly("cancelled a", "discard m");
    }

    @Test
    void whatNeverFitsIntoMemoryIsNotBegun() throws Exception {
        runner.prepare(new Preparation("m", 1, "huge", List.of("a")));
        assertThat(next()).isEqualTo("discard m");
        runner.forsake("m");
        assertThat(next()).isEqualTo("discard m");
    }

    /** Prepares each class in one pass. */
    private final class Passes implements RemovalPreparer {
        @Override
        public boolean prepare(Preparation head, String label, ProgressMonitor monitor) {
            seen.add("begin " + label);
            passes.acquireUninterruptibly();
            if (label.equals("broken")) {
                throw new IllegalStateException("it is meant to");
            }
            if (label.equals("full")) {
                return false;
            }
            try {
                monitor.checkCancelled();
            } catch (io.expunge.unlearning.CancelledException cancelled) {
                seen.add("cancelled " + label);
                throw cancelled;
            }
            seen.add("done " + label);
            return true;
        }

        @Override
        public long estimateBytes(Preparation head) {
            return head.baseHash().equals("huge") ? 1001 : 10;
        }

        @Override
        public void discard(String modelId) {
            seen.add("discard " + modelId);
        }
    }

    /** Runs until let go. */
    private final class Jobs implements JobExecutor {
        @Override
        public Outcome execute(JobSpecification job, ProgressMonitor monitor) {
            seen.add("job " + job.batchId());
            jobs.acquireUninterruptibly();
            return new Outcome.NothingToDo(List.<Command.Served>of());
        }

        @Override
        public long estimateBytes(JobSpecification job) {
            return 995;
        }

        @Override
        public void forgetAllBut(String modelId, Optional<String> headHash) {
            // It keeps nothing.
        }
    }
}
