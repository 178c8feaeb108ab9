/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.sandbox.SandboxException.Reason;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SupervisorTest {
    private static final long PATIENCE_SECONDS = 60;

    private final BlockingQueue<Twin> started = new LinkedBlockingQueue<>();
    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger attempts = new AtomicInteger();

    /** A process that ends when a test says so. */
    private static final class Twin implements Supervisor.Child {
        private final CompletableFuture<Integer> ended = new CompletableFuture<>();
        private volatile boolean closed;

        @Override
        public CompletableFuture<Integer> ended() {
            return ended;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private Supervisor<Twin> supervise(Twin first) {
        return new Supervisor<>("twin", first, this::start, clock::get).start();
    }

    private Twin start() {
        attempts.incrementAndGet();
        if (refusals.getAndDecrement() > 0) {
            throw new SandboxException(Reason.REGISTRY_FAILED, "planted");
        }
        Twin twin = new Twin();
        started.add(twin);
        return twin;
    }

    private Twin next() throws InterruptedException {
        Twin twin = started.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(twin).isNotNull();
        return twin;
    }

    @Test
    void whatEndsIsReplacedAndTheReplacementIsStopped() throws InterruptedException {
        Twin first = new Twin();
        Supervisor<Twin> supervisor = supervise(first);
        assertThat(supervisor.current()).isSameAs(first);
        first.ended.complete(137);
        Twin second = next();
        supervisor.close();
        assertThat(second.closed).isTrue();
    }

    @Test
    void aStartThatFailsIsTriedAgain() throws InterruptedException {
        refusals.set(2);
        Twin first = new Twin();
        try (Supervisor<Twin> supervisor = supervise(first)) {
            first.ended.complete(1);
            next();
            assertThat(attempts).hasValue(3);
        }
    }

    @Test
    void itGivesUpWhenThatHappensTooOftenWithinTheWindow() throws InterruptedException {
        Twin twin = new Twin();
        Supervisor<Twin> supervisor = supervise(twin);
        for (int number = 0; number < Supervisor.MOST_STARTS; number++) {
            twin.ended.complete(1);
            twin = next();
        }
        twin.ended.complete(1);
        supervisor.close(); // waits for what the supervisor is doing
        assertThat(attempts).hasValue(Supervisor.MOST_STARTS);
    }

    @Test
    void whatEndsNowAndThenIsStartedForEver() throws InterruptedException {
        Twin twin = new Twin();
        try (Supervisor<Twin> supervisor = supervise(twin)) {
            for (int number = 0; number < 3 * Supervisor.MOST_STARTS; number++) {
                clock.addAndGet(Supervisor.WINDOW.toNanos());
                twin.ended.complete(1);
                twin = next();
            }
        }
    }

    @Test
    void whatIsStoppedIsNotReplaced() {
        Twin first = new Twin();
        Supervisor<Twin> supervisor = supervise(first);
        supervisor.close();
        first.ended.complete(0);
        assertThat(first.closed).isTrue();
        assertThat(started).isEmpty();
    }
}
