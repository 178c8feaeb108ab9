/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.events.VerificationCheck;
import io.expunge.unlearning.ProgressMonitor;
import java.util.List;

/** Checks published versions, blocking while it does. Thread-safe. */
public interface VerificationExecutor {
    /**
     * All checks, those too that could not be run.
     *
     * @throws io.expunge.store.ModelStoreException.StoreUnavailable if trying again later may help
     * @throws io.expunge.unlearning.CancelledException if the monitor cancelled it
     */
    List<VerificationCheck> check(VerificationSpecification version, ProgressMonitor monitor);

    /** Bytes of heap the checks are expected to need, from what the store says of their inputs. */
    long estimateBytes(VerificationSpecification version);
}
