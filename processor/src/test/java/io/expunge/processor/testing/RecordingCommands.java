/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.testing;

import io.expunge.processor.command.Command;
import io.expunge.processor.command.CommandSender;
import java.util.ArrayList;
import java.util.List;

/** The command sender's twin: keeps what is sent until a test pipes it. */
public final class RecordingCommands implements CommandSender {
    private final List<Command> sent = new ArrayList<>();

    @Override
    public synchronized void send(String modelId, Command command) {
        sent.add(command);
    }

    @Override
    public synchronized void sendToPartition(int partition, Command command) {
        sent.add(command);
    }

    /** Takes everything sent so far. */
    public synchronized List<Command> take() {
        List<Command> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

    @Override
    public void close() {}
}
