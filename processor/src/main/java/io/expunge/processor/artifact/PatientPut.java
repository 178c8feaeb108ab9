/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.artifact;

import io.expunge.store.ArtifactDraft;
import io.expunge.store.ContentHash;
import io.expunge.store.ModelStore;
import io.expunge.store.ModelStoreException.StoreUnavailable;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what took long to make and nobody keeps: a store that is away, or an erasure that meets the put, is waited for a
 * while. Putting again is putting once. Stateless.
 */
final class PatientPut {
    private static final Logger LOG = LoggerFactory.getLogger(PatientPut.class);

    private static final int ATTEMPTS = 6;
    private static final long FIRST_PAUSE_MILLISECONDS = 100;

    private PatientPut() {}

    /** @throws StoreUnavailable if the last attempt failed too, or this thread was interrupted */
    static ContentHash put(ModelStore store, ArtifactDraft draft) {
        for (int attempt = 1; ; attempt++) {
            try {
                return store.put(draft);
            } catch (StoreUnavailable unavailable) {
                if (attempt == ATTEMPTS || !paused(attempt)) {
                    throw unavailable;
                }
                LOG.info("the artifact is put again: {}", unavailable.getMessage());
            }
        }
    }

    private static boolean paused(int attempt) {
        try {
            TimeUnit.MILLISECONDS.sleep(FIRST_PAUSE_MILLISECONDS << attempt);
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
