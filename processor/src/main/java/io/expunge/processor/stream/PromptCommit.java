/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.stream;

import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Asks for a commit as soon as a record that came after a quiet time is processed. Otherwise it would wait for the commit
 * interval, and longer than that, since a stream thread with nothing to do looks at the interval only between polls. Under
 * load records follow each other closely, nothing is asked, and transactions are as large as the interval makes them.
 * Owned by one task.
 */
public final class PromptCommit {
    private static final long QUIET_MILLIS = 100;

    private final ProcessorContext<?, ?> context;
    private long last;

    public PromptCommit(ProcessorContext<?, ?> context) {
        this.context = context;
    }

    /** Call after what the record caused was forwarded. */
    public void processed() {
        long now = context.currentSystemTimeMs();
        if (now - last >= QUIET_MILLIS) {
            context.commit();
        }
        last = now;
    }
}
