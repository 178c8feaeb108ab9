/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.LoggerFactory;

/**
 * What was started and has to be stopped, the newest first. May be closed from another thread while parts are still being
 * started: what comes after that is stopped at once. Thread-safe.
 */
final class StartedParts implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private boolean closed;

    /**
     * Takes charge of a part.
     *
     * @throws CommandFailure if everything was told to stop meanwhile
     */
    synchronized <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        if (closed) {
            stopAll();
            throw new CommandFailure(ExitCode.FAILED, "stopped while starting.");
        }
        return part;
    }

    /** Stops everything; a part that fails to stop does not keep the others from it. */
    @Override
    public synchronized void close() {
        closed = true;
        stopAll();
    }

    private void stopAll() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception stubborn) {
                LoggerFactory.getLogger(StartedParts.class).warn("could not stop cleanly", stubborn);
            }
        }
    }
}
