/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.verification;

import io.expunge.store.HeadHint;
import io.expunge.store.ModelStore;
import io.expunge.store.ModelStoreException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes head hints off the stream thread. Thread-safe. */
public final class StoreHeadHints implements HeadHints {
    private static final Logger LOG = LoggerFactory.getLogger(StoreHeadHints.class);

    private final ModelStore store;
    private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "expunge-head-hints");
        thread.setDaemon(true);
        return thread;
    });

    public StoreHeadHints(ModelStore store) {
        this.store = store;
    }

    @Override
    public void advance(String modelId, HeadHint hint) {
        try {
            executor.execute(() -> write(modelId, hint));
        } catch (RejectedExecutionException closed) {
            LOG.debug("the store is not told of version {}; the topic is the truth", hint.version());
        }
    }

    private void write(String modelId, HeadHint hint) {
        try {
            store.advanceHead(modelId, hint);
        } catch (ModelStoreException unavailable) {
            LOG.warn("the store's hint stays behind: {}", unavailable.getMessage());
        }
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
