/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.testing;

import io.expunge.processor.command.Command;
import io.expunge.processor.command.CommandSender;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Takes what other threads send and lets a test wait for it. */
public final class QueuedCommands implements CommandSender {
    /** How long a test waits before it says that nothing came; never reached when all is well. */
    private static final long PATIENCE_SECONDS = 60;

    private final LinkedBlockingQueue<Command> sent = new LinkedBlockingQueue<>();

    @Override
    public void send(String modelId, Command command) {
        sent.add(command);
    }

    @Override
    public void sendToPartition(int partition, Command command) {
        sent.add(command);
    }

    /** The next result of a job. */
    public Command.JobDone next() throws InterruptedException {
        return (Command.JobDone) nextOfAny();
    }

    /** The next command of any kind. */
    public Command nextOfAny() throws InterruptedException {
        return Optional.ofNullable(sent.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .orElseThrow(() -> new AssertionError("nothing came in " + PATIENCE_SECONDS + " s"));
    }

    /** What nobody has taken. */
    public List<Command> left() {
        return List.copyOf(sent);
    }

    @Override
    public void close() {}
}
