/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import java.util.concurrent.atomic.AtomicBoolean;

/** Does something when the process is told to end; forgotten when closed. */
final class ShutdownHook implements AutoCloseable {
    private final Thread thread;
    private final AtomicBoolean ending = new AtomicBoolean();

    ShutdownHook(Runnable action) {
        this.thread = new Thread(
                () -> {
                    ending.set(true);
                    action.run();
                },
                "expunge-shutdown");
        Runtime.getRuntime().addShutdownHook(thread);
    }

    /** Whether the process was told to end. */
    boolean isEnding() {
        return ending.get();
    }

    /** The failure to report: what breaks while everything is being stopped is no news to the one who stopped it. */
    RuntimeException explain(RuntimeException failure) {
        return isEnding() ? new CommandFailure(ExitCode.FAILED, "stopped before it was done.", failure) : failure;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException alreadyEnding) {
            // Then the hook is doing its work right now.
        }
    }
}
