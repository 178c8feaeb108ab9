/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.service;

import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks somebody who does not answer again for a while, so that a short outage passes unnoticed; then gives up with their own
 * words, which stops the instance before a good request could be taken for a bad one. Thread-safe.
 *
 * @param forWhom names them in the log
 * @param patience how long at most; the last pause is not begun if it would go beyond
 * @param unavailable what they throw when trying again may help
 */
record Patience<E extends RuntimeException>(String forWhom, Duration patience, Class<E> unavailable) {
    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    <T> T ask(Supplier<T> question) {
        long giveUp = System.nanoTime() + patience.toNanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return question.get();
            } catch (RuntimeException failed) {
                if (!unavailable.isInstance(failed) || System.nanoTime() + pause.toNanos() > giveUp) {
                    throw failed;
                }
                LOG.warn("waiting for the {}: {}", forWhom, failed.getMessage());
                rest(pause, failed);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        }
    }

    private static void rest(Duration pause, RuntimeException failed) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failed;
        }
    }
}
