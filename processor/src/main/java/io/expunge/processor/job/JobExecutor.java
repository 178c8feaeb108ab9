/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.processor.command.Command.Outcome;
import io.expunge.unlearning.ProgressMonitor;
import java.util.Optional;

/** Does a job on the calling thread. Implementations are pure functions of the specification, and thread-safe. */
public interface JobExecutor {
    /**
     * @throws io.expunge.store.ModelStoreException.StoreUnavailable if trying again later may help
     * @throws io.expunge.unlearning.CancelledException if the monitor cancelled it
     */
    Outcome execute(JobSpecification job, ProgressMonitor monitor);

    /** Bytes of heap the job is expected to need, from what the store says of its inputs. */
    long estimateBytes(JobSpecification job);

    /**
     * Lets go of what is kept in memory of older versions of a model.
     *
     * @param headHash the artifact of its head, or empty if the model is looked after elsewhere now
     */
    void forgetAllBut(String modelId, Optional<String> headHash);
}
