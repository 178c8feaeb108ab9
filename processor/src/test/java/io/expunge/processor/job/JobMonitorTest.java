/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.unlearning.CancelledException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class JobMonitorTest {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 5);
    private final JobMonitor monitor = new JobMonitor(
            new JobSpecification.Unlearning("news", "batch", "base", "hessian-reassignment", List.of()),
            DEADLINE,
            nanoTime::get);

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }

    @Test
    void theClockStandsBeforeTheFirstAttempt() {
        pass(DEADLINE.multipliedBy(100));
        monitor.begin();
        pass(DEADLINE);
        assertThatCode(monitor::checkCancelled).doesNotThrowAnyException();
    }

    @Test
    void anotherAttemptGivesNoMoreTime() {
        monitor.begin();
        pass(DEADLINE);
        monitor.checkCancelled();
        monitor.pause();
        monitor.begin();
        pass(Duration.ofNanos(1));
        assertThatThrownBy(monitor::checkCancelled)
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining("10 s");
    }

    @Test
    void theTimeBetweenTwoAttemptsDoesNotCount() {
        monitor.begin();
        pass(DEADLINE.minusNanos(1));
        monitor.checkCancelled();
        monitor.pause();
        pass(DEADLINE.multipliedBy(100));
        monitor.begin();
        pass(Duration.ofNanos(1));
        assertThatCode(monitor::checkCancelled).doesNotThrowAnyException();
        pass(Duration.ofNanos(1));
        assertThatThrownBy(monitor::checkCancelled).isInstanceOf(DeadlineExceededException.class);
    }

    /** Every attempt of a long outage waits for the store until that gives up. */
    @Test
    void aWaitForTheStoreThatWasInVainDoesNotCount() {
        for (int attempt = 0; attempt < 100; attempt++) {
            monitor.begin();
            monitor.checkCancelled();
            pass(DEADLINE);
            monitor.pause();
        }
        monitor.begin();
        pass(DEADLINE);
        assertThatCode(monitor::checkCancelled).doesNotThrowAnyException();
    }

    @Test
    void aJobCancelledIsNotCalledLate() {
        monitor.begin();
        pass(DEADLINE.multipliedBy(2));
        monitor.cancel();
        assertThatThrownBy(monitor::checkCancelled).isInstanceOf(CancelledException.class);
    }
}
