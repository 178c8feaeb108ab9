/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.fault;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Holds whoever reaches the step that it is set for, says so on standard output, and lets go when told. Set once, it
 * catches once. Thread-safe.
 */
final class Trap {
    private final Map<Step, CountDownLatch> held = new EnumMap<>(Step.class);
    private Optional<Step> wanted = Optional.empty();

    /** Sets the trap; what is held stays held. */
    synchronized void set(Step step) {
        wanted = Optional.of(step);
    }

    /** Lets everybody go and catches nobody any more. */
    synchronized void release() {
        wanted = Optional.empty();
        held.values().forEach(CountDownLatch::countDown);
        held.clear();
        ChildMain.say("released");
    }

    /** Passes, or waits here if the trap is set for this. */
    void reach(Step step) {
        Optional<CountDownLatch> latch = caught(step);
        if (latch.isEmpty()) {
            return;
        }
        ChildMain.say("reached " + step);
        try {
            latch.get().await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Optional<CountDownLatch> caught(Step step) {
        if (wanted.filter(step::equals).isEmpty()) {
            return Optional.empty();
        }
        wanted = Optional.empty();
        CountDownLatch latch = new CountDownLatch(1);
        held.put(step, latch);
        return Optional.of(latch);
    }
}
