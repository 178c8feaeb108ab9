/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.CheckOutcome;
import io.expunge.events.VerificationCheck;
import io.expunge.events.VerificationStage;
import io.expunge.processor.testing.Checks;
import io.expunge.store.ModelStoreException;
import io.expunge.unlearning.CancelledException;
import io.expunge.unlearning.ProgressMonitor;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackgroundVerificationTest {
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final Semaphore passes = new Semaphore(0);
    private final AtomicBoolean idle = new AtomicBoolean(true);
    private final BlockingQueue<Integer> rested = new LinkedBlockingQueue<>();
    private final MemoryBudget memory = new MemoryBudget(1000);
    private final BackgroundVerification verification = BackgroundVerification.start(
            new Passes(),
            (version, checks) ->
                    seen.add("result " + version.version() + " " + checks.get(0).getOutcome()),
            idle::get,
            () -> rested.add(open()),
            memory,
            1);

    @AfterEach
    void close() {
        passes.release(1000);
        verification.close();
    }

    private int open() {
        return verification.open();
    }

    private String next() throws InterruptedException {
        return Optional.ofNullable(seen.poll(30, TimeUnit.SECONDS)).orElse("nothing happens");
    }

    /** What is left to do once an attempt has ended, memory and all; its result is told a moment before that. */
    private int openAfterAnAttempt() throws InterruptedException {
        return Optional.ofNullable(rested.poll(30, TimeUnit.SECONDS)).orElse(-1);
    }

    private static VerificationSpecification version(String modelId, long number) {
        return new VerificationSpecification(modelId, number, "hash", Optional.empty(), 1, VerificationStage.DEEP);
    }

    @Test
    void aVersionIsCheckedOnceHoweverOftenItIsOffered() throws Exception {
        verification.offer(version("m", 1));
        assertThat(next()).isEqualTo("begin 1");
        verification.offer(version("m", 1));
        passes.release(1);
        assertThat(next()).isEqualTo("result 1 PASSED");
        verification.offer(version("n", 2));
        assertThat(next()).as("nothing else came of it").isEqualTo("begin 2");
    }

    @Test
    void aJobGoesFirstAndTheChecksBeginAnewAfterIt() throws Exception {
        verification.offer(version("m", 1));
        assertThat(next()).isEqualTo("begin 1");
        idle.set(false);
        verification.giveWay();
        passes.release(1);
        assertThat(next()).isEqualTo("cancelled 1");
        assertThat(openAfterAnAttempt()).isEqualTo(1);
        passes.release(1);
        idle.set(true);
        verification.goOn();
        assertThat(List.of(next(), next())).containsExactly("begin 1", "result 1 PASSED");
    }

    @Test
    void aNewerVersionTakesThePlaceOfTheOlder() throws Exception {
        verification.offer(version("m", 1));
        assertThat(next()).isEqualTo("begin 1");
        verification.offer(version("m", 2));
        passes.release(2);
        assertThat(List.of(next(), next(), next())).containsExactly("cancelled 1", "begin 2", "result 2 PASSED");
        assertThat(openAfterAnAttempt()).as("the newer one").isEqualTo(1);
        assertThat(openAfterAnAttempt()).isZero();
    }

    @Test
    void whatIsForsakenGivesNoResult() throws Exception {
        verification.offer(version("m", 1));
        assertThat(next()).isEqualTo("begin 1");
        verification.forsake("m");
        passes.release(2);
        assertThat(next()).isEqualTo("cancelled 1");
        verification.offer(version("n", 3));
        assertThat(List.of(next(), next())).containsExactly("begin 3", "result 3 PASSED");
    }

    /** Prepared removals wait until nothing is checked: told too early, they would wait for ever. */
    @Test
    void whoWaitsForTheEndIsToldWhenItHasCome() throws Exception {
        verification.offer(version("m", 1));
        passes.release(1);
        assertThat(List.of(next(), next())).containsExactly("begin 1", "result 1 PASSED");
        assertThat(openAfterAnAttempt()).isZero();
    }

    @Test
    void aStoreThatDoesNotAnswerIsAskedAgain() throws Exception {
        verification.offer(version("unavailable", 1));
        passes.release(2);
        assertThat(List.of(next(), next(), next())).containsExactly("begin 1", "begin 1", "result 1 PASSED");
    }

    @Test
    void whatBreaksDoesNotStopTheOthers() throws Exception {
        verification.offer(version("broken", 1));
        verification.offer(version("m", 2));
        passes.release(2);
        assertThat(List.of(next(), next(), next())).containsExactly("begin 1", "begin 2", "result 2 PASSED");
    }

    @Test
    void whatNeverFitsIsSaidNotToHaveRun() throws Exception {
        verification.offer(version("huge", 1));
        assertThat(next()).isEqualTo("result 1 NOT_RUN");
    }

    @Test
    void whatDoesNotFitNowWaitsForTheMemory() throws Exception {
        memory.acquire(995);
        verification.offer(version("m", 1));
        passes.release(1);
        memory.release(995);
        assertThat(List.of(next(), next())).containsExactly("begin 1", "result 1 PASSED");
        int open = openAfterAnAttempt(); // and after those for which there was no memory yet
        while (open > 0) {
            open = openAfterAnAttempt();
        }
        assertThat(open).isZero();
        assertThat(memory.used()).isZero();
    }

    /** Checks a version in one pass. */
    private final class Passes implements VerificationExecutor {
        private final AtomicBoolean answered = new AtomicBoolean();

        @Override
        public List<VerificationCheck> check(VerificationSpecification version, ProgressMonitor monitor) {
            seen.add("begin " + version.version());
            passes.acquireUninterruptibly();
            if (version.modelId().equals("broken")) {
                throw new IllegalStateException("it is meant to");
            }
            if (version.modelId().equals("unavailable") && !answered.getAndSet(true)) {
                throw new ModelStoreException.StoreUnavailable(
                        "read", "a file", "it is meant to", "wait", new java.io.IOException("gone"));
            }
            try {
                monitor.checkCancelled();
            } catch (CancelledException cancelled) {
                seen.add("cancelled " + version.version());
                throw cancelled;
            }
            return List.of(Checks.certified("pass", CheckOutcome.PASSED));
        }

        @Override
        public long estimateBytes(VerificationSpecification version) {
            return version.modelId().equals("huge") ? 1001 : 10;
        }
    }
}
