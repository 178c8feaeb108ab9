/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class MonotonicTimeTest {
    private final MonotonicTime time = new MonotonicTime();

    @Test
    void itStartsAtTheClockAndNeverGoesBack() {
        long before = System.currentTimeMillis();
        MonotonicTime started = new MonotonicTime();
        long last = before;
        for (int i = 0; i < 100_000; i++) {
            long now = started.milliseconds();
            assertThat(now >= last).as("%d after %d", now, last).isTrue();
            last = now;
        }
    }

    @Test
    void aConditionThatHoldsIsNotWaitedFor() throws InterruptedException {
        time.waitObject(new Object(), () -> true, 0);
    }

    @Test
    void aConditionThatDoesNotComeEndsInATimeout() {
        assertThatThrownBy(() -> time.waitObject(new Object(), () -> false, time.milliseconds()))
                .isInstanceOf(TimeoutException.class);
    }

    @Test
    void aConditionThatComesEndsTheWaiting() throws InterruptedException {
        Object monitor = new Object();
        AtomicBoolean met = new AtomicBoolean();
        CountDownLatch asked = new CountDownLatch(1);
        Thread other = new Thread(() -> {
            try {
                asked.await();
            } catch (InterruptedException interrupted) {
                return;
            }
            synchronized (monitor) {
                met.set(true);
                monitor.notifyAll();
            }
        });
        other.start();
        time.waitObject(
                monitor,
                () -> {
                    asked.countDown();
                    return met.get();
                },
                Long.MAX_VALUE);
        other.join();
        assertThat(met).isTrue();
    }
}
