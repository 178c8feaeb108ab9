/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.events.UnlearningVerified;

/**
 * Looks over the ledgers' shoulders, for metrics. Called on stream threads: must be quick, must not fail, and must not
 * touch anything that a transaction covers.
 */
public interface ModelWatch {
    /** Looks away. */
    ModelWatch NONE = (partition, stores) -> TaskWatch.NONE;

    /**
     * A task begins, or begins anew after its transaction was aborted; its stores hold what is committed.
     *
     * @param partition the task's
     * @param stores may be read until this returns
     */
    TaskWatch open(int partition, ModelStores stores);

    /** Watches one task until it is closed. */
    interface TaskWatch extends AutoCloseable {
        /** Looks away. */
        TaskWatch NONE = new TaskWatch() {
            @Override
            public void told(ModelOutput output) {
                // Nobody wants to know.
            }

            @Override
            public void judged(UnlearningVerified verdict) {
                // Nobody wants to know.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };

        /** Something is about to be sent on; its transaction may still be aborted. */
        void told(ModelOutput output);

        /** A verdict was read; its transaction may still be aborted. */
        void judged(UnlearningVerified verdict);

        @Override
        void close();
    }
}
